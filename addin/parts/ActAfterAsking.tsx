import { useRef, useState, type ReactNode } from 'react';
import { Button, type ButtonProps } from '@fluentui/react-components';
import { Act } from './Act.tsx';
import { Ask } from './Ask.tsx';

/** For what changes many contacts at once: the first press asks, in place, and the second does it. */
export function ActAfterAsking({
  onAct,
  question,
  answer,
  children,
  label,
  size = 'small',
  appearance = 'secondary',
}: {
  readonly onAct: () => Promise<unknown>;
  readonly question: string;
  /** The button that does it. */
  readonly answer: string;
  readonly children: ReactNode;
  readonly label?: string;
  readonly size?: ButtonProps['size'];
  readonly appearance?: ButtonProps['appearance'];
}) {
  const [asking, setAsking] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const close = () => {
    setAsking(false);
    opener.current?.focus();
  };
  return (
    <>
      <Button
        ref={opener}
        size={size}
        appearance={appearance}
        aria-label={label}
        aria-expanded={asking}
        onClick={() => setAsking(!asking)}
      >
        {children}
      </Button>
      {asking && (
        <Ask question={question} onCancel={close}>
          <Act appearance="primary" onAct={() => onAct().then(close)}>
            {answer}
          </Act>
        </Ask>
      )}
    </>
  );
}
