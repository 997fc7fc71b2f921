import type { SwitchDeclaration } from '../kit/switches.ts';

/** What the documents leave open about contacts in Graph; the numbers are those of facts/graph.md. */
export const GRAPH_SWITCHES: readonly SwitchDeclaration[] = [
  {
    name: 'graph.removedReason',
    default: 'deleted',
    values: ['deleted', 'changed'],
    about: '1.5: @removed.reason in the feed of a folder that an item left',
  },
  {
    name: 'graph.feedOrder',
    default: 'together',
    values: ['together', 'source-late', 'destination-late'],
    about: '1.5: which folder feed tells of a move first; the late one tells with its second round',
  },
  {
    name: 'graph.returnHidden',
    default: true,
    values: [true, false],
    about: '1.16: an item moved out and back between two rounds is reported as removed and not as present again',
  },
  {
    name: 'graph.deltaReplays',
    default: false,
    values: [true, false],
    about: '1.5: each round reports the items of the round before once more',
  },
  {
    name: 'graph.deltaEmptyPages',
    default: false,
    values: [true, false],
    about: '1.5: pages without items that go on',
  },
  {
    name: 'graph.deltaExpand',
    default: 'error',
    values: ['error', 'honoured'],
    about: '1.5: $expand in a delta query',
  },
  { name: 'graph.ifMatch', default: 'honoured', values: ['honoured', 'ignored'], about: '1.9: If-Match on contacts' },
  {
    name: 'graph.patchParentFolder',
    default: 'ignored',
    values: ['ignored', 'refused', 'moves'],
    about: '1.4: PATCH of parentFolderId',
  },
  {
    name: 'graph.patchAddress',
    default: 'merge',
    values: ['merge', 'replace'],
    about: 'PATCH of a part of an address',
  },
  {
    name: 'graph.listNotes',
    default: 'cut',
    values: ['cut', 'whole'],
    about: 'personalNotes in lists and delta pages: the first 255 characters, or whole',
  },
  {
    name: 'graph.photoChangesVersion',
    default: true,
    values: [true, false],
    about: '1.9: a photo changes the change key',
  },
  { name: 'graph.homePhones', default: 2, values: [], about: '1.2: most homePhones' },
  { name: 'graph.imAddresses', default: 3, values: [], about: '1.2: most imAddresses' },
  {
    name: 'graph.categoriesPermission',
    default: true,
    values: [true, false],
    about: '1.7: MailboxSettings.ReadWrite is granted',
  },
  { name: 'graph.mailPermission', default: false, values: [true, false], about: 'Mail.ReadBasic is granted' },
  {
    name: 'graph.requestsPerTenMinutes',
    default: 10_000,
    values: [],
    about: '1.11: requests per app and mailbox in ten minutes, those inside batches counted; 0: no limit',
  },
  { name: 'graph.concurrency', default: 4, values: [], about: '1.11: requests of one app in one mailbox at a time' },
  { name: 'graph.latencyMs', default: 0, values: [], about: 'how long a request takes' },
  { name: 'graph.childFolderStatus', default: 201, values: [200, 201], about: '1.3: answer to a new child folder' },
];
