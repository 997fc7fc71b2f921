import { useState } from 'react';
import { ApiProblem } from '../api.ts';
import { viewWords } from '../words/views.ts';

export interface Decision {
  /** That the last decision was not taken, for its plan was replaced or decided meanwhile. Said beside what is held now, which takes the button that was pressed away. */
  readonly overtaken: string | undefined;
  /** `whose`: among the plans of several mailboxes. */
  readonly decide: (decision: Promise<unknown>, whose?: string) => Promise<void>;
}

/** D5: to allow or discard a held plan; afterwards what is in force is loaded. */
export function useDecision(reload: () => void): Decision {
  const [overtaken, setOvertaken] = useState<string>();
  const decide = async (decision: Promise<unknown>, whose?: string) => {
    setOvertaken(undefined);
    try {
      await decision;
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status !== 409) throw error;
      const { overtaken: said } = viewWords().held;
      setOvertaken(whose === undefined ? said : `${whose}: ${said}`);
    } finally {
      reload();
    }
  };
  return { overtaken, decide };
}
