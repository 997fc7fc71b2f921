import axe from 'axe-core';
import type { Frame, Page } from 'playwright-core';

/** What axe finds in a document that stands still, no rule disabled. Outside of it: `iframes`, also in what it shows of others. */
export async function violationsIn(page: Page | Frame, { iframes = true } = {}): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(inStillness, iframes);
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 300)} ${failureSummary ?? ''}`),
  );
}

/**
 * In the page. axe reads in several steps: what changes between two of them was never on the screen, nor are the colours of a transition what is to be
 * read. So it begins once nothing has changed for a tenth of a second and nothing moves any more, and what it finds while something did change is
 * looked at again. What moves for ever, as a spinner does, is not waited for; what changes for ever is taken as it is after half a minute.
 */
async function inStillness(iframes: boolean) {
  const { axe: here } = globalThis as unknown as { axe: typeof axe };
  const until = performance.now() + 30_000;
  let changes = 0;
  const seen = new MutationObserver(() => (changes += 1));
  seen.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  const moving = () =>
    document
      .getAnimations()
      .filter(({ effect, playState }) => playState === 'running' && effect?.getComputedTiming().endTime !== Infinity);
  for (;;) {
    for (let before = -1; (before !== changes || moving().length > 0) && performance.now() < until;) {
      before = changes;
      await Promise.allSettled(moving().map(({ finished }) => finished));
      await new Promise((quiet) => setTimeout(quiet, 100));
    }
    const before = changes;
    const { violations } = await here.run(document, { iframes });
    if (violations.length > 0 && before !== changes && performance.now() < until) continue;
    seen.disconnect();
    return violations;
  }
}
