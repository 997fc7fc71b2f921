import { Body1, Button, makeStyles, Subtitle1, tokens } from '@fluentui/react-components';
import type { Host } from '../office.ts';
import { viewWords } from '../words/views.ts';
import { words } from '../words/words.ts';

const useStyles = makeStyles({
  page: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    gap: tokens.spacingVerticalM,
    padding: tokens.spacingHorizontalL,
  },
});

/** The page of Outlook without Outlook: what happened, and the one thing that helps. */
export function NoOutlook({ why }: { readonly why: Exclude<Host['kind'], 'outlook' | 'browser'> }) {
  const styles = useStyles();
  return (
    <main className={styles.page}>
      <Subtitle1 as="h1">{viewWords().outlook.titles[why]}</Subtitle1>
      <Body1 as="p">{viewWords().outlook[why]}</Body1>
      {why === 'unreachable' ? (
        <Button appearance="primary" onClick={() => location.reload()}>
          {words.again}
        </Button>
      ) : (
        <Button as="a" href="/" appearance="primary">
          {viewWords().outlook.open}
        </Button>
      )}
    </main>
  );
}
