import { useRef, useState, type ReactNode } from 'react';
import { words } from '../words/words.ts';
import { Act } from './Act.tsx';

/** For what changes many contacts at once: the first press asks, in place, and the second does it. */
export function ActAfterAsking({
  onAct,
  question,
  children,
  label,
}: {
  readonly onAct: () => Promise<unknown>;
  readonly question: string;
  readonly children: ReactNode;
  readonly label?: string;
}) {
  const [asking, setAsking] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const close = () => {
    setAsking(false);
    opener.current?.focus();
  };
  return (
    <>
      <button type="button" ref={opener} aria-label={label} aria-expanded={asking} onClick={() => setAsking(!asking)}>
        {children}
      </button>
      {asking && (
        <div
          className="asking"
          role="group"
          aria-label={question}
          onKeyDown={({ key }) => {
            if (key === 'Escape') close();
          }}
        >
          <p>{question}</p>
          <div className="actions">
            <Act onAct={() => onAct().then(close)}>{words.undoIt}</Act>
            <button type="button" onClick={close}>
              {words.cancel}
            </button>
          </div>
        </div>
      )}
    </>
  );
}
