import {
  Button,
  Caption1,
  Link,
  makeStyles,
  mergeClasses,
  MessageBar,
  MessageBarBody,
} from '@fluentui/react-components';
import { Body1, Subtitle1, tokens } from '@fluentui/react-components';
import type { ClientConfig, SamplePerson } from '../../server/http/contract.ts';
import { entrance } from '../api.ts';
import { Act } from '../parts/Act.tsx';
import { Await } from '../parts/Await.tsx';
import { Copy } from '../parts/Copy.tsx';
import { useLoaded } from '../parts/use-loaded.ts';
import type { Access } from '../sign-in/access.ts';
import type { ViewWords } from '../words/views-en.ts';
import { viewWords } from '../words/views.ts';
import { words } from '../words/words.ts';

const useStyles = makeStyles({
  page: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    gap: tokens.spacingVerticalM,
    maxInlineSize: '28rem',
    marginInline: 'auto',
    padding: tokens.spacingHorizontalL,
  },
  samples: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS, inlineSize: '100%' },
  list: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    listStyle: 'none',
    margin: 0,
    padding: 0,
  },
  person: { inlineSize: '100%', justifyContent: 'flex-start', textAlign: 'start' },
  detail: { display: 'block', color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
  actions: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  below: { marginBlock: tokens.spacingVerticalS },
});

interface Asked {
  readonly access: Access;
  readonly config: ClientConfig;
  /** Why the person is asked. */
  readonly why: keyof ViewWords['signIn']['why'];
}

/** The page of nobody. */
export function SignIn(asked: Asked) {
  const styles = useStyles();
  const { config, why } = asked;
  return (
    <main className={styles.page}>
      <Subtitle1 as="h1">{viewWords().signIn[why === 'consent-needed' ? 'consentTitle' : 'title']}</Subtitle1>
      <Body1 as="p">{viewWords().signIn.why[why]}</Body1>
      <div className={styles.actions}>
        <Ways {...asked} />
      </div>
      {why === 'impossible' && config.supportUrl !== undefined && (
        <Link href={config.supportUrl} target="_blank" rel="noopener noreferrer">
          {viewWords().signIn.support}
        </Link>
      )}
      {config.development && <Samples access={asked.access} />}
    </main>
  );
}

/** Above the page of somebody whose sign-in has ended: what they were doing goes on when they have signed in. */
export function SignInAgain(asked: Asked) {
  const styles = useStyles();
  const { why } = asked;
  return (
    <MessageBar intent="warning" layout="multiline" role="alert">
      <MessageBarBody>
        {why === 'sign-in-needed' ? viewWords().signIn.ended : viewWords().signIn.why[why]}
        {/* Not in MessageBarActions, which stay in one line however narrow it is. */}
        <div className={mergeClasses(styles.actions, styles.below)}>
          <Ways {...asked} />
        </div>
      </MessageBarBody>
    </MessageBar>
  );
}

/** The one thing that helps; and the way out, where there is another one and the first did not lead there. */
function Ways({ access, config, why }: Asked) {
  const { otherWay, page } = access;
  if (why === 'impossible') return null;
  if (why === 'unreachable')
    return (
      <>
        <Act appearance="primary" onAct={access.retry}>
          {words.again}
        </Act>
        {/* It leads elsewhere: what keeps Outlook's own sign-in away may let a window of ours pass. */}
        <OtherWay onAct={otherWay} />
      </>
    );
  if (why === 'consent-needed' && config.entra !== undefined)
    return (
      <>
        <AdminConsent entra={config.entra} />
        {page === undefined ? (
          <Act quiet onAct={access.ask}>
            {words.again}
          </Act>
        ) : (
          <Button as="a" href={page}>
            {words.again}
          </Button>
        )}
      </>
    );
  if (page !== undefined)
    return (
      <Button as="a" href={page} appearance="primary">
        {viewWords().signIn.enter}
      </Button>
    );
  return (
    <>
      <Act appearance="primary" quiet onAct={access.ask}>
        {viewWords().signIn.enter}
      </Act>
      <OtherWay onAct={otherWay} />
    </>
  );
}

function OtherWay({ onAct }: { readonly onAct: Access['otherWay'] }) {
  return (
    onAct && (
      <Act quiet onAct={onAct}>
        {viewWords().signIn.otherWay}
      </Act>
    )
  );
}

/** The link at which an administrator allows the app for the whole company (learn.microsoft.com, "Grant tenant-wide admin consent to an application"). */
function AdminConsent({ entra: { authority, clientId } }: { readonly entra: NonNullable<ClientConfig['entra']> }) {
  const { copyLink, linkCopied, consentLink } = viewWords().signIn;
  return (
    <Copy
      text={() => `${authority}/adminconsent?${new URLSearchParams({ client_id: clientId }).toString()}`}
      copied={linkCopied}
      byHand={consentLink}
      button={(onCopy) => (
        <Button appearance="primary" onClick={onCopy}>
          {copyLink}
        </Button>
      )}
    />
  );
}

/** The demo's: one of the sample people, without a sign-in. */
function Samples({ access }: { readonly access: Access }) {
  const styles = useStyles();
  const people = useLoaded(async () => (await entrance.samplePeople()).people, []);
  return (
    <section className={styles.samples}>
      <Caption1 as="h2">{viewWords().signIn.sample}</Caption1>
      <Await loaded={people}>
        {(list) => (
          <ul className={styles.list}>
            {list.map((person) => (
              <li key={person.email}>
                <Sample person={person} onEnter={() => access.enterAsSample(person.token)} />
              </li>
            ))}
          </ul>
        )}
      </Await>
    </section>
  );
}

function Sample({
  person: { email, name, admin, service },
  onEnter,
}: {
  readonly person: SamplePerson;
  readonly onEnter: () => Promise<void>;
}) {
  const styles = useStyles();
  return (
    <Act className={styles.person} onAct={onEnter}>
      <span>
        {name}
        <Caption1 className={styles.detail}>
          {[email, viewWords().signIn.services[service], ...(admin ? [viewWords().signIn.admin] : [])].join(' · ')}
        </Caption1>
      </span>
    </Act>
  );
}
