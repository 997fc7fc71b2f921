import { badRequest, syncStateNotFound } from './errors.ts';
import { pageSize, readToken, writeToken, type Token } from './delta.ts';
import type { FolderRow, MailboxState } from './mailbox-state.ts';
import { presentFolder } from './presentation.ts';

interface FolderDeltaRequest {
  readonly user: string;
  readonly query: URLSearchParams;
  readonly prefer: string;
  /** Address of the delta function, for the links. */
  readonly url: string;
}

const SELECTABLE = ['id', 'displayName', 'parentFolderId'];

/** `contactFolders/delta` ("contactFolder: delta"): contact folders added, renamed or gone. Throws GraphError, 410 as the contacts' feed does. */
export function folderDelta(state: MailboxState, request: FolderDeltaRequest): object {
  const { user, query, url } = request;
  const sent = query.get('$deltatoken') ?? query.get('$skiptoken');
  const token = sent === null ? beginning(state, user, query) : readToken(sent);
  if (token.generation !== state.generation(user)) throw syncStateNotFound(token.generation);
  const upTo = token.round?.upTo ?? state.latest;
  const after = token.round?.after ?? '';
  const unsaid = state.context.switches.get('graph.folderDeltaDefault') === true ? undefined : state.contacts(user);
  const rest = state.foldersChanged(user, token.since, upTo).filter(({ id }) => id > after && id !== unsaid);
  const shown = rest.slice(0, pageSize(request.prefer));
  const more = rest.length > shown.length;
  const next: Token = more
    ? { ...token, round: { upTo, after: shown.at(-1)?.id ?? after, page: (token.round?.page ?? 0) + 1 } }
    : { generation: token.generation, select: token.select, since: upTo, before: token.since };
  return {
    '@odata.context': `${url.replace(/\/users\/.*/, '')}/$metadata#Collection(contactFolder)`,
    value: shown.map(({ id, row }) => ({
      '@odata.type': '#microsoft.graph.contactFolder',
      ...(row === undefined ? { id, '@removed': { reason: 'deleted' } } : selected(row, token.select)),
    })),
    [more ? '@odata.nextLink' : '@odata.deltaLink']:
      `${url}?${more ? '$skiptoken' : '$deltatoken'}=${writeToken(next)}`,
  };
}

function beginning(state: MailboxState, user: string, query: URLSearchParams): Token {
  for (const name of query.keys())
    if (name.toLowerCase() !== '$select')
      throw badRequest(`The query parameter ${name} is not supported for this delta query.`, 'ErrorInvalidUrlQuery');
  const select =
    query
      .get('$select')
      ?.split(',')
      .map((name) => name.trim()) ?? null;
  const unknown = select?.find((name) => !SELECTABLE.includes(name));
  if (unknown !== undefined)
    throw badRequest(
      `Could not find a property named '${unknown}' on type 'microsoft.graph.contactFolder'.`,
      'RequestBroker--ParseUri',
    );
  return { generation: state.generation(user), select, since: 0, before: 0 };
}

function selected(row: FolderRow, select: readonly string[] | null): object {
  const all = Object.entries(presentFolder(row));
  return Object.fromEntries(all.filter(([name]) => select === null || name === 'id' || select.includes(name)));
}
