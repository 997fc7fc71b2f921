// @vitest-environment happy-dom
import { createElement } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Counts, Me, Settings } from '../../server/http/contract.ts';
import { FirstRun } from '../../addin/parts/FirstRun.tsx';
import type { FollowedStanding } from '../../addin/parts/use-standing.ts';
import { mounted, type Mounted } from './mounted.ts';
import { NO_COUNTS } from '../../server/model/session.ts';

const fetched = vi.fn<(path: string, init: RequestInit) => Promise<Response>>();
vi.stubGlobal('fetch', fetched);

let page: Mounted;

beforeEach(() => {
  fetched.mockReset();
  page = mounted();
});
afterEach(() => page.end());

describe('the preview of the first sync', () => {
  const previewed = async (counts: Partial<Counts>) => {
    fetched.mockImplementation(async () =>
      Response.json({ id: 'p-1', counts: { ...NO_COUNTS, ...counts }, operations: [] }),
    );
    await page.show(
      createElement(FirstRun, {
        host: { kind: 'browser' },
        step: 'filter',
        me: { folderName: 'Cards' } as Me,
        settings: { filter: { kind: 'all' } } as Settings,
        standing: {} as FollowedStanding,
      }),
    );
    await page.press(/^Preview$/);
    return page.root.textContent;
  };

  it.each([
    [{ itemsCreated: 2 }, '2 contacts arrive in a new folder, “Cards”; nothing else is touched.'],
    [{}, 'No contact fits this filter yet: only a new folder, “Cards”, is made.'],
  ])('[F3] says that nothing else is touched where that is so: %o', async (counts, sentence) => {
    expect(await previewed(counts)).toContain(sentence);
  });

  it.each([
    [
      { itemsCreated: 1, recordsCreated: 3, itemsDeleted: 1 },
      '1 contact arrives in a new folder, “Cards”. Besides: 1 removed in Outlook · 3 added in Salesforce.',
    ],
    [{ recordsUpdated: 1 }, 'A new folder, “Cards”, is made. Besides: 1 changed in Salesforce.'],
  ])('[F3] counts what else is touched: %o', async (counts, sentence) => {
    const text = await previewed(counts);
    expect(text).toContain(sentence);
    expect(text).not.toMatch(/nothing else|only a new folder/);
  });
});
