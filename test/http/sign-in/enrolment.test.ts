import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Directory, DirectoryPerson } from '../../../server/connectors/mailbox.ts';
import type { SignedIn } from '../../../server/http/authenticator.ts';
import type { Mailbox, Me, Problem } from '../../../server/http/contract.ts';
import { FailureError, type FailureKind } from '../../../server/model/failure.ts';
import type { Identity } from '../../../server/model/identity.ts';
import { TestServer } from '../test-server.ts';
import { OTHER_TENANT, TENANT } from './entra-tokens.ts';

let server: TestServer;
let failing: FailureKind | undefined;
const people: DirectoryPerson[] = [];
const find = async (fits: (person: DirectoryPerson) => boolean) => {
  if (failing !== undefined) throw new FailureError({ kind: failing, code: 'graph-forbidden', message: 'no' });
  return people.find(fits);
};
const directory: Directory = {
  tenantId: TENANT,
  byId: (id) => find((person) => person.id === id),
  byAddress: (address) => find((person) => person.address === address),
};
/** `tenant object [admin]` stands for a token; how one is verified is tried elsewhere. */
const authenticator = {
  authenticate: async ({ headers }: { readonly headers: { readonly authorization?: string } }) => {
    const [, tenantId = '', objectId = '', role] =
      /^Bearer (\S+) (\S+) ?(\S*)$/.exec(headers.authorization ?? '') ?? [];
    const person: SignedIn = {
      by: 'identity',
      name: 'Ada Park',
      admin: role === 'admin',
      identity: { tenantId, objectId },
    };
    return person;
  },
};

beforeAll(async () => {
  server = await TestServer.start({ directory, authenticator });
});
afterAll(() => server.stop());
afterEach(() => void (failing = undefined));

function someone(address = server.person().email): DirectoryPerson {
  const person = { id: randomUUID(), address, name: 'Ada Park' };
  people.push(person);
  return person;
}
const as = ({ tenantId, objectId }: Identity, admin = false) => ({
  headers: { authorization: `Bearer ${tenantId} ${objectId} ${admin ? 'admin' : ''}` },
});
const me = <T = Me>(objectId: string, tenantId = TENANT) =>
  server.call<T>('GET', '/api/me', as({ tenantId, objectId }));
const enrol = <T = Mailbox>(body: object) =>
  server.call<T>('POST', '/api/admin/mailboxes', { ...as({ tenantId: TENANT, objectId: randomUUID() }, true), body });
const toEnrol = async () =>
  (await server.call<{ people: Identity[] }>('GET', '/api/admin/people', as({ tenantId: TENANT, objectId: 'x' }, true)))
    .body.people;

describe('who comes for the first time', () => {
  it('is enrolled where the directory has a mailbox for their object id, once however many requests', async () => {
    const ada = someone();
    const answers = await Promise.all([me(ada.id), me(ada.id), me(ada.id)]);
    expect(answers.map(({ status, body }) => [status, body.email])).toEqual(answers.map(() => [200, ada.address]));
    expect(await server.store.mailboxes.byEmail(ada.address)).toMatchObject({ serviceId: ada.id, crmUsername: '' });
  });

  it('is not enrolled from another tenant, even under an object id of ours, and is listed for the administrator', async () => {
    const ada = someone();
    const { status, body } = await me<Problem>(ada.id, OTHER_TENANT);
    expect([status, body.code]).toEqual([403, 'not-enrolled']);
    expect(await toEnrol()).toContainEqual(expect.objectContaining({ tenantId: OTHER_TENANT, objectId: ada.id }));
  });

  it('is not enrolled without a mailbox, nor where Cardbridge may not read the directory', async () => {
    expect((await me(randomUUID())).status).toBe(403);
    const ada = someone();
    failing = 'forbidden';
    expect((await me(ada.id)).status).toBe(403);
    failing = 'unavailable';
    expect((await me(ada.id)).status).toBe(503);
    failing = undefined;
    expect((await me(ada.id)).status).toBe(200);
  });

  it('does not take over an address that somebody had before', async () => {
    const before = someone();
    await me(before.id);
    const after = someone(before.address);
    expect((await me(after.id)).status).toBe(403);
    expect((await me(before.id)).body.email).toBe(before.address);
  });

  it('takes up the mailbox that was enrolled by its address alone', async () => {
    const ada = someone();
    const made = await server.store.mailboxes.enrol({
      email: ada.address,
      name: 'Ada',
      admin: false,
      service: 'graph',
      crmUsername: 'ada@org',
    });
    expect((await me(ada.id)).status).toBe(200);
    expect(await server.store.mailboxes.byIdentity({ tenantId: TENANT, objectId: ada.id })).toMatchObject({
      id: made.id,
      crmUsername: 'ada@org',
    });
  });

  it('waits for the administrator where people may not enrol themselves', async () => {
    const strict = await TestServer.start({ directory, authenticator, selfEnrolment: false });
    try {
      const ada = someone();
      const asked = await strict.call<Problem>('GET', '/api/me', as({ tenantId: TENANT, objectId: ada.id }));
      expect([asked.status, asked.body.code]).toEqual([403, 'not-enrolled']);
    } finally {
      await strict.stop();
    }
  });
});

