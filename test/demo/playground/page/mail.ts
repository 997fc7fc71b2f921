import { button, element } from './dom.ts';
import { edit } from './form.ts';
import type { Recipient, ShownItem } from './office-host.ts';
import type { PaneFrame } from './pane-frame.ts';
import type { PersonHere, Services } from './services.ts';

interface Message extends ShownItem {
  readonly text: string;
}

const person = (name: string, address: string): Recipient => ({
  name,
  address,
  recipientType: address.endsWith('@contoso.example') ? 'user' : 'externalUser',
});

/** The mail and calendar of the stand-in Outlook: what is opened here is what the pane is told of. */
export class Mail {
  readonly view: HTMLElement;
  private readonly pane: PaneFrame;
  private readonly list = element('ul', { className: 'messages' });
  private readonly reading = element('article', { className: 'reading' });
  private messages: readonly Message[] = [];
  private open: Message | null = null;

  constructor(pane: PaneFrame) {
    this.pane = pane;
    this.view = element(
      'section',
      { className: 'mail', label: 'Mail and calendar' },
      element(
        'details',
        // A narrow page has no room to spare.
        { open: matchMedia('(min-width: 901px)').matches },
        element('summary', {}, 'What to try'),
        element('ol', { className: 'try' }, ...TRY.map((text) => element('li', {}, text))),
      ),
      element('div', { className: 'two' }, this.list, this.reading),
    );
  }

  /** Messages with people of the sample org, and with some whom nobody knows. */
  async load(services: Services, me: PersonHere, people: readonly PersonHere[]): Promise<void> {
    const known = await services.query<{ Name: string; Email: string }>(
      'SELECT Name, Email FROM Contact WHERE Email != null ORDER BY CreatedDate, Id LIMIT 12',
    );
    this.messages = messagesFor(
      person(me.name, me.email),
      people.filter(({ email }) => email !== me.email).map(({ name, email }) => person(name, email)),
      known.map(({ Name, Email }) => person(Name, Email)),
    );
    this.show(this.messages[0] ?? null);
  }

  /** Nothing that has people is open any more. */
  leave(): void {
    this.pane.show(null);
  }

  comeBack(): void {
    this.pane.show(this.open);
  }

  private show(message: Message | null): void {
    this.open = message;
    this.pane.show(message);
    this.draw();
  }

  private draw(): void {
    this.list.replaceChildren(
      ...this.messages.map((message) =>
        element(
          'li',
          {},
          button(message.subject, () => this.show(message), { current: message === this.open }),
          element('small', {}, [KINDS[message.kind], message.from.name].filter(Boolean).join(' · ')),
        ),
      ),
      element(
        'li',
        {},
        button('(open nothing)', () => this.show(null), { current: this.open === null }),
      ),
    );
    const { open } = this;
    if (open === null) {
      this.reading.replaceChildren(element('p', {}, 'Nothing is open.'));
      return;
    }
    this.reading.replaceChildren(
      element('h2', {}, open.subject),
      element(
        'dl',
        {},
        ...(open.from === NOBODY ? [] : named('From', [open.from])),
        ...(open.to.length > 0 ? named('To', open.to) : []),
        ...(open.cc.length > 0 ? named('Cc', open.cc) : []),
      ),
      ...(open.kind === 'compose' || open.kind === 'organizer'
        ? [button('Add a person…', () => this.addPerson(open))]
        : []),
      ...open.text.split('\n').map((line) => element('p', {}, line)),
    );
  }

  private addPerson(message: Message): Promise<void> {
    const fields = [
      { name: 'name', text: 'Name' },
      { name: 'email', text: 'E-mail', kind: 'email' as const },
    ];
    return edit('Add a person', fields, {}, async ({ name, email }) => {
      if (email === undefined) return;
      const changed = { ...message, to: [...message.to, person(name ?? email, email)] };
      this.messages = this.messages.map((known) => (known === message ? changed : known));
      this.open = changed;
      this.pane.recipientsChanged(changed);
      this.draw();
    });
  }
}

