import type {
  ActivityEntry,
  Contact,
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
  Filter,
  Status,
} from '../server/http/contract.ts';
import { language } from './words.ts';

/** What the server refused or could not do, in the person's language. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: number;
  readonly code: string | undefined;
  constructor(status: number, problem: Partial<Problem>) {
    super(problem.detail ?? problem.title ?? `HTTP ${status}`);
    this.status = status;
    this.code = problem.code;
  }
}

const KEPT = 'cardbridge-token';
let token = sessionStorage.getItem(KEPT);

export const signedIn = (): boolean => token !== null;
export function signIn(given: string): void {
  token = given;
  sessionStorage.setItem(KEPT, given);
}
export function signOut(): void {
  token = null;
  sessionStorage.removeItem(KEPT);
}

async function call<T>(method: string, path: string, body?: object): Promise<T> {
  let answer: Response;
  try {
    answer = await fetch(path, {
      method,
      headers: {
        'Accept-Language': language,
        ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw new ApiProblem(0, {});
  }
  const text = await answer.text();
  const content: unknown = text === '' ? undefined : JSON.parse(text);
  if (!answer.ok) throw new ApiProblem(answer.status, (content ?? {}) as Partial<Problem>);
  return content as T;
}

const query = (values: Readonly<Record<string, string | undefined>>): string => {
  const set = Object.entries(values).filter((entry): entry is [string, string] => (entry[1] ?? '') !== '');
  return set.length === 0 ? '' : `?${new URLSearchParams(set).toString()}`;
};
const part = encodeURIComponent;

export const api = {
  samplePeople: () => call<{ people: SamplePerson[] }>('GET', '/api/demo/people'),
  me: () => call<Me>('GET', '/api/me'),
  settings: () => call<Settings>('GET', '/api/settings'),
  changeSettings: (change: SettingsChange) => call<Settings>('PUT', '/api/settings', change),
  listViews: () => call<{ listViews: ListView[] }>('GET', '/api/list-views'),
  startSession: () => call<Session>('POST', '/api/sessions', {}),
  session: (id: string) => call<Session>('GET', `/api/sessions/${part(id)}`),
  sessions: () => call<{ sessions: Session[] }>('GET', '/api/sessions?limit=5'),
  plan: (id: string) => call<HeldPlan>('GET', `/api/sessions/${part(id)}/plan`),
  allow: (id: string) => call<Session>('POST', `/api/sessions/${part(id)}/allow`, {}),
  discard: (id: string) => call<Session>('POST', `/api/sessions/${part(id)}/discard`, {}),
  undoSession: (id: string) => call<Session>('POST', `/api/sessions/${part(id)}/undo`, {}),
  preview: (filter?: Filter) => call<Preview>('POST', '/api/preview', filter === undefined ? {} : { filter }),
  contacts: (search: { q?: string; status?: Status | undefined; after?: string | undefined }) =>
    call<{ contacts: Contact[]; next?: string }>('GET', `/api/contacts${query(search)}`),
  changeContact: (id: string, change: PersonChange) => call<Person>('PUT', `/api/contacts/${part(id)}`, change),
  undoContact: (id: string) => call<Person>('POST', `/api/contacts/${part(id)}/undo`, {}),
  keep: (id: string) => call<Person>('POST', `/api/contacts/${part(id)}/keep`, {}),
  switchOn: (email: string, name: string) =>
    call<Person>('PUT', `/api/people/${part(email)}`, name === '' ? { sync: true } : { sync: true, name }),
  folder: (choice: 'make-again' | 'turn-off') => call<Settings>('POST', '/api/folder', { choice }),
  activity: (search: { before?: string | undefined }) =>
    call<{ entries: ActivityEntry[]; next?: string }>('GET', `/api/activity${query(search)}`),
};
