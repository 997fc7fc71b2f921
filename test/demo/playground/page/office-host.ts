import { brokerAnswer, isBrokerRequest } from './sign-in-broker.ts';

/** Outlook's own numbers of recipient kinds. */
const RECIPIENT_TYPES = { other: 0, distributionList: 1, user: 2, externalUser: 3 } as const;

/** A person on a message, as Outlook names them. */
export interface Recipient {
  readonly name: string;
  readonly address: string;
  /** Outlook's RecipientType: a room or a group is a `distributionList`. */
  readonly recipientType: keyof typeof RECIPIENT_TYPES;
}

/** Outlook's own numbers of item kinds. */
const ITEM_TYPES = { message: 1, appointment: 2, 'meeting-request': 3, compose: 4, organizer: 5 } as const;

export interface ShownItem {
  readonly id: string;
  readonly kind: keyof typeof ITEM_TYPES;
  readonly subject: string;
  readonly from: Recipient;
  readonly to: readonly Recipient[];
  readonly cc: readonly Recipient[];
  /** Exchange's message class, where it is not that of a plain message or appointment. */
  readonly itemClass?: string;
  /** In somebody else's mailbox, which this person may look into. */
  readonly sharedBy?: string;
}

export interface Mailbox {
  readonly name: string;
  readonly email: string;
}

/** office.js's numbers in its messages. */
const [REQUEST, RESPONSE] = [0, 1];
const [FOR_CALLING, FOR_EVENT] = [0, 1];
/** Outlook's number for an answer that is an error (the library's own for one that it cannot read). */
const REFUSED = 9020;
const [RECIPIENTS_GET, FROM_GET, SHARED_PROPERTIES_GET] = [15, 107, 108];

interface Call {
  readonly _messageType: number;
  readonly _actionName: string;
  readonly _conversationId: string;
  readonly _correlationId: string | number;
  readonly _data?: {
    readonly MethodData?: { readonly DispatchId?: number };
    readonly ApiParams?: { readonly recipientField?: number };
    readonly controlId?: string;
  } | null;
}

/**
 * The host's end of the wire that office.js speaks in Outlook on the web: answers its requests for one frame and tells it of another item. Read off
 * the published library (its `Microsoft.Office.Common.XdmCommunicationManager` and `outlook-web-16.01`).
 */
export class OfficeHost {
  private readonly frame: HTMLIFrameElement;
  private readonly mailbox: Mailbox;
  private item: ShownItem | null = null;
  private conversation = 'none';
  /** As Outlook does now and then: what office.js asks of the item is refused. */
  refuses = false;
  /** Outlook's colours; told to office.js with the context. */
  theme: Readonly<Record<string, string>> | undefined;

  /** Sets that this Outlook has. No DialogApi: the library opens windows for pages on https alone, and the playground speaks http. */
  requirements: Readonly<Record<string, string>> = { Mailbox: '1.14', NestedAppAuth: '1.1' };

  constructor(frame: HTMLIFrameElement, mailbox: Mailbox) {
    this.frame = frame;
    this.mailbox = mailbox;
    addEventListener('message', (event: MessageEvent<unknown>) => {
      if (event.source === this.frame.contentWindow && typeof event.data === 'string') this.answer(event.data);
    });
  }

  /** Opens `url` as the pane; its name is what office.js reads its host from, and must be there before its address. */
  open(url: string, language: string): void {
    this.conversation = crypto.randomUUID();
    const info = `Outlook$Web$16.01$${language}$playground$$$0`;
    const wire = `${this.conversation}|cardbridge|${location.origin}`;
    this.frame.name = JSON.stringify({
      baseFrameName: this.conversation,
      hostInfo: info,
      xdmInfo: wire,
      serializerVersion: '1',
    });
    this.frame.src = `${url}?_host_Info=${info}#&_serializer_version=1&_xdm_Info=${wire}`;
    // A frame that is there already keeps the name of its window; put in anew it begins with this one.
    this.frame.parentNode?.insertBefore(this.frame, this.frame.nextSibling);
  }

  /** Another item is open now; null: none. */
  show(item: ShownItem | null): void {
    this.item = item;
    this.tell('olkItemSelectedChanged', item === null ? '' : this.initialData());
  }

  /** Who the message being written goes to has changed. */
  recipientsChanged(item: ShownItem): void {
    this.item = item;
    const fields = item.kind === 'organizer' ? ['requiredAttendees', 'optionalAttendees'] : ['to', 'cc'];
    // The first of a list, as text: the library parses it.
    this.tell('olkRecipientsChanged', [JSON.stringify(Object.fromEntries(fields.map((field) => [field, true])))]);
  }

