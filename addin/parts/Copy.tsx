import { useState, type ReactNode } from 'react';
import { Caption1, Field, makeStyles, Textarea } from '@fluentui/react-components';
import { useAnnounce } from './announce.tsx';

const useStyles = makeStyles({
  // A line of its own, also beside other buttons.
  byHand: { flexBasis: '100%', minInlineSize: 0 },
});

interface Copied {
  readonly text: () => string;
  /** Said when it is done. */
  readonly copied: string;
  /** Above the text where it has to be copied by hand. */
  readonly byHand: string;
  readonly button: (copy: () => void) => ReactNode;
}

/** Copies a text; where the browser forbids that in a frame, it stands there to be copied by hand. */
export function Copy({ text, copied, byHand, button }: Copied) {
  const [outcome, setOutcome] = useState<{ readonly toCopy?: string }>();
  const styles = useStyles();
  const announce = useAnnounce();
  const copy = async () => {
    const toCopy = text();
    try {
      await navigator.clipboard.writeText(toCopy);
      setOutcome({});
      announce(copied);
    } catch {
      setOutcome({ toCopy });
    }
  };
  return (
    <>
      {button(() => void copy())}
      {outcome !== undefined && outcome.toCopy === undefined && <Caption1 aria-hidden>{copied}</Caption1>}
      {outcome?.toCopy !== undefined && (
        <Field label={byHand} className={styles.byHand}>
          <Textarea readOnly value={outcome.toCopy} onFocus={({ target }) => target.select()} />
        </Field>
      )}
    </>
  );
}
