import type {
  ActivityEntry,
  Contact,
  Filter,
  HeldPlan,
  ListView,
  Me,
  Person,
  PersonChange,
  Preview,
  Problem,
  SamplePerson,
  Session,
  Settings,
  SettingsChange,
  Status,
} from '../server/http/contract.ts';
import { language, words } from './words/words.ts';

/** What the server refused or could not do, in the person's language. `status` 0: there was no answer at all. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: number;
  readonly code: string | undefined;
  constructor(status: number, { detail, title, code }: Partial<Problem>) {
    super(detail ?? title ?? (status === 0 ? words.problems.unreachable : words.problems.answer(status)));
    this.status = status;
    this.code = code;
  }
}

/** Any error as one sentence for the person. */
export const problemText = (error: unknown): string =>
  error instanceof ApiProblem ? error.message : words.problems.unexpected;

const KEPT = 'cardbridge-token';
let token = sessionStorage.getItem(KEPT);
let onSignedOut = (): void => undefined;

export const signedIn = (): boolean => token !== null;
export function signIn(given: string): void {
  token = given;
  sessionStorage.setItem(KEPT, given);
}
export function signOut(): void {
  token = null;
  sessionStorage.removeItem(KEPT);
  onSignedOut();
}
/** The page goes back to the sign-in, also when the server no longer accepts the token. */
export function whenSignedOut(callback: () => void): void {
  onSignedOut = callback;
}

async function call<T>(method: 'GET' | 'PUT' | 'POST', path: string, body?: object): Promise<T> {
  const sent = token;
  const answer = await fetch(path, {
    method,
    headers: {
      Accept: 'application/json, application/problem+json',
      'Accept-Language': language,
      ...(sent === null ? {} : { Authorization: `Bearer ${sent}` }),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch(() => {
    throw new ApiProblem(0, {});
  });
  const content = await contentOf(answer);
  if (answer.ok) return content as T;
  // Only if nobody signed in anew while the call was on its way.
  if (answer.status === 401 && sent !== null && sent === token) signOut();
  throw new ApiProblem(answer.status, content as Partial<Problem>);
}

/** A proxy in between may answer HTML, and a cut connection half a body: both are problems, not crashes. */
async function contentOf(answer: Response): Promise<object> {
  try {
    return (await answer.json()) as object;
  } catch {
    if (answer.ok) throw new ApiProblem(answer.status, {});
    return {};
  }
}

/** What is empty is left out; a list is repeated, as the server takes it. */
const query = (values: Readonly<Record<string, string | readonly string[] | undefined>>): string => {
  const set = Object.entries(values).flatMap(([name, value]) =>
    [value ?? []].flat().flatMap((one) => (one === '' ? [] : [[name, one]])),
  );
  return set.length === 0 ? '' : `?${new URLSearchParams(set).toString()}`;
};
const part = encodeURIComponent;

/** Someone as the message has them. */
export interface AskedPerson {
  readonly email: string;
  readonly name?: string;
  readonly type?: 'user' | 'externalUser' | 'distributionList' | 'other';
}

export interface People {
  readonly people: readonly Person[];
  /** Why Salesforce cannot be asked; what is known is answered all the same. */
  readonly unreachable?: NonNullable<Person['reason']>;
}

export interface ContactSearch {
  readonly q: string;
  /** None: all. */
  readonly statuses: readonly Status[];
}

export const api = {
  samplePeople: () => call<{ people: readonly SamplePerson[] }>('GET', '/api/demo/people'),
  me: () => call<Me>('GET', '/api/me'),
  settings: () => call<Settings>('GET', '/api/settings'),
  changeSettings: (change: SettingsChange) => call<Settings>('PUT', '/api/settings', change),
  listViews: () => call<{ listViews: readonly ListView[] }>('GET', '/api/list-views'),
  startSession: () => call<Session>('POST', '/api/sessions', {}),
  session: (id: string) => call<Session>('GET', `/api/sessions/${part(id)}`),
  sessions: (before?: string) =>
    call<{ sessions: readonly Session[]; next?: string }>('GET', `/api/sessions${query({ limit: '5', before })}`),
  plan: (id: string) => call<HeldPlan>('GET', `/api/sessions/${part(id)}/plan`),
  allow: (id: string) => call<Session>('POST', `/api/sessions/${part(id)}/allow`, {}),
  discard: (id: string) => call<Session>('POST', `/api/sessions/${part(id)}/discard`, {}),
  undoSession: (id: string) => call<Session>('POST', `/api/sessions/${part(id)}/undo`, {}),
  preview: (filter: Filter) => call<Preview>('POST', '/api/preview', { filter }),
  contacts: ({ q, statuses }: ContactSearch, after?: string) =>
    call<{ contacts: readonly Contact[]; next?: string }>(
      'GET',
      `/api/contacts${query({ q, status: statuses, after })}`,
    ),
  changeContact: (id: string, change: PersonChange) => call<Person>('PUT', `/api/contacts/${part(id)}`, change),
  undoContact: (id: string) => call<Person>('POST', `/api/contacts/${part(id)}/undo`, {}),
  keep: (id: string) => call<Person>('POST', `/api/contacts/${part(id)}/keep`, {}),
  putBack: (id: string, field: string) => call<Person>('POST', `/api/contacts/${part(id)}/put-back`, { field }),
  /** `local`: what is known here, at once; else Salesforce is asked about those of whom nothing is known. */
  people: (people: readonly AskedPerson[], local: boolean) =>
    call<People>('POST', '/api/people/query', { people, local }),
  changePerson: (email: string, change: PersonChange) => call<Person>('PUT', `/api/people/${part(email)}`, change),
  folder: (choice: 'make-again' | 'turn-off') => call<Settings>('POST', '/api/folder', { choice }),
  activity: (only: { readonly session: string | undefined }, before?: string) =>
    call<{ entries: readonly ActivityEntry[]; next?: string }>('GET', `/api/activity${query({ ...only, before })}`),
};
