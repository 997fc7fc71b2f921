import { useEffect, type RefObject } from 'react';

/** What says by itself what it is when it has the focus: a row, or a card with its heading. */
const PLACES = 'li, section';

/**
 * A button may go away with what it did, as those of a held plan that is decided, and the focus with it. It goes on to the row or the card that
 * the button was in, or to the whole: nobody has to find their way again from the top of the page.
 */
export function useKeptFocus(whole: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const within = whole.current;
    if (within === null) return undefined;
    let last: Element | undefined;
    let around: readonly HTMLElement[] = [];
    const came = ({ target }: FocusEvent) => {
      last = target as Element;
      around = placesAround(last, within);
    };
    // Left by the person, it may go: only what goes away while it has the focus leaves nothing behind.
    const left = ({ target }: FocusEvent) =>
      queueMicrotask(() => {
        if (last === target && last?.isConnected === true) last = undefined;
      });
    const changes = new MutationObserver(() => {
      if (last === undefined || last.isConnected) return;
      last = undefined;
      // Never taken from Outlook, where the person may be writing.
      if (document.activeElement === document.body && document.hasFocus())
        focus(around.find(({ isConnected }) => isConnected) ?? within);
    });
    within.addEventListener('focusin', came);
    within.addEventListener('focusout', left);
    changes.observe(within, { subtree: true, childList: true });
    return () => {
      within.removeEventListener('focusin', came);
      within.removeEventListener('focusout', left);
      changes.disconnect();
    };
  }, [whole]);
}

function placesAround(element: Element, within: Element): readonly HTMLElement[] {
  const places: HTMLElement[] = [];
  for (let at = element.parentElement; at !== null && at !== within; at = at.parentElement)
    if (at.matches(PLACES)) places.push(at);
  return places;
}

/** What is nothing to be reached with Tab is made so only while it has the focus. */
function focus(place: HTMLElement): void {
  if (!place.hasAttribute('tabindex')) {
    place.tabIndex = -1;
    place.addEventListener('blur', () => place.removeAttribute('tabindex'), { once: true });
  }
  place.focus();
}
