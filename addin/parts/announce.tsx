import { createContext, useCallback, useContext, useState, type ReactNode } from 'react';
import { Unseen } from './Unseen.tsx';

const Announcing = createContext<(text: string) => void>(() => undefined);

/** Says what changed to whoever does not see it, politely; one region for the whole page, so that it is there before its text. */
export const useAnnounce = () => useContext(Announcing);

export function Announcer({ children }: { readonly children: ReactNode }) {
  const [said, setSaid] = useState({ text: '', turn: 0 });
  // A blank that changes, so that the same sentence is read again when it happens again.
  const announce = useCallback((text: string) => setSaid(({ turn }) => ({ text, turn: 1 - turn })), []);
  return (
    <Announcing value={announce}>
      {children}
      <div aria-live="polite">
        <Unseen>
          {said.text}
          {'\u00a0'.repeat(said.turn)}
        </Unseen>
      </div>
    </Announcing>
  );
}