  private answer(text: string): void {
    const message = parsed(text);
    if (isBrokerRequest(message)) {
      void brokerAnswer(message, this.mailbox.email).then((answer) => this.post(answer));
      return;
    }
    const call = message as Call | undefined;
    if (call?._messageType !== REQUEST) return;
    this.post({
      _messageType: RESPONSE,
      _responseType: FOR_CALLING,
      _errorCode: 0,
      _actionName: call._actionName,
      _conversationId: call._conversationId,
      _correlationId: call._correlationId,
      _data: this.result(call),
    });
  }

  private result({ _actionName, _data }: Call): unknown {
    switch (_actionName) {
      case 'ContextActivationManager_getAppContextAsync':
        return this.appContext();
      case 'GetInitialData':
        return this.initialData();
      case 'ExecuteMethod':
        return this.refuses
          ? { wasSuccessful: false, error: true, errorCode: REFUSED }
          : { wasSuccessful: true, data: this.method(_data) };
      default:
        // A handler that office.js registers or takes back, and its telemetry.
        return { Error: 0, Version: 1, wasSuccessful: true };
    }
  }

  private method(data: Call['_data']): unknown {
    const dispatch = data?.MethodData?.DispatchId;
    if (dispatch === FROM_GET) return this.item === null ? null : numbered(this.item.from);
    if (dispatch === SHARED_PROPERTIES_GET) {
      const owner = this.item?.sharedBy;
      return { owner, targetMailbox: owner, delegatePermissions: 1 };
    }
    if (dispatch !== RECIPIENTS_GET) return null;
    const field = data?.ApiParams?.recipientField === 1 ? 'cc' : 'to';
    return (this.item?.[field] ?? []).map(numbered);
  }

  private appContext(): object {
    return {
      _id: 'cardbridge',
      _appName: 64,
      _appVersion: '16.01',
      _appUILocale: document.documentElement.lang,
      _dataLocale: document.documentElement.lang,
      _docUrl: '',
      _clientMode: 0,
      _settings: {},
      _reason: 0,
      _osfControlType: 0,
      // XML, as Outlook gives it: the library reads ids from it.
      _eToken: encodeURIComponent('<r><t oid="cardbridge" aid="cardbridge"/></r>'),
      _correlationId: crypto.randomUUID(),
      _appInstanceId: 'cardbridge',
      _touchEnabled: false,
      _commerceAllowed: false,
      _requirementMatrix: JSON.stringify(this.requirements),
      _hostFullVersion: '16.01',
      _hostSettings: {},
      ...(this.theme === undefined ? {} : { _officeTheme: this.theme }),
    };
  }

  private initialData(): object {
    const { item, mailbox } = this;
    const person = {
      userDisplayName: mailbox.name,
      userEmailAddress: mailbox.email,
      userTimeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      userProfileType: 'office365',
      permissionLevel: 1,
      hostVersion: '16.0.15201.0',
      owaView: 'ThreeColumns',
      isRestIdSupported: true,
      ewsUrl: '',
      restUrl: '',
    };
    if (item === null) return person;
    const now = Date.now();
    return {
      ...person,
      itemType: ITEM_TYPES[item.kind],
      id: item.id,
      conversationId: item.id,
      subject: item.subject,
      normalizedSubject: item.subject,
      itemClass:
        item.itemClass ?? (item.kind === 'appointment' || item.kind === 'organizer' ? 'IPM.Appointment' : 'IPM.Note'),
      from: numbered(item.from),
      sender: numbered(item.from),
      organizer: numbered(item.from),
      to: item.to.map(numbered),
      cc: item.cc.map(numbered),
      dateTimeCreated: now,
      dateTimeModified: now,
      attachments: [],
      isFromSharedFolder: item.sharedBy !== undefined,
    };
  }

  private tell(event: string, data: unknown): void {
    this.post({
      _messageType: RESPONSE,
      _responseType: FOR_EVENT,
      _errorCode: 0,
      _actionName: event,
      _conversationId: this.conversation,
      _correlationId: -1,
      _data: data,
    });
  }

  private post(message: object): void {
    this.frame.contentWindow?.postMessage(JSON.stringify(message), '*');
  }
}

const numbered = ({ name, address, recipientType }: Recipient) => ({
  name,
  address,
  recipientType: RECIPIENT_TYPES[recipientType],
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Other things may talk through this window.
    return undefined;
  }
}
