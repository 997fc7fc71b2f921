import { useEffect, type RefObject } from 'react';

/** After each try to go on, the focus is where the person has to look: the first field that is wrong. */
export function useFirstWrong(form: RefObject<HTMLFormElement | null>, tries: number): void {
  useEffect(() => {
    if (tries > 0) form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [form, tries]);
}
