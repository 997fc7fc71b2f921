/// <reference types="office-js" />

/** What a client can do, or why it cannot; asked of the object and never of a version number elsewhere. */
export type Capability<T> =
  ({ readonly status: 'available' } & T) | { readonly status: 'unavailable'; readonly reason: 'client-too-old' };

/** Someone on a message or an appointment, as Outlook names them. */
export interface Recipient {
  readonly name: string;
  /** An SMTP address in lower case, or what Outlook has instead of one. */
  readonly email: string;
  /** Outlook's own recipientType. */
  readonly type?: 'user' | 'externalUser' | 'distributionList' | 'other';
}

/** What is open beside the pane. */
export type OpenItem =
  | { readonly kind: 'nothing' }
  /** After there was an item: Outlook says nothing of why there is none now, nothing selected or several. */
  | { readonly kind: 'nothing-or-several' }
  | { readonly kind: 'reading' }
  | { readonly kind: 'encrypted' }
  | { readonly kind: 'unsupported' }
  /** Outlook did not say who is on it. */
  | { readonly kind: 'refused'; readonly askAgain: () => void }
  | {
      readonly kind: 'people';
      readonly place: 'message' | 'draft' | 'appointment';
      readonly people: readonly Recipient[];
      /** In somebody else's mailbox. */
      readonly shared: boolean;
    };

/** `sequence` grows with each item, and stays while the people of the same one change: what belongs to an earlier one is out of date, however late it comes. */
export interface ItemSnapshot {
  readonly sequence: number;
  readonly item: OpenItem;
}

export interface Outlook {
  readonly kind: 'outlook';
  /** BCP 47, of Outlook's own texts. */
  readonly language: string;
  /** Of the open mailbox. */
  readonly mailbox: { readonly name: string; readonly email: string };
  /** Before every key of the browser's storage, where Outlook asks for it. */
  readonly storagePrefix: string;
  readonly nestedSignIn: Capability<object>;
  /** Calls at once and whenever the item or its people change; answers how to stop. */
  readonly watchItem: (listener: (snapshot: ItemSnapshot) => void) => () => void;
  /** A CSS colour of Outlook's own background; undefined where it has not said yet. */
  readonly background: () => string | undefined;
  readonly watchTheme: Capability<{ readonly watch: (listener: (background: string) => void) => () => void }>;
  readonly dialog: Capability<{
    /** Opens a page of ours in a window and gives its first message; `givenUp`: it is closed. Throws OfficeRefusal; 12006: closed by the person; 12007: another one is open. */
    readonly ask: (url: string, givenUp?: AbortSignal) => Promise<string>;
  }>;
}

/** Where the page finds itself. */
export type Host =
  | Outlook
  /** Without Office.js: the page of a browser. */
  | { readonly kind: 'browser' }
  /** With Office.js, but nobody there who answers it. */
  | { readonly kind: 'not-outlook' }
  | { readonly kind: 'unreachable' };

/** Outlook refused a call; the code is Office.js's own. */
export class OfficeRefusal extends Error {
  override readonly name = 'OfficeRefusal';
  readonly code: number;
  constructor({ code, message }: { readonly code: number; readonly message: string }) {
    super(message);
    this.code = code;
  }
}

/** What the connection is made with; a test gives its own. */
export interface Surroundings {
  /** The tag that loads Office.js; null on a page without. */
  readonly script: Pick<EventTarget, 'addEventListener'> | null;
  /** Whether it has failed already, before anybody could listen. */
  readonly failed?: () => boolean;
  readonly library: () => typeof Office | undefined;
  readonly patienceMs: number;
}

const PAGE: Surroundings = {
  get script() {
    return document.getElementById('office-js');
  },
  failed: () => document.getElementById('office-js')?.hasAttribute('data-failed') === true,
  library: () => (globalThis as { Office?: typeof Office }).Office,
  patienceMs: 8000,
};

/**
 * Waits for Office.js and for its host. Office.js may run before ours or after it, and a failure before ours is noted (see taskpane.html); where a proxy
 * swallows it or no host answers, `onReady` never resolves, and after the patience the page goes on without.
 */
export async function connectOffice({ script, failed, library, patienceMs }: Surroundings = PAGE): Promise<Host> {
  if (script === null) return { kind: 'browser' };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ready = new Promise<Host>((settle) => {
    const hear = () => {
      const office = library();
      if (office === undefined) return settle({ kind: 'unreachable' });
      void office.onReady(({ host }) => {
        giveHistoryBack();
        settle(String(host) === 'Outlook' ? outlookOf(office) : { kind: 'not-outlook' });
      });
    };
    timer = setTimeout(() => settle({ kind: 'unreachable' }), patienceMs);
    if (library() !== undefined || failed?.() === true) return hear();
    script.addEventListener('load', hear);
    script.addEventListener('error', () => settle({ kind: 'unreachable' }));
  });
  return ready.finally(() => clearTimeout(timer));
}

