import { useState } from 'react';
import { ApiProblem } from '../api.ts';

export interface Decision {
  /** Why the last decision was not taken: the plan was replaced meanwhile. Said beside the plan that takes its place, which takes the button that was pressed away. */
  readonly overtaken: string | undefined;
  readonly decide: (decision: Promise<unknown>) => Promise<void>;
}

/** D5: to allow or discard a held plan; afterwards what is in force is loaded. */
export function useDecision(reload: () => void): Decision {
  const [overtaken, setOvertaken] = useState<string>();
  const decide = async (decision: Promise<unknown>) => {
    setOvertaken(undefined);
    try {
      await decision;
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status !== 409) throw error;
      setOvertaken(error.message);
    } finally {
      reload();
    }
  };
  return { overtaken, decide };
}
