import { FailureError } from '../../model/failure.ts';
import { Channel } from '../http.ts';
import { retryAfterMs } from '../http-answer.ts';
import type { Directory, DirectoryPerson } from '../mailbox.ts';
import type { GraphOptions } from './client.ts';
import { graphFailure } from './failures.ts';
import { entriesOf, isWire, type Wire } from './shape.ts';

const SELECT = '$select=id,displayName,mail,userPrincipalName,accountEnabled';
const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The tenant's people with a mailbox ("Get a user", "List users"; application permission User.Read.All). */
export function graphDirectory(options: GraphOptions, token: (stale?: string) => Promise<string>): Directory {
  const { url, authority, caFile, requestTimeoutMs } = options;
  const channel = new Channel({
    token,
    concurrency: 4,
    ...(caFile === undefined ? {} : { caFile }),
    ...(requestTimeoutMs === undefined ? {} : { timeoutMs: requestTimeoutMs }),
  });
  const get = async (path: string): Promise<Wire | undefined> => {
    const answer = await channel.send({ method: 'GET', url: `${url}${path}`, repeat: 'read' });
    if (answer.status === 404) return undefined;
    if (answer.status === 200 && isWire(answer.body)) return answer.body;
    throw new FailureError(graphFailure(answer.status, answer.body, retryAfterMs(answer)));
  };
  const one = async (user: string) => personOf(await get(`/users/${encodeURIComponent(user)}?${SELECT}`));
  const tenantId = authority.split('/').at(-1)?.toLowerCase() ?? '';
  return {
    ...(GUID.test(tenantId) ? { tenantId } : {}),
    byId: async (id) => (GUID.test(id.toLowerCase()) ? one(id) : undefined),
    async byAddress(address) {
      // The address with which one signs in need not be the one that mail goes to.
      const quoted = encodeURIComponent(`mail eq '${address.replaceAll("'", "''")}'`);
      const found = await get(`/users?$filter=${quoted}&${SELECT}`);
      const [first, ...others] = found === undefined ? [] : entriesOf(found);
      if (others.length > 0) return undefined;
      return first === undefined ? one(address) : personOf(first);
    },
  };
}

/** A disabled account's mailbox is nobody's to sync; without an address there is none. */
function personOf(user: Wire | undefined): DirectoryPerson | undefined {
  if (typeof user?.id !== 'string' || typeof user.mail !== 'string' || user.accountEnabled === false) return undefined;
  const name = typeof user.displayName === 'string' ? user.displayName : user.mail;
  return { id: user.id.toLowerCase(), address: user.mail.toLowerCase(), name };
}
