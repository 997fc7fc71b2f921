import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFetch } from '../../server/connectors/http.ts';
import { createGraphConnector } from '../../server/connectors/graph/connector.ts';
import { startSimulators, type RunningSimulators } from '../simulators/kit/start.ts';

let info: RunningSimulators;
let stop: () => Promise<void>;
const folder = mkdtempSync(join(tmpdir(), 'cardbridge-directory-'));
beforeAll(async () => {
  ({ info, stop } = await startSimulators({ directory: folder, sample: 'none' }));
});
afterAll(async () => {
  await stop();
  rmSync(folder, { recursive: true });
});
const connector = () => createGraphConnector({ ...info.graph, caFile: info.caFile, mappings: [] });

describe("Microsoft 365's directory", () => {
  it('knows its tenant, and its people by object id and by address', async () => {
    const { directory } = connector();
    expect(directory?.tenantId).toBe(info.tenantId);
    const [ada] = info.users;
    const person = { id: ada?.objectId, address: 'ada@contoso.example', name: 'Ada Park' };
    expect(await directory?.byId(ada?.objectId ?? '')).toEqual(person);
    expect(await directory?.byAddress('ADA@contoso.example')).toEqual(person);
  });

  it('says of nobody that they are somebody', async () => {
    const { directory } = connector();
    expect(await directory?.byId('7b3a1b0e-0000-4000-8000-00000000000a')).toBeUndefined();
    expect(await directory?.byId('ada@contoso.example')).toBeUndefined();
    expect(await directory?.byId('../groups/7b3a1b0e')).toBeUndefined();
    expect(await directory?.byAddress("o'neil@contoso.example")).toBeUndefined();
  });

  it('opens a mailbox by its id, whatever its address is now', async () => {
    const [ada] = info.users;
    const mailbox = connector().open({ address: 'former@contoso.example', id: ada?.objectId ?? '' });
    expect((await mailbox.folders(undefined, ['Salesforce Contacts'])).folder.state).toBe('missing');
    const folder = await mailbox.createFolder('Salesforce Contacts');
    for await (const page of mailbox.changes(folder.id, 'fields')) expect(page.items).toEqual([]);
  });
});

describe('the fetch of the sign-in', () => {
  it('trusts the authority given, sends forms, and follows no redirect', async () => {
    const trusting = createFetch(info.caFile);
    const { clientId, clientSecret, authority } = info.graph;
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      scope: 'https://graph.microsoft.com/.default',
    });
    const answer = await trusting(`${authority}/oauth2/v2.0/token`, { method: 'POST', body });
    expect(await answer.json()).toMatchObject({ token_type: 'Bearer' });
    await expect(createFetch()(`${authority}/oauth2/v2.0/token`, { method: 'POST', body })).rejects.toThrow();
    const redirected = await trusting(
      `${info.salesforce.url}/services/oauth2/authorize?deny=1&client_id=${info.salesforce.clientId}&redirect_uri=${encodeURIComponent(info.graph.url)}`,
    );
    expect([redirected.status, redirected.headers.get('location')?.startsWith(info.graph.url)]).toEqual([302, true]);
  });
});
