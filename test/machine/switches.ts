/**
 * Every switch of the simulators with the values that the machine tries; a test checks that none is missing. What is no question of the vendor's
 * behaviour towards contacts but of load (limits, latency) is tried by test/rules/throttled.test.ts.
 */
export const SWITCHES: readonly { readonly name: string; readonly values: readonly (string | number | boolean)[] }[] = [
  { name: 'graph.removedReason', values: ['deleted', 'changed'] },
  { name: 'graph.feedOrder', values: ['together', 'source-late', 'destination-late'] },
  { name: 'graph.returnHidden', values: [true, false] },
  { name: 'graph.deltaReplays', values: [false, true] },
  { name: 'graph.deltaEmptyPages', values: [false, true] },
  { name: 'graph.deltaExpand', values: ['error', 'honoured'] },
  { name: 'graph.ifMatch', values: ['honoured', 'ignored'] },
  { name: 'graph.patchParentFolder', values: ['ignored', 'refused', 'moves'] },
  { name: 'graph.patchAddress', values: ['merge', 'replace'] },
  { name: 'graph.listNotes', values: ['cut', 'whole'] },
  { name: 'graph.photoChangesVersion', values: [true, false] },
  { name: 'graph.homePhones', values: [2, 1] },
  { name: 'graph.imAddresses', values: [3, 1] },
  { name: 'graph.categoriesPermission', values: [true, false] },
  { name: 'graph.mailPermission', values: [false, true] },
  { name: 'graph.requestsPerTenMinutes', values: [10_000, 0] },
  { name: 'graph.concurrency', values: [4, 1] },
  { name: 'graph.latencyMs', values: [0, 5] },
  { name: 'graph.childFolderStatus', values: [201, 200] },
  { name: 'salesforce-listview-offset-base', values: [1, 0] },
  { name: 'salesforce-listview-page-size', values: [2000, 2] },
  { name: 'salesforce-locator-error', values: [400, 404] },
  { name: 'salesforce-collection-field-errors', values: ['request', 'record'] },
  { name: 'salesforce-retrieve-parent-fields', values: [true, false] },
  { name: 'salesforce-line-ends', values: ['as-sent', 'crlf'] },
];

/** Switches of what the product does not call, or not while it syncs by the JWT flow: subscriptions, the feed of folders, groups, conditional requests to Salesforce, refresh tokens. */
export const NOT_CALLED: readonly string[] = [
  'graph.duplicateSubscriptions',
  'graph.folderDeltaDefault',
  'graph.moveOutNotified',
  'graph.notificationHttp',
  'graph.subscriptionMinutes',
  'salesforce-conditional-delete',
  'salesforce-group-by-case',
  'salesforce-refresh-token-rotation',
];
