import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Preview as Shown } from '../../server/http/contract.ts';
import { NO_COUNTS } from '../../server/model/session.ts';

beforeAll(() => {
  vi.stubGlobal('navigator', { language: 'en-GB' });
});

describe('a preview', () => {
  it('shows the counts and five names of each kind (F3)', async () => {
    const { Preview } = await import('../../addin/parts/Preview.tsx');
    const operations: Shown['operations'] = Array.from({ length: 7 }, (_, index) => ({
      kind: 'create-item',
      rule: 'F4',
      contact: { name: `Person ${index}`, email: '' },
    }));
    const html = renderToStaticMarkup(
      createElement(Preview, { counts: { ...NO_COUNTS, itemsCreated: 7 }, operations }),
    );
    expect(html).toContain('7 added in Outlook');
    expect(html).toContain('Person 0, Person 1, Person 2, Person 3, Person 4 and 2 more');
  });

  it('says so where there is nothing to do', async () => {
    const { Preview } = await import('../../addin/parts/Preview.tsx');
    expect(renderToStaticMarkup(createElement(Preview, { counts: NO_COUNTS, operations: [] }))).toContain(
      'Nothing to do',
    );
  });
});