/** Outlook names nobody on an encrypted message. */
const NOBODY = person('', '');

/** What a newcomer does in the first minute. */
const TRY = [
  'Open a message. The pane shows who of its people is in Salesforce and in sync; switch somebody new on.',
  'Press Sync now in the pane. Under Contacts and Salesforce, see the card on both sides; edit one, sync, and see the other follow.',
  'Under Faults, make something go wrong, sync again, and see that nothing is lost or doubled.',
];

const KINDS: Readonly<Record<ShownItem['kind'], string>> = {
  message: 'Message',
  appointment: 'Appointment',
  'meeting-request': 'Invitation',
  compose: 'Draft',
  organizer: 'My appointment',
};

function named(term: string, people: readonly Recipient[]): HTMLElement[] {
  const list = people.map(({ name, address }) => (name === address ? address : `${name} <${address}>`)).join('; ');
  return [element('dt', {}, term), element('dd', {}, list)];
}

function messagesFor(me: Recipient, colleagues: readonly Recipient[], known: readonly Recipient[]): Message[] {
  const [first = me, second = me, third = me, ...others] = known;
  const domain = first.address.split('@')[1] ?? 'example.com';
  const stranger = person('Nadia Brandt', `nadia.brandt@${domain}`);
  const unknown = person('Lin, Wei (Harbour Optics)', 'wei.lin@harbour-optics.example');
  const none: readonly Recipient[] = [];
  const made = (
    id: string,
    kind: ShownItem['kind'],
    subject: string,
    from: Recipient,
    to: readonly Recipient[],
    cc: readonly Recipient[],
    text: string,
  ): Message => ({ id, kind, subject, from, to, cc, text });
  return [
    made(
      'm1',
      'message',
      'Offer for the second site',
      first,
      [me],
      [stranger, third, ...colleagues.slice(0, 1)],
      `Hello,\n${stranger.name} joins us for this. Please keep her in copy.\nRegards, ${first.name}`,
    ),
    made(
      'm2',
      'message',
      'Nice to meet you at the fair',
      unknown,
      [me],
      none,
      'As promised, here is how to reach me.\nWei',
    ),
    made(
      'm3',
      'message',
      'Minutes of the steering group',
      second,
      [me, ...others, ...colleagues],
      [third],
      'All, the minutes are below.',
    ),
    made(
      'm4',
      'message',
      'Your invoice',
      person('Billing', 'no-reply@billing.example'),
      [me],
      none,
      'Please do not answer this message.',
    ),
    made(
      'm5',
      'message',
      'Room and group',
      third,
      [me, { name: 'Sales team', address: 'sales@contoso.example', recipientType: 'distributionList' }],
      none,
      'A group has no switch in the pane.',
    ),
    made('m6', 'meeting-request', 'Invitation: quarterly review', second, [me], [first], 'Thursday, 10:00.'),
    made('m7', 'appointment', 'Quarterly review', second, [me, first], [third], 'Thursday, 10:00.'),
    made('m8', 'organizer', 'My workshop', me, [first, second], none, 'Add people, and the pane follows.'),
    made('m9', 'compose', 'Draft: thank you', me, [third], none, 'Add people, and the pane follows.'),
    {
      ...made(
        'm12',
        'message',
        'Shared mailbox: a question about delivery',
        first,
        [person('Info', 'info@contoso.example')],
        none,
        'This lies in a mailbox that several people look into. The pane goes on with your own contacts, and says so.',
      ),
      sharedBy: 'info@contoso.example',
    },
    {
      ...made(
        'm10',
        'message',
        'Encrypted: salaries',
        NOBODY,
        none,
        none,
        'Outlook does not show its people to an add-in.',
      ),
      itemClass: 'IPM.Note.SMIME',
    },
    {
      ...made(
        'm11',
        'message',
        'Undeliverable: thank you',
        NOBODY,
        none,
        none,
        'A report, for which there is no pane.',
      ),
      itemClass: 'REPORT.IPM.Note.NDR',
    },
  ];
}
