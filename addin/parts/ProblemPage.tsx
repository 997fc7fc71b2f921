import { makeStyles, tokens } from '@fluentui/react-components';
import { words } from '../words/words.ts';
import { Problem } from './Await.tsx';
import { Unseen } from './Unseen.tsx';

const useStyles = makeStyles({
  page: { maxInlineSize: '60rem', marginInline: 'auto', padding: tokens.spacingHorizontalL },
});

/** Where what went wrong is all that there is to show. */
export function ProblemPage({ text, onAgain }: { readonly text: string; readonly onAgain: () => void }) {
  return (
    <main className={useStyles().page}>
      <Unseen as="h1">{words.problems.title}</Unseen>
      <Problem text={text} onAgain={onAgain} />
    </main>
  );
}
