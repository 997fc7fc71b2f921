import { createContext, useContext, useState, type ReactNode } from 'react';

const Announcing = createContext<(text: string) => void>(() => undefined);

/** Says what changed to whoever does not see it; one region for the whole page, so that it is there before its text. */
export const useAnnounce = () => useContext(Announcing);

export function Announcer({ children }: { readonly children: ReactNode }) {
  const [text, setText] = useState('');
  return (
    <Announcing value={setText}>
      {children}
      <p className="unseen" aria-live="polite">
        {text}
      </p>
    </Announcing>
  );
}
