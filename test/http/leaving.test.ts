import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Preview, Session } from '../../server/http/contract.ts';
import { TestServer, type TestPerson } from './test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
  await server.jobs.start();
});
afterAll(() => server.stop());

async function synced(): Promise<TestPerson> {
  const ada = server.person();
  ada.crm.put({ fields: { lastName: 'Lee', firstName: 'Ann', email: 'ann@acme.example' } });
  await ada.post('/api/sessions?wait=true', {});
  return ada;
}

describe('leaving', () => {
  it('[S7] the preview that was shown starts it, once, and only that person’s', async () => {
    const ada = await synced();
    const shown = await ada.post<Preview>('/api/mailbox/leave/preview', { choice: 'remove' });
    expect(shown.body).toMatchObject({
      counts: { itemsDeleted: 1, recordsDeleted: 0 },
      operations: [{ kind: 'remove-item', rule: 'S7', contact: { name: 'Ann Lee' } }],
    });
    const preview = shown.body.id;
    const other = await synced();
    expect((await other.post('/api/mailbox/leave', { preview })).status).toBe(404);
    expect((await ada.post('/api/mailbox/leave', {})).status).toBe(400);
    // Another kind of plan starts nothing, and this one is no session's plan.
    const { body: plan } = await ada.post<Preview>('/api/preview', {});
    expect((await ada.post('/api/mailbox/leave', { preview: plan.id })).status).toBe(404);
    expect((await ada.post('/api/sessions', { preview })).status).toBe(404);
    const left = await ada.post<Session>('/api/mailbox/leave?wait=true', { preview });
    expect(left.body).toMatchObject({ task: 'leave', state: 'done', counts: { itemsDeleted: 1, recordsDeleted: 0 } });
    expect(ada.crm.live).toHaveLength(1);
    expect(ada.mailbox.inFolder(ada.mailbox.folder ?? '')).toEqual([]);
    expect((await ada.get<{ contactsSync: boolean }>('/api/settings')).body.contactsSync).toBe(false);
    expect((await ada.post('/api/mailbox/leave', { preview })).status).toBe(409);
  });

  it('[S7] an administrator takes a mailbox out, and sees no contact of it', async () => {
    const ada = await synced();
    const admin = server.person({ admin: true });
    const path = `/api/admin/mailboxes/${ada.email}/leave`;
    expect((await ada.post(`${path}/preview`, { choice: 'keep' })).status).toBe(403);
    const shown = await admin.post<Preview>(`${path}/preview`, { choice: 'keep' });
    expect(shown.body).toEqual({ id: shown.body.id, counts: expect.objectContaining({ itemsUpdated: 1 }) as unknown });
    expect((await admin.post<Session>(`${path}?wait=true`, { preview: shown.body.id })).body).toMatchObject({
      task: 'leave',
      state: 'done',
    });
    expect(await server.store.links.heads((await ada.memory()).id)).toEqual([]);
    expect(
      (await admin.post('/api/admin/mailboxes/nobody@contoso.example/leave/preview', { choice: 'keep' })).status,
    ).toBe(404);
  });
});
