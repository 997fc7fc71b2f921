import type { ReactNode } from 'react';
import {
  Button,
  makeStyles,
  mergeClasses,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  Skeleton,
  SkeletonItem,
  tokens,
} from '@fluentui/react-components';
import { words } from '../words/words.ts';
import { Unseen } from './Unseen.tsx';
import { useOnline } from './use-online.ts';
import type { Loaded } from './use-loaded.ts';

const useStyles = makeStyles({
  stale: { opacity: 0.7 },
  skeleton: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    paddingBlock: tokens.spacingVerticalS,
  },
  line: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalM },
  texts: { flexGrow: 1, display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
});

/** Skeleton, the error with its one action, or the content; an error while content is there stands above it. */
export function Await<T>({
  loaded: { value, problem, busy, reload },
  children,
  rows = 3,
}: {
  readonly loaded: Loaded<T>;
  readonly children: (value: T) => ReactNode;
  readonly rows?: number;
}) {
  const styles = useStyles();
  const online = useOnline();
  return (
    <>
      {/* That nothing can be reached is said once for the whole pane. */}
      {(online || value === undefined) && <Problem text={problem} onAgain={reload} />}
      {value === undefined ? (
        problem === undefined && <Waiting rows={rows} />
      ) : (
        <div aria-busy={busy} className={mergeClasses(busy && styles.stale)}>
          {children(value)}
        </div>
      )}
    </>
  );
}

/** What could not be loaded, with the one thing to do. */
export function Problem({ text, onAgain }: { readonly text: string | undefined; readonly onAgain: () => void }) {
  return text === undefined ? null : (
    <MessageBar intent="error" layout="multiline" role="alert">
      <MessageBarBody>{text}</MessageBarBody>
      <MessageBarActions>
        <Button onClick={onAgain}>{words.again}</Button>
      </MessageBarActions>
    </MessageBar>
  );
}

/** The shape of what is coming: people, or lines of a list. */
export function Waiting({ rows = 3 }: { readonly rows?: number }) {
  const styles = useStyles();
  return (
    <div role="status">
      <Unseen>{words.loading}</Unseen>
      <Skeleton aria-hidden className={styles.skeleton}>
        {Array.from({ length: rows }, (_, index) => (
          <div key={index} className={styles.line}>
            <SkeletonItem shape="circle" size={36} />
            <div className={styles.texts}>
              <SkeletonItem size={16} />
              <SkeletonItem size={12} />
            </div>
          </div>
        ))}
      </Skeleton>
    </div>
  );
}
