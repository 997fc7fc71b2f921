import type { ReactNode } from 'react';
import {
  Caption1,
  makeStyles,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  tokens,
} from '@fluentui/react-components';
import type { Me } from '../../server/http/contract.ts';
import type { Host } from '../office.ts';
import type { Access } from '../sign-in/access.ts';
import { isSomebodyElses } from '../sign-in/whose.ts';
import { words } from '../words/words.ts';
import { Act } from './Act.tsx';

const useStyles = makeStyles({
  line: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    columnGap: tokens.spacingHorizontalM,
    paddingInline: tokens.spacingHorizontalL,
    paddingBlock: tokens.spacingVerticalXS,
    color: tokens.colorNeutralForeground2,
    overflowWrap: 'anywhere',
  },
  link: { paddingInline: 0, minInlineSize: 'auto' },
});

/** Whose contacts these are, on every screen; and the way out, where it is ours. */
export function Whose({ me, access }: { readonly me: Me; readonly access: Access }) {
  return (
    <WhoLine access={access}>
      <Caption1 title={me.email}>{words.signIn.contactsOf(me.name)}</Caption1>
    </WhoLine>
  );
}

/** For somebody who has no contacts here, and may have signed in with another account than they meant. */
export function SignedIn({ name, access }: { readonly name: string; readonly access: Access }) {
  return (
    <WhoLine access={access}>
      <Caption1>{words.signIn.as(name)}</Caption1>
    </WhoLine>
  );
}

/** Who is signed in, in small letters. */
function WhoLine({ access, children }: { readonly access: Access; readonly children: ReactNode }) {
  const styles = useStyles();
  return (
    <div className={styles.line}>
      {children}
      {access.leaves && (
        <Act appearance="transparent" size="small" className={styles.link} onAct={access.leave}>
          {words.signOut}
        </Act>
      )}
    </div>
  );
}

/** A switch that is meant for the open mailbox would change another one's contacts. */
export function NotThisMailbox({
  me: { email },
  host,
  access,
}: {
  readonly me: Me;
  readonly host: Host;
  readonly access: Access;
}) {
  if (host.kind !== 'outlook' || !isSomebodyElses(email, host.mailbox.email)) return null;
  return (
    <MessageBar intent="warning" layout="multiline" role="status">
      <MessageBarBody>{words.signIn.differs(email, host.mailbox.email)}</MessageBarBody>
      {access.leaves && (
        <MessageBarActions>
          <Act onAct={access.leave}>{words.signIn.another}</Act>
        </MessageBarActions>
      )}
    </MessageBar>
  );
}
