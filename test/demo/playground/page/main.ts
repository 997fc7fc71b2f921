import { Contacts } from './contacts.ts';
import { button, during, element, say, select } from './dom.ts';
import { FaultsView } from './faults.ts';
import { Mail } from './mail.ts';
import { OfficeHost } from './office-host.ts';
import { Salesforce } from './salesforce.ts';
import { PaneFrame } from './pane-frame.ts';
import { loadState, Services, type PersonHere } from './services.ts';

const LOOK_AGAIN_MS = 2000;
const WIDTHS = [320, 450] as const;
const LANGUAGES = [
  ['en-US', 'English'],
  ['de-DE', 'Deutsch'],
] as const;
/** Outlook's own colours: what the pane reads its theme from. */
const THEMES = {
  light: {
    bodyBackgroundColor: '#ffffff',
    bodyForegroundColor: '#242424',
    controlBackgroundColor: '#f5f5f5',
    controlForegroundColor: '#242424',
  },
  dark: {
    bodyBackgroundColor: '#1f1f1f',
    bodyForegroundColor: '#ffffff',
    controlBackgroundColor: '#292929',
    controlForegroundColor: '#ffffff',
  },
} as const;

interface Place {
  readonly name: string;
  readonly parts: readonly { readonly view: HTMLElement; refresh?(): Promise<void> }[];
  readonly mail: boolean;
}

const byId = (id: string): HTMLElement => {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`The page has no ${id}.`);
  return found;
};

const state = await loadState();
const given = new URLSearchParams(location.search);
const me: PersonHere = state.people.find(({ email }) => email === given.get('person')) ?? first(state.people);
const chosen = {
  person: me.email,
  theme: given.get('theme') === 'dark' ? ('dark' as const) : ('light' as const),
  language: given.get('language') ?? 'en-US',
  width: given.get('width') === '450' ? 450 : 320,
  place: given.get('place') ?? 'mail',
};
document.documentElement.lang = chosen.language;
document.documentElement.dataset['theme'] = chosen.theme;

const frame = element('iframe', { title: 'Cardbridge' });
frame.style.width = `${chosen.width}px`;
frame.style.colorScheme = chosen.theme;

const services = new Services(me.email);
const host = new OfficeHost(frame, me);
const pane = new PaneFrame(frame, host, () => host.open(`${state.appUrl}/taskpane.html`, chosen.language));
byId('pane').append(pane.view);
const mail = new Mail(pane);
const contacts = new Contacts(services, me.email);
const salesforce = new Salesforce(services, me.email, state.people);
const faults = new FaultsView();
const places: Readonly<Record<string, Place>> = {
  mail: { name: 'Mail', parts: [mail], mail: true },
  sides: { name: 'Contacts and Salesforce', parts: [contacts, salesforce], mail: false },
  faults: { name: 'Faults', parts: [faults], mail: false },
};
let place: Place = places[chosen.place] ?? first(Object.values(places));

byId('top').append(
  element('h1', {}, 'Playground'),
  element('nav', { label: 'Places' }, ...Object.entries(places).map(([key, one]) => placeButton(key, one))),
  select(
    'Whose mailbox',
    state.people.map(({ email, name }) => [email, name]),
    me.email,
    (email) => again({ person: email }),
  ),
  select(
    'Theme',
    [
      ['light', 'Light'],
      ['dark', 'Dark'],
    ],
    chosen.theme,
    (theme) => again({ theme }),
  ),
  select('Language of Outlook', LANGUAGES, chosen.language, (language) => again({ language })),
  select(
    'Width of the pane',
    WIDTHS.map((width) => [String(width), `${width} px`]),
    String(chosen.width),
    (width) => again({ width }),
  ),
);
show(place);
host.theme = THEMES[chosen.theme];
await during(() => mail.load(services, me, state.people));
if (!place.mail) mail.leave();
pane.open();
void look();

function placeButton(key: string, one: Place): HTMLElement {
  return button(
    one.name,
    () => {
      history.replaceState(null, '', address({ place: key }));
      if (one.mail) mail.comeBack();
      else if (place.mail) mail.leave();
      show(one);
      return refresh();
    },
    { data: { place: one.name } },
  );
}

function show(one: Place): void {
  place = one;
  byId('main').replaceChildren(...one.parts.map(({ view }) => view));
  for (const tab of byId('top').querySelectorAll<HTMLElement>('[data-place]'))
    tab.setAttribute('aria-current', String(tab.dataset['place'] === one.name));
}

/** Outlook opens anew for another person, theme, language or width, as the real one would. */
function again(other: Readonly<Record<string, string>>): void {
  location.assign(address(other));
}

function address(other: Readonly<Record<string, string>>): string {
  const now = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(other)) now.set(name, value);
  return `/?${now.toString()}`;
}

async function refresh(): Promise<void> {
  for (const part of place.parts) await part.refresh?.();
}

/** Both sides are looked at again every two seconds, so that a contact is seen to travel. */
async function look(): Promise<void> {
  let failing = false;
  for (;;) {
    try {
      if (document.visibilityState === 'visible' && document.querySelector('dialog[open]') === null) await refresh();
      if (failing) say('');
      failing = false;
    } catch (error) {
      failing = true;
      say(error instanceof Error ? error.message : String(error));
    }
    await new Promise((wake) => setTimeout(wake, LOOK_AGAIN_MS));
  }
}

function first<T>(list: readonly T[]): T {
  const [one] = list;
  if (one === undefined) throw new Error('The demo has nobody.');
  return one;
}
