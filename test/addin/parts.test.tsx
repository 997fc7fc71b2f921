import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Contact, Counts, Preview as Shown } from '../../server/http/contract.ts';

const NONE: Counts = {
  itemsCreated: 0,
  itemsUpdated: 0,
  itemsDeleted: 0,
  recordsCreated: 0,
  recordsUpdated: 0,
  recordsDeleted: 0,
  conflicts: 0,
  refused: 0,
};

beforeAll(() => {
  vi.stubGlobal('sessionStorage', { getItem: () => null });
  vi.stubGlobal('navigator', { language: 'en-GB' });
});

async function person(contact: Partial<Contact>): Promise<string> {
  const { PersonRow } = await import('../../addin/parts/PersonRow.tsx');
  const whole: Contact = {
    id: '1',
    name: 'Ben Ito',
    email: 'ben@x.example',
    status: 'synced',
    why: 'Because.',
    ...contact,
  };
  return renderToStaticMarkup(
    createElement(PersonRow, { contact: whole, autoRemoval: false, onChanged: () => undefined }),
  );
}

describe('a person of the list', () => {
  it('has a switch whose name holds the person and the status', async () => {
    const html = await person({});
    expect(html).toContain('role="switch"');
    expect(html).toContain('aria-checked="true" aria-label="Sync Ben Ito (Synced)"');
  });

  it('is off where it is stopped, and answers why', async () => {
    const html = await person({ status: 'stopped by you', why: 'You stopped it.' });
    expect(html).toContain('aria-checked="false"');
    expect(html).toMatch(/Why\?<\/summary><p>You stopped it\./);
  });

  it('offers the choice of records and a new one (P1), and not a mere retry', async () => {
    const html = await person({
      status: 'needs attention',
      reason: { code: 'several-records', params: {}, text: 'Choose one.' },
      choices: [{ id: '003', name: 'Ben Ito', email: 'b@x.example', account: 'Fabrikam' }],
    });
    expect(html).toContain('Ben Ito, Fabrikam, b@x.example');
    expect(html).toContain('create a new one');
    expect(html).not.toContain('Try again now');
  });

  it('keeps or puts back a conflict (C2)', async () => {
    const reason = { code: 'conflict', params: { field: 'title' }, text: 'Job title was changed on both sides.' };
    const html = await person({ status: 'conflict', reason });
    expect(html).toContain('Keep as it is');
    expect(html).toContain('Put the other value back');
  });

  it('without a name and an address still has a switch with a name', async () => {
    const html = await person({ name: undefined, email: undefined });
    expect(html).toContain('aria-label="Sync No name (Synced)"');
  });
});

describe('a preview', () => {
  it('shows the counts and five names of each kind (F3)', async () => {
    const { Preview } = await import('../../addin/views/Preview.tsx');
    const operations: Shown['operations'] = Array.from({ length: 7 }, (_, index) => ({
      kind: 'create-item',
      rule: 'F4',
      contact: { name: `Person ${index}`, email: '' },
    }));
    const html = renderToStaticMarkup(createElement(Preview, { counts: { ...NONE, itemsCreated: 7 }, operations }));
    expect(html).toContain('7 added in Outlook');
    expect(html).toContain('Person 0, Person 1, Person 2, Person 3, Person 4 and 2 more');
  });

  it('says so where there is nothing to do', async () => {
    const { Preview } = await import('../../addin/views/Preview.tsx');
    expect(renderToStaticMarkup(createElement(Preview, { counts: NONE, operations: [] }))).toContain('Nothing to do');
  });
});