describe('an administrator', () => {
  it('enrols a mailbox by its address: it belongs to whom the directory says', async () => {
    const ada = someone();
    const { status, body } = await enrol({ address: ada.address.toUpperCase(), salesforceUsername: 'ada@org' });
    expect([status, body.email, body.salesforceUsername]).toEqual([200, ada.address, 'ada@org']);
    expect((await me(ada.id)).body.email).toBe(ada.address);
    expect((await me(randomUUID())).status).toBe(403);
  });

  it('finds who has signed in by name, and enrols a person of the directory without being told the address', async () => {
    const strict = await TestServer.start({ directory, authenticator, selfEnrolment: false });
    try {
      const [ada, other] = [someone(), { tenantId: OTHER_TENANT, objectId: randomUUID() }];
      const identity = { tenantId: TENANT, objectId: ada.id };
      for (const one of [identity, other]) await strict.call('GET', '/api/me', as(one));
      const admin = as({ tenantId: TENANT, objectId: 'x' }, true);
      const find = async (q: string) =>
        (await strict.call<{ people: { name: string; objectId: string }[] }>('GET', `/api/admin/people?q=${q}`, admin))
          .body.people;
      const [first] = await find('');
      expect((await find((first?.name ?? '').toUpperCase())).map(({ objectId }) => objectId)).toContain(ada.id);
      for (const q of ['nobody-of-that-name', '%25', '_']) expect(await find(q)).toEqual([]);
      const adding = (body: object) =>
        strict.call<Problem & Mailbox>('POST', '/api/admin/mailboxes', { ...admin, body });
      expect((await adding({ person: identity })).body.email).toBe(ada.address);
      const refused = [
        await adding({ person: other }),
        await adding({}),
        await adding({ service: 'ews', person: other }),
      ];
      expect(refused.map(({ status, body }) => [status, body.code])).toEqual([
        [404, 'no-mailbox-of-person'],
        [409, 'enrolment-needs-address'],
        [409, 'enrolment-needs-address'],
      ]);
    } finally {
      await strict.stop();
    }
  });

  it('changes the Salesforce username of one who is enrolled, and leaves it where none is given', async () => {
    const ada = someone();
    await enrol({ address: ada.address, salesforceUsername: 'ada@org' });
    expect((await enrol({ address: ada.address })).body.salesforceUsername).toBe('ada@org');
    expect((await enrol({ address: ada.address, salesforceUsername: 'ada@new' })).body.salesforceUsername).toBe(
      'ada@new',
    );
  });

  it('enrols a mailbox of another service for a person who has signed in', async () => {
    const identity = { tenantId: 'https://login.contoso.example', objectId: 'subject-7' };
    await server.call('GET', '/api/me', as(identity));
    expect(await toEnrol()).toContainEqual(expect.objectContaining(identity));
    const { email } = server.person();
    const refused = await enrol<Problem>({ address: email, service: 'ews' });
    expect([refused.status, refused.body.code]).toEqual([409, 'enrolment-needs-person']);
    expect((await enrol({ address: email, service: 'ews', person: identity })).status).toBe(200);
    expect((await server.call<Me>('GET', '/api/me', as(identity))).body.email).toBe(email);
    expect(await toEnrol()).not.toContainEqual(expect.objectContaining(identity));
  });

  it('gives nobody a mailbox that is taken or not there', async () => {
    const [ada, ben] = [someone(), someone()];
    await me(ada.id);
    const taken = await enrol<Problem>({ address: ada.address, person: { tenantId: TENANT, objectId: ben.id } });
    expect([taken.status, taken.body.code]).toEqual([409, 'address-of-somebody-else']);
    // Someone of another provider who has a mailbox already.
    const identity = { tenantId: 'https://login.contoso.example', objectId: randomUUID() };
    const [first, second] = [someone(), someone()];
    expect((await enrol({ address: first.address, person: identity })).status).toBe(200);
    expect((await enrol({ address: second.address, person: identity })).status).toBe(409);
    expect(await server.store.mailboxes.byIdentity(identity)).toMatchObject({ serviceId: first.id });
    const none = await enrol<Problem>({ address: 'nobody@contoso.example' });
    expect([none.status, none.body.code]).toEqual([404, 'no-such-mailbox']);
  });

  it('is the only one who enrols', async () => {
    const ada = someone();
    const asked = await server.call('POST', '/api/admin/mailboxes', {
      ...as({ tenantId: TENANT, objectId: ada.id }),
      body: { address: ada.address },
    });
    expect(asked.status).toBe(403);
    expect((await server.call('GET', '/api/admin/people', as({ tenantId: TENANT, objectId: ada.id }))).status).toBe(
      403,
    );
  });
});
