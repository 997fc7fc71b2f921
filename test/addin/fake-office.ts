/** A hand-written Office.js: as much of its surface as the adapter touches, with Outlook's events raised by the test. */
type Person = { readonly displayName: string; readonly emailAddress: string; readonly recipientType?: string };
type Answer<T> = (result: { status: string; value?: T; error?: { code: number; message: string } }) => void;
type Handler = (args: unknown) => void;

export const person = (displayName: string, emailAddress: string, recipientType = 'externalUser'): Person => ({
  displayName,
  emailAddress,
  recipientType,
});

/** Answers when the test says so, as Outlook answers what is being written. */
export class FakeRecipients {
  private readonly asked: Answer<readonly Person[]>[] = [];
  private readonly known: readonly Person[] | undefined;

  /** `known`: answered at once. */
  constructor(known?: readonly Person[]) {
    this.known = known;
  }

  getAsync(answer: Answer<readonly Person[]>): void {
    this.asked.push(answer);
    if (this.known !== undefined) this.answer(this.known);
  }

  answer(people: readonly Person[]): void {
    for (const one of this.asked.splice(0)) one({ status: 'succeeded', value: people });
  }

  refuse(): void {
    for (const one of this.asked.splice(0)) one({ status: 'failed', error: { code: 9018, message: 'no' } });
  }
}

class Handlers {
  private readonly byType = new Map<string, Handler[]>();

  addHandlerAsync(type: string, handler: Handler): void {
    this.byType.set(type, [...(this.byType.get(type) ?? []), handler]);
  }

  removeHandlerAsync(type: string): void {
    this.byType.delete(type);
  }

  raise(type: string, args: unknown = {}): void {
    for (const handler of this.byType.get(type) ?? []) handler(args);
  }

  count(type: string): number {
    return this.byType.get(type)?.length ?? 0;
  }
}

/** A message or an appointment that is read. */
export const read = (people: {
  readonly from?: Person;
  readonly to?: readonly Person[];
  readonly cc?: readonly Person[];
  readonly itemType?: string;
  readonly itemClass?: string;
  readonly organizer?: Person;
  readonly requiredAttendees?: readonly Person[];
  readonly getSharedPropertiesAsync?: (answer: Answer<object>) => void;
}) => ({ itemType: 'message', itemClass: 'IPM.Note', subject: 'Lunch', ...people });

/** A message that is written: its people are asked for. */
export class FakeDraft extends Handlers {
  readonly itemType = 'message';
  readonly subject = { getAsync: () => undefined };
  readonly to: FakeRecipients;

  constructor(to?: readonly Person[]) {
    super();
    this.to = new FakeRecipients(to);
  }
}

export class FakeOffice {
  readonly mailboxHandlers = new Handlers();
  item: object | null = null;
  host: string | null = 'Outlook';
  sets: ReadonlySet<string> = new Set(['Mailbox 1.14', 'NestedAppAuth 1.1', 'DialogApi 1.1']);
  answers = true;
  background: string | undefined;
  language = 'de-DE';
  mailbox = { displayName: 'Ada Park', emailAddress: 'Ada@contoso.example' };
  readonly dialog = new Handlers();
  dialogIsOpen = false;
  dialogRefusal: number | undefined;
  openDialog: (url: string) => unknown = () => undefined;
  closeDialog: () => unknown = () => undefined;
  tellParent: (message: string) => void = () => undefined;

  open(item: object | null): void {
    this.item = item;
    this.mailboxHandlers.raise('olkItemSelectedChanged');
  }

  /** The global, as the library makes it. */
  get library(): typeof Office {
    const { mailboxHandlers, sets, dialog } = this;
    const context = {
      displayLanguage: this.language,
      partitionKey: 'part-1/',
      officeTheme: this.background === undefined ? undefined : { bodyBackgroundColor: this.background },
      requirements: { isSetSupported: (set: string, version: string) => sets.has(`${set} ${version}`) },
      mailbox: Object.defineProperty(
        {
          userProfile: this.mailbox,
          addHandlerAsync: mailboxHandlers.addHandlerAsync.bind(mailboxHandlers),
          removeHandlerAsync: mailboxHandlers.removeHandlerAsync.bind(mailboxHandlers),
        },
        'item',
        { get: () => this.item },
      ),
      ui: {
        messageParent: (message: string) => this.tellParent(message),
        displayDialogAsync: (url: string, _size: object, answer: Answer<object>) => {
          if (this.dialogRefusal !== undefined)
            return answer({ status: 'failed', error: { code: this.dialogRefusal, message: 'no' } });
          this.dialogIsOpen = true;
          this.openDialog(url);
          answer({
            status: 'succeeded',
            value: {
              addEventHandler: dialog.addHandlerAsync.bind(dialog),
              close: () => {
                this.dialogIsOpen = false;
                this.closeDialog();
              },
            },
          });
        },
      },
    };
    const made = {
      context,
      onReady: (ready: (info: object) => void) => {
        if (this.answers) ready({ host: this.host });
        return Promise.resolve();
      },
      EventType: {
        ItemChanged: 'olkItemSelectedChanged',
        RecipientsChanged: 'olkRecipientsChanged',
        OfficeThemeChanged: 'officeThemeChanged',
        DialogMessageReceived: 'dialogMessageReceived',
        DialogEventReceived: 'dialogEventReceived',
      },
      MailboxEnums: {
        ItemType: { Message: 'message', Appointment: 'appointment' },
        RecipientType: { DistributionList: 'distributionList' },
      },
    };
    return made as unknown as typeof Office;
  }
}