/** Office.js sets both to null on the object; without its own ones those of the prototype are there again. */
function giveHistoryBack(): void {
  if (typeof history === 'undefined') return;
  for (const name of ['pushState', 'replaceState'] as const)
    if (history[name] === null) Reflect.deleteProperty(history, name);
}

function outlookOf(office: typeof Office): Outlook {
  const { context } = office;
  const { mailbox } = context;
  const { displayName, emailAddress } = mailbox.userProfile;
  const supports = (set: string, version: string) => context.requirements.isSetSupported(set, version);
  const TOO_OLD = { status: 'unavailable', reason: 'client-too-old' } as const;
  return {
    kind: 'outlook',
    language: context.displayLanguage,
    mailbox: { name: displayName, email: emailAddress.toLowerCase() },
    storagePrefix: context.partitionKey ?? '',
    nestedSignIn: supports('NestedAppAuth', '1.1') ? { status: 'available' } : TOO_OLD,
    watchItem: (listener) => watchItem(office, listener),
    background: () => context.officeTheme?.bodyBackgroundColor,
    watchTheme: supports('Mailbox', '1.14')
      ? { status: 'available', watch: (listener) => watchTheme(office, listener) }
      : TOO_OLD,
    dialog: supports('DialogApi', '1.1')
      ? { status: 'available', ask: (url, givenUp) => askInDialog(office, url, givenUp) }
      : TOO_OLD,
  };
}

type AnyItem = NonNullable<Office.Mailbox['item']>;
/** Read: the value itself. Compose: an object that gives it. */
type Listed = readonly Office.EmailAddressDetails[] | Office.Recipients | undefined;

function watchItem(office: typeof Office, listener: (snapshot: ItemSnapshot) => void): () => void {
  const { mailbox } = office.context;
  let sequence = 0;
  let reads = 0;
  let stopped = false;
  let hadItem = false;
  let release = (): void => undefined;
  const read = (why: 'opened' | 'asked-again' | 'recipients') => {
    const own = (reads += 1);
    if (why !== 'recipients') sequence += 1;
    const tell = (item: OpenItem) => {
      if (!stopped && own === reads) listener({ sequence, item });
    };
    const { item } = mailbox;
    if (!item) return tell({ kind: hadItem ? 'nothing-or-several' : 'nothing' });
    hadItem = true;
    // At once, so that nobody sees the people of the item before while these are read.
    if (why === 'opened') tell({ kind: 'reading' });
    openItem(office, item).then(tell, () => tell({ kind: 'refused', askAgain: () => read('asked-again') }));
  };
  const follow = () => {
    release();
    release = watchRecipients(office, () => read('recipients'));
    read('opened');
  };
  mailbox.addHandlerAsync(office.EventType.ItemChanged, follow);
  follow();
  return () => {
    stopped = true;
    release();
    mailbox.removeHandlerAsync(office.EventType.ItemChanged);
  };
}

/** People are added while a message or an invitation is written. */
function watchRecipients(office: typeof Office, changed: () => void): () => void {
  const { item } = office.context.mailbox;
  if (!item || !isDraft(item)) return () => undefined;
  const written = item as Office.MessageCompose;
  written.addHandlerAsync(office.EventType.RecipientsChanged, changed);
  return () => written.removeHandlerAsync(office.EventType.RecipientsChanged);
}

/** What is being written has a subject that is asked for; what is read has one. */
const isDraft = ({ subject }: AnyItem): boolean => typeof subject !== 'string' && subject !== undefined;

async function openItem(office: typeof Office, item: AnyItem): Promise<OpenItem> {
  const { itemType, itemClass = '' } = item as Office.MessageRead;
  const message = String(itemType) === String(office.MailboxEnums.ItemType.Message);
  if (!message && String(itemType) !== String(office.MailboxEnums.ItemType.Appointment)) return { kind: 'unsupported' };
  // Delivery and read reports.
  if (/^REPORT\./i.test(itemClass)) return { kind: 'unsupported' };
  const people = await peopleOf(office, item);
  if (people.length === 0 && /\bSMIME\b/i.test(itemClass)) return { kind: 'encrypted' };
  const shared = await isShared(item);
  return { kind: 'people', place: message ? (isDraft(item) ? 'draft' : 'message') : 'appointment', people, shared };
}

