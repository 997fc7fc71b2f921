import { makeStyles, tokens } from '@fluentui/react-components';
import { Act } from './Act.tsx';
import { Ask } from './Ask.tsx';

const useStyles = makeStyles({
  options: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'stretch',
    inlineSize: '100%',
    gap: tokens.spacingVerticalXS,
  },
});

export interface Option {
  readonly id: string;
  readonly text: string;
}

/** Which of several is meant: each is a button of its own. */
export function OneOf({
  question,
  options,
  onChoose,
  onCancel,
}: {
  readonly question: string;
  readonly options: readonly Option[];
  readonly onChoose: (id: string) => Promise<void>;
  readonly onCancel: () => void;
}) {
  const styles = useStyles();
  return (
    <Ask question={question} onCancel={onCancel}>
      <div className={styles.options}>
        {options.map(({ id, text }) => (
          <Act key={id} size="small" onAct={() => onChoose(id)}>
            {text}
          </Act>
        ))}
      </div>
    </Ask>
  );
}
