import type { ReactNode } from 'react';
import { words } from '../words/words.ts';
import { useAct } from './use-act.ts';

/** A button that is busy while its work runs, and shows below itself what went wrong. */
export function Act({
  onAct,
  children,
  primary = false,
  label,
}: {
  readonly onAct: () => Promise<unknown>;
  readonly children: ReactNode;
  readonly primary?: boolean;
  readonly label?: string;
}) {
  const { busy, problem, act } = useAct();
  return (
    <>
      {/* aria-disabled and not disabled: a disabled button would lose the keyboard's focus. */}
      <button
        type="button"
        className={primary ? 'primary' : undefined}
        aria-disabled={busy}
        aria-label={label}
        onClick={() => act(onAct)}
      >
        {busy ? words.working : children}
      </button>
      <Wrong text={problem} />
    </>
  );
}

/** What went wrong with an act; read aloud at once. */
export function Wrong({ text }: { readonly text: string | undefined }) {
  return text === undefined ? null : (
    <p className="wrong" role="alert">
      {text}
    </p>
  );
}