const TYPES = ['user', 'externalUser', 'distributionList', 'other'] as const;

/** In the order in which they are looked at: who wrote or invites, then who it goes to; each once. */
async function peopleOf(office: typeof Office, item: AnyItem): Promise<Recipient[]> {
  const { from, organizer, to, cc, bcc, requiredAttendees, optionalAttendees } = item as unknown as {
    from?: Office.EmailAddressDetails | object;
    organizer?: Office.EmailAddressDetails | object;
  } & Record<'to' | 'cc' | 'bcc' | 'requiredAttendees' | 'optionalAttendees', Listed>;
  const lists = await Promise.all([to, requiredAttendees, cc, optionalAttendees, bcc].map(listed));
  const writers = [from, organizer].filter(
    (one): one is Office.EmailAddressDetails => one !== undefined && 'emailAddress' in one,
  );
  const found = new Map<string, Recipient>();
  for (const { displayName = '', emailAddress = '', recipientType } of [...writers, ...lists.flat()]) {
    const email = emailAddress.includes('@') ? emailAddress.toLowerCase() : emailAddress;
    const type = TYPES.find((known) => known === String(recipientType));
    const key = email || displayName;
    if (key !== '' && !found.has(key)) found.set(key, { name: displayName, email, ...(type && { type }) });
  }
  return [...found.values()];
}

async function listed(given: Listed): Promise<readonly Office.EmailAddressDetails[]> {
  if (given === undefined || given === null) return [];
  return 'getAsync' in given ? answered((done) => given.getAsync(done)) : given;
}

/** The method is there where the add-in may look into shared folders; it answers in them alone. */
async function isShared(item: AnyItem): Promise<boolean> {
  const { getSharedPropertiesAsync } = item as Partial<Office.MessageRead>;
  if (getSharedPropertiesAsync === undefined) return false;
  return answered<Office.SharedProperties>((done) => getSharedPropertiesAsync.call(item, done)).then(
    () => true,
    () => false,
  );
}

function watchTheme(office: typeof Office, listener: (background: string) => void): () => void {
  const { mailbox } = office.context;
  // The event says it; the context is stale in several clients (office-js issues 6348, 6912).
  const hear = ({ officeTheme }: Office.OfficeThemeChangedEventArgs) => listener(officeTheme.bodyBackgroundColor);
  mailbox.addHandlerAsync(office.EventType.OfficeThemeChanged, hear);
  return () => mailbox.removeHandlerAsync(office.EventType.OfficeThemeChanged);
}

async function askInDialog({ context, EventType }: typeof Office, url: string, givenUp?: AbortSignal): Promise<string> {
  const size = { height: 60, width: 30, promptBeforeOpen: false };
  const dialog = await answered<Office.Dialog>((done) => context.ui.displayDialogAsync(url, size, done));
  let close = (): void => undefined;
  return new Promise<string>((resolve, reject) => {
    close = () => {
      dialog.close();
      reject(new OfficeRefusal({ code: 0, message: 'Nobody waits for the window any more.' }));
    };
    if (givenUp?.aborted === true) return close();
    givenUp?.addEventListener('abort', close);
    dialog.addEventHandler(EventType.DialogMessageReceived, (heard) => {
      dialog.close();
      if ('message' in heard) resolve(heard.message);
      else reject(new OfficeRefusal({ code: heard.error, message: 'The window said nothing.' }));
    });
    dialog.addEventHandler(EventType.DialogEventReceived, (heard) => {
      const code = 'error' in heard ? heard.error : 0;
      reject(new OfficeRefusal({ code, message: 'The window was closed.' }));
    });
  }).finally(() => givenUp?.removeEventListener('abort', close));
}

function answered<T>(ask: (done: (result: Office.AsyncResult<T>) => void) => void): Promise<T> {
  return new Promise((resolve, reject) =>
    ask(({ status, value, error }) => {
      if (String(status) === 'succeeded') resolve(value);
      else reject(new OfficeRefusal(error));
    }),
  );
}

/** In a window that `dialog.ask` opened: its first message, once Office.js is there. Nothing happens in one that somebody else opened: there the context is empty. */
export function tellOpener(message: string, { script, library }: Omit<Surroundings, 'patienceMs'> = PAGE): void {
  const tell = () =>
    void library()?.onReady(() => (library()?.context as Partial<Office.Context>).ui?.messageParent(message));
  if (library() === undefined) script?.addEventListener('load', tell);
  else tell();
}
