import { badRequest, GraphError, syncStateNotFound } from './errors.ts';
import { wireId, type ItemRow, type MailboxState } from './mailbox-state.ts';
import { present, type Shape } from './presentation.ts';

/** What a delta or next link holds; opaque to clients. */
export interface Token {
  readonly generation: number;
  readonly select: readonly string[] | null;
  /** Changes after this belong to the round; 0: the initial round, everything. */
  readonly since: number;
  /** Where the round before began. */
  readonly before: number;
  /** Set inside a round: changes up to here, and the ids told already. */
  readonly round?: { readonly upTo: number; readonly after: string; readonly page: number };
}

const USUAL_PAGE = 10;
const LARGEST_PAGE = 1000;

export interface DeltaRequest {
  readonly user: string;
  readonly folder: string;
  readonly query: URLSearchParams;
  readonly prefer: string;
  readonly shape: Shape;
  /** Address of the delta function, for the links. */
  readonly url: string;
}

/** `contactFolders/{id}/contacts/delta` (graph.md 1.5): one folder's feed. Throws GraphError, 410 for a token of before the cursors expired. */
export function delta(state: MailboxState, request: DeltaRequest): object {
  const { user, folder, query } = request;
  const sent = query.get('$deltatoken') ?? query.get('$skiptoken');
  const token = sent === null ? beginning(state, request) : readToken(sent);
  if (token.generation !== state.generation(user)) throw syncStateNotFound(token.generation);
  const shape: Shape = { ...request.shape, select: token.select ?? undefined };
  const late = state.lateIn(folder);
  const upTo = token.round?.upTo ?? Math.min(state.latest, ...late.map(({ at }) => at - 1));
  const hidden = new Set(late.map(({ item }) => item));
  const entries = changes(state, folder, token, upTo, hidden);
  const after = token.round?.after ?? '';
  const page = token.round?.page ?? 0;
  const rest = entries.filter(({ id }) => id > after);
  const empty = page % 2 === 0 && state.context.switches.get('graph.deltaEmptyPages') === true;
  const shown = empty ? [] : rest.slice(0, pageSize(request.prefer));
  const last = shown.at(-1)?.id ?? after;
  const more = empty || rest.length > shown.length;
  const next: Token = more
    ? { ...token, round: { upTo, after: last, page: page + 1 } }
    : { generation: token.generation, select: token.select, since: upTo, before: token.since };
  if (!more) state.tellLate(folder);
  const link = `${request.url}?${more ? '$skiptoken' : '$deltatoken'}=${writeToken(next)}`;
  const reason = state.context.switches.get('graph.removedReason');
  return {
    '@odata.context': `${request.url.replace(/\/users\/.*/, '')}/$metadata#Collection(contact)`,
    value: shown.map(({ id, row, moved }) =>
      row === undefined
        ? {
            '@odata.type': '#microsoft.graph.contact',
            id: removedId(state, id, shape.immutable),
            '@removed': { reason: moved ? reason : 'deleted' },
          }
        : { '@odata.type': '#microsoft.graph.contact', ...present(row, shape) },
    ),
    [more ? '@odata.nextLink' : '@odata.deltaLink']: link,
  };
}

/** `empty-page`: the same page again, told later. */
export function emptyDeltaPage(state: MailboxState, request: DeltaRequest): object {
  const sent = request.query.get('$deltatoken') ?? request.query.get('$skiptoken');
  const token = sent === null ? beginning(state, request) : readToken(sent);
  return { value: [], '@odata.nextLink': `${request.url}?$skiptoken=${writeToken(token)}` };
}

interface Entry {
  readonly id: string;
  /** Undefined: removed. */
  readonly row?: ItemRow;
  readonly moved: boolean;
}

function changes(
  state: MailboxState,
  folder: string,
  token: Token,
  upTo: number,
  hidden: ReadonlySet<string>,
): Entry[] {
  const { switches } = state.context;
  const from = switches.get('graph.deltaReplays') === true ? token.before : token.since;
  const hides = switches.get('graph.returnHidden') === true;
  const removals = state.removedFrom(folder);
  const entries: Entry[] = [];
  for (const row of state.inFolder(folder)) {
    if (hidden.has(row.id)) continue;
    if (token.since > 0 && Math.max(row.changed, row.entered) <= from) continue;
    const left = removals.get(row.id);
    // 1.16: out and back within the round is told as a removal only, until the next change.
    if (
      hides &&
      token.since > 0 &&
      left !== undefined &&
      left.at > token.since &&
      left.at < row.entered &&
      row.changed < row.entered
    ) {
      entries.push({ id: row.id, moved: true });
      continue;
    }
    entries.push({ id: row.id, row, moved: false });
  }
  if (token.since > 0) {
    for (const { item, at, moved } of removals.values()) {
      if (at <= token.since || at > upTo || hidden.has(item)) continue;
      if (state.items.get(item)?.folder !== folder) entries.push({ id: item, moved });
    }
  }
  return entries.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function removedId(state: MailboxState, id: string, immutable: boolean): string {
  const row = state.items.get(id);
  if (immutable) return id;
  return row === undefined ? `AAMkR0x${id}` : wireId({ ...row, moves: Math.max(0, row.moves - 1) }, false);
}

function beginning(state: MailboxState, request: DeltaRequest): Token {
  const { query, user, shape } = request;
  for (const name of query.keys())
    if (['$filter', '$orderby', '$search', '$top'].includes(name.toLowerCase()))
      throw badRequest(`The query parameter ${name} is not supported for this delta query.`, 'ErrorInvalidUrlQuery');
  if (query.has('$expand') && state.context.switches.get('graph.deltaExpand') === 'error')
    throw new GraphError(500, 'InternalServerError', 'Value cannot be null.\r\nParameter name: type');
  return { generation: state.generation(user), select: shape.select ?? null, since: 0, before: 0 };
}

export function pageSize(prefer: string): number {
  const [, size] = /odata\.maxpagesize\s*=\s*(\d+)/i.exec(prefer) ?? [];
  return Math.min(LARGEST_PAGE, Math.max(1, Number(size ?? USUAL_PAGE)));
}

export function writeToken(token: Token): string {
  return Buffer.from(JSON.stringify(token)).toString('base64url');
}

export function readToken(text: string): Token {
  try {
    const token = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as Token;
    if (typeof token.generation === 'number' && typeof token.since === 'number') return token;
  } catch {
    // Said below.
  }
  throw badRequest('Badly formed token.', 'SyncStateInvalid');
}
