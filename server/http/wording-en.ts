import type { STANDARD_FIELDS } from '../model/contact.ts';

/**
 * Every reason in English. `{name}` is a parameter; a part in brackets is left out where one of its parameters is empty.
 * `{message}` is the service's own text and is quoted as it came (T5).
 */
const reasons = {
  // What the API itself answers.
  'bad-request': 'The request is not as the API expects it.',
  'body-not-json': 'The body has to be JSON (Content-Type: application/json).',
  'too-large': 'The body is larger than 256 kB.',
  'sign-in-first': 'Please sign in first.',
  'scope-missing': "The sign-in does not cover Cardbridge's own permission ({scope}). Please ask your administrator.",
  'sign-in-unavailable': 'The sign-in cannot be checked just now; please try again in a moment.',
  csrf: 'The request did not come from a page of Cardbridge. Please load it anew.',
  'sign-in-expired': 'This sign-in has run out, or was begun in another window. Please sign in again.',
  'code-not-valid': 'This sign-in has run out. Please sign in again.',
  'no-sign-in-page': 'There is no sign-in page here: Cardbridge is used in Outlook.',
  'admins-only': 'Only an administrator may do this.',
  'not-found': 'There is nothing here, or it is not yours.',
  'too-many-requests': 'That were too many requests; please try again in a minute.',
  'internal-error':
    'Something went wrong in Cardbridge. Please try again; if it happens again, ask your administrator.',
  'not-ready': 'Cardbridge is starting; please try again in a moment.',
  'not-built': 'The page is not built yet: `npm run build` makes it.',

  // How the sync stands (T4).
  'not-enrolled': 'Your administrator has not enrolled you in the contact sync yet.',
  'not-connected': 'Salesforce is not connected yet. Connect it to begin.',
  'salesforce-expired':
    'This way to Salesforce has run out, was used already, or was begun in another window. Please connect it again from Cardbridge.',
  'salesforce-cancelled': 'Salesforce was not connected: access was not allowed there.',
  'salesforce-other-org':
    'Salesforce was not connected: {username} belongs to another org than the one your contacts are synced with. Sign out of Salesforce and connect with your user of that org.',
  'salesforce-by-admin':
    'Your administrator decides as whom Salesforce is called; there is nothing to connect or disconnect.',
  'crm-no-refresh-token':
    'Salesforce gave no lasting access. Please ask your administrator to add the scope refresh_token to the app.',
  'sync-is-off': 'The contact sync is switched off.',
  paused: 'The sync is paused.',
  'settings-changed': 'The settings were changed meanwhile; the next sync goes on with the new ones.',
  'first-session-to-come': 'The first sync has not been completed yet.',
  'service-not-connected': 'Cardbridge is not connected to your mailbox service ({service}).',
  'other-org':
    'Salesforce is now another org than the one your contacts were synced with, so nothing is synced. Please ask your administrator.',
  'folder-missing':
    'The contact folder in Outlook is gone. Nothing is deleted: make it again from Salesforce, or turn the sync off.',
  'folder-is-there': 'The contact folder is there; there is nothing to choose.',
  'no-contacts-folder': 'Your mailbox has no Contacts folder.',
  'too-many-contacts':
    'The filter selects more contacts than the {limit} that are allowed[: {count}]. Choose a smaller one.',
  'view-not-readable':
    'The list view cannot be read, so no contact is added or removed; linked contacts stay in sync.[ The service says: “{message}”]',
  'many-deletes':
    'The sync is held: it would delete {deletes} contacts, after {recent} in the last 24 hours, of {links} in all. Allow or discard it.',
  'first-upload':
    'The sync is held: it would send {uploads} of your contacts to Salesforce, more than {limit} at once. Allow or discard it.',
  'leaving-incomplete':
    'Some contacts could not be let go ({contacts}: {names}). Nothing is forgotten yet: try again, or let them stay in Outlook.',
  'plan-replaced': 'This plan is no longer in force: it was applied, discarded or replaced by a newer one.',
  'moved-meanwhile':
    'What changed after the preview is looked at anew in the next session (contacts: {contacts}): {names}.',
  'records-made-anew':
    'The Recycle Bin held them no longer: {records} made anew in Salesforce with the synced fields; their Account, owner and everything else on them is lost.',
  'later-edits-kept': 'What was edited later stays as it is (fields: {fields}).',
  'nothing-to-undo':
    'There is nothing left to undo here[: nothing was written in the last {days} days that was not undone already].',
  'undo-too-late': 'This can no longer be undone: changes can be undone for {days} days.',
  'records-to-make-anew':
    'The Recycle Bin holds them no longer: {records} would be made anew in Salesforce with the synced fields; their id, Account, owner, history and everything else on them is lost.',
  'kept-edited-since': 'It was edited later.',
  'kept-one-way-field': 'The field is synced in one direction only.',
  'kept-company-is-the-account': "The Company follows the Account's name in Salesforce.",
  'kept-no-free-slot': 'The contact in Outlook has no place left for the value.',
  'kept-contact-not-there': 'The contact is not there any more, or cannot be read.',
  'kept-linked-anew': 'The contact has been linked anew since.',
  'kept-private-item': 'The contact is marked private in Outlook.',
  'kept-person-account': 'A person account is never deleted from here.',
  'kept-record-merged': 'The contact was merged with another one in Salesforce.',
  'kept-record-there-again': 'Salesforce has this contact again.',
  'kept-not-taken-back': 'It could not be taken back; it can be tried again.',
  'session-not-over': 'The session is not over yet.',

  // What a person asked for and cannot be done as things are.
  'auto-removal-is-off': 'Auto-removal is off, so nothing is removed from Salesforce. Turn it on, or keep both.',
  'preview-of-other-filter': 'The preview belongs to another filter, or is no longer known. Please look at it again.',
  'no-such-mailbox': 'The directory has no mailbox with the address {address}.',
  'no-mailbox-of-person': 'The directory has no mailbox of this person. Give its address.',
  'enrolment-needs-address': 'The address of the mailbox has to be given.',
  'enrolment-needs-person': 'Whose mailbox {address} is has to be said: name the person as they signed in.',
  'address-of-somebody-else': 'The address {address}, or the person, already has another mailbox here.',
  'unknown-contact': 'This contact is not known (any more).',
  'several-items-with-address': '{count} of your Outlook contacts have this address; choose the right one.',
  'several-records-with-address': '{count} contacts in Salesforce have this address. Choose who is meant.',
  'card-first': 'Neither Outlook nor Salesforce has this person yet. Look at the card, and confirm it.',
  'field-not-asked': 'Salesforce does not ask for {field}; map it in the settings file to keep it in step.',
  'nothing-to-choose': 'There is nothing to choose for this contact. Switch it on or off without a choice.',
  'choice-not-offered':
    'This record is not one of those that were offered for the contact. Choose one of them, or make a new contact.',
  'nothing-to-put-back': 'There is no earlier value of {field} to put back.',

  // Why a contact needs its person (C5, P1, U7, T6).
  conflict: '{field} was changed on both sides[: “{kept}” was kept][, “{lost}” was not].',
  'conflict-of-several': '{count} fields were changed on both sides.',
  'private-item': 'The contact is marked private in Outlook and is not synced.',
  'blocked-address': 'The address is on your blocklist: it is not synced, and both sides stay as they are.',
  'blocked-by-admin':
    "The address is on your administrator's blocklist: it is not synced, and both sides stay as they are.",
  'no-switch-group': 'This is a group; only people are synced.',
  'no-switch-room': 'This is a room or a resource; only people are synced.',
  'no-switch-no-reply': 'Nobody reads this address; only people are synced.',
  'no-switch-no-address': 'This recipient has no e-mail address that can be synced.',
  'copy-of-another': 'The contact is a copy of one that is synced already.',
  'several-items-with-key': 'There are several copies of this contact in Outlook; delete those you do not need.',
  'record-not-readable': 'You can no longer read this contact in Salesforce.',
  'already-linked':
    'Salesforce has this contact, but it belongs to another of your Outlook contacts. Choose, or make a new one.',
  'other-name': 'Salesforce has this address under another name. Choose it, or make a new contact.',
  'name-alone':
    'Salesforce has a contact of this name, and neither has more than the name. Choose it, or make a new contact.',
  'several-records': 'Salesforce has several contacts that may be this one. Choose one, or make a new contact.',
  'choice-gone':
    'The record you chose is no longer in Salesforce, or not visible to you. Choose another one, or make a new contact.',
  'stopped-in-folder': 'You stopped this contact; it stays as it is until you switch it on.',
  'missing-required': 'Salesforce needs {field}; please fill it in in Outlook.',
  'required-field': '{field} must not be empty in Salesforce.',
  'field-not-writable': 'You may not change {field} in Salesforce.',
  'not-in-picklist': 'Salesforce does not offer “{value}” for {field}.',
  'too-long': '{field} is too long for Salesforce: {length} characters, {limit} are allowed.',
  'no-free-slot': 'Outlook has no room for another {field}: it holds {limit}.',
  'item-has-attachments':
    'The contact has attachments and cannot be moved without losing them; move it yourself in Outlook.',
  'move-not-verified': 'Moving the contact would have lost something, so it was left where it is.[ ({message})]',
  'create-not-done': 'The contact was not created in Salesforce yet; the next session tries again.',
  'no-outcome': 'The service gave no answer for this contact; the next session looks at it again.',

  // The way to a service.
  'feed-without-end': 'The mailbox did not say where its changes end; the next session tries again.',
  'too-many-calls': 'The service asks to wait; the sync goes on later by itself.',
  'no-answer': 'The service did not answer; the sync goes on later by itself.[ (“{message}”)]',
  'empty-answer': 'The service gave an empty answer; the sync goes on later by itself.',
  'not-json': 'The service gave an answer that could not be understood; the sync goes on later by itself.',
  'answer-too-large': 'The service gave a larger answer than is read; the sync goes on later by itself.',
  'cut-answer': "The service's answer was cut off; the sync goes on later by itself.",

  // Microsoft 365.
  'graph-cursor-lost':
    'The mailbox no longer knows where the last sync ended; the next session reads everything again.',
  'graph-corrupt-cursor':
    'The mark of where the last sync ended is not usable; the next session reads everything again.',
  'graph-throttled': 'Microsoft 365 asks to wait; the sync goes on later by itself.',
  'graph-signed-out': 'Microsoft 365 no longer accepts the sign-in of Cardbridge. Please ask your administrator.',
  'graph-sign-in-refused':
    'Microsoft 365 refused the sign-in of Cardbridge. Please ask your administrator.[ Microsoft says: “{message}”]',
  'graph-no-mailbox': 'You have no mailbox in Exchange Online that can be synced.',
  'graph-forbidden':
    'Cardbridge may not open your mailbox. Please ask your administrator.[ Microsoft says: “{message}”]',
  'graph-no-contacts-folder': 'Your mailbox has no Contacts folder.',
  'graph-not-found': 'The contact is no longer in the mailbox.',
  'item-moved': 'The contact was moved to another folder meanwhile; the next session looks at it again.',
  'graph-changed-since': 'The contact changed meanwhile; the next session looks at it again.',
  'graph-unavailable': 'Microsoft 365 cannot be reached; the sync goes on later by itself.',
  'graph-rejected': 'Outlook did not accept this contact[ ({field})].[ Microsoft says: “{message}”]',
  'graph-not-understood':
    'Microsoft 365 gave an answer that could not be understood; the sync goes on later by itself.',
  'graph-foreign-link': 'Microsoft 365 gave an answer that could not be trusted; the sync goes on later by itself.',
  'graph-not-a-page': 'Microsoft 365 gave an answer that could not be understood; the sync goes on later by itself.',
  'graph-not-a-batch': 'Microsoft 365 gave an answer that could not be understood; the sync goes on later by itself.',
  'graph-not-a-folder': 'Microsoft 365 gave an answer that could not be understood; the sync goes on later by itself.',
  'graph-endless': 'Microsoft 365 gave a list without an end; the sync goes on later by itself.',
  'graph-sign-in-not-understood':
    'The sign-in at Microsoft gave an answer that could not be understood; the sync goes on later by itself.',
  'graph-not-a-contact': 'Microsoft 365 gave an answer that could not be understood; the sync goes on later by itself.',
  'graph-page-without-link': 'Microsoft 365 gave an incomplete answer; the sync goes on later by itself.',
  'graph-part-missing': 'Microsoft 365 gave an incomplete answer; the sync goes on later by itself.',

  // Salesforce: a contact that it does not take.
  'crm-required-field-missing': 'Salesforce needs a field that is empty[ ({field})].[ Salesforce says: “{message}”]',
  'crm-string-too-long': 'A value is too long for Salesforce[ ({field})].[ Salesforce says: “{message}”]',
  'crm-invalid-email': 'Salesforce does not accept the e-mail address.[ Salesforce says: “{message}”]',
  'crm-validation-rule':
    'A rule of your Salesforce org refuses this contact[ ({field})].[ Salesforce says: “{message}”]',
  'crm-bad-picklist-value': 'Salesforce does not offer this value[ ({field})].[ Salesforce says: “{message}”]',
  'crm-field-integrity': 'Salesforce does not accept these values together.[ Salesforce says: “{message}”]',
  'crm-field-not-writable': 'You may not change this field in Salesforce[ ({field})].[ Salesforce says: “{message}”]',
  'crm-no-access': 'You may not change this contact in Salesforce.[ Salesforce says: “{message}”]',
  'crm-automation-failed':
    'An automation of your Salesforce org failed on this contact.[ Salesforce says: “{message}”]',
  'crm-bad-reference':
    'Something that the contact refers to is not there in Salesforce.[ Salesforce says: “{message}”]',
  'crm-bad-value': 'Salesforce does not accept a value of this contact[ ({field})].[ Salesforce says: “{message}”]',
  'crm-duplicate-value':
    'Salesforce has this value at another contact already[ ({field})].[ Salesforce says: “{message}”]',
  'crm-duplicate-rule': 'A duplicate rule of your Salesforce org refuses this contact.[ Salesforce says: “{message}”]',
  'crm-duplicates-detected': 'Salesforce has contacts that may be this one. Choose one.[ Salesforce says: “{message}”]',
  'crm-delete-refused': 'Salesforce does not let this contact be deleted.[ Salesforce says: “{message}”]',
  'crm-storage-full': 'The storage of your Salesforce org is full. Please tell your administrator.',
  'crm-invalid-field':
    'Salesforce does not know a field that is mapped. Please tell your administrator.[ Salesforce says: “{message}”]',
  'crm-malformed-query': 'Salesforce did not understand a query.[ Salesforce says: “{message}”]',
  'crm-person-account': 'This contact is a person account and is changed through its account.[ ({message})]',
  'crm-gone': 'The contact is no longer in Salesforce, or not visible to you.',
  'crm-changed': 'The contact changed in Salesforce meanwhile; the next session looks at it again.',
  'crm-not-in-recycle-bin': "The contact is no longer in Salesforce's Recycle Bin.",
  'crm-other': 'Salesforce did not accept this.[ Salesforce says: “{message}”]',
  'crm-request-too-long': 'A request to Salesforce was too long.',

  // Salesforce: the whole of it.
  'list-view-not-soql': 'Salesforce gives no query for this list view, so it cannot be used as a filter.',
  'crm-view-gone': 'The list view is no longer there, or not visible to you.',
  'crm-cursor-lost': 'Salesforce no longer knows where the last page ended; the next session reads it again.',
  'crm-row-locked': 'Somebody else is just changing the contact in Salesforce; the next session tries again.',
  'crm-query-timeout': 'Salesforce took too long; the sync goes on later by itself.',
  'crm-unavailable': 'Salesforce cannot be reached; the sync goes on later by itself.',
  'crm-timeout': 'Salesforce did not answer in time; the sync goes on later by itself.',
  'crm-too-large': 'Salesforce gave a larger answer than is read; the sync goes on later by itself.',
  'crm-cut': 'The connection to Salesforce was cut; the sync goes on later by itself.',
  'crm-unreachable': 'Salesforce cannot be reached; the sync goes on later by itself.',
  'crm-request-limit': "The org's limit of calls to Salesforce is reached; the sync goes on later by itself.",
  'crm-too-many-at-once': 'Salesforce is busy with other long requests of your org; the sync goes on later by itself.',
  'crm-answer-not-understood':
    'Salesforce gave an answer that could not be understood; the sync goes on later by itself.',
  'crm-incomplete-answer': 'Salesforce gave an incomplete answer; the sync goes on later by itself.',
  'crm-schema-changed': 'The fields of your Salesforce org have changed; the next session reads them again.',
  'crm-forbidden': 'Salesforce does not let you do this. Please ask your administrator.[ Salesforce says: “{message}”]',
  'crm-no-contacts':
    'You may not see contacts in Salesforce. Please ask your administrator.[ Salesforce says: “{message}”]',
  'crm-api-disabled':
    'The API of your Salesforce org is not available to you. Please ask your administrator.[ Salesforce says: “{message}”]',
  'crm-session-refused':
    'Salesforce no longer accepts the sign-in. Please sign in again.[ Salesforce says: “{message}”]',
  'crm-app-not-approved':
    'Cardbridge is not approved for you in Salesforce. Please ask your administrator.[ Salesforce says: “{message}”]',
  'crm-app-refused': 'Salesforce refuses Cardbridge. Please ask your administrator.[ Salesforce says: “{message}”]',
  'crm-user-inactive':
    'Your Salesforce user is deactivated or locked. Please ask your administrator.[ Salesforce says: “{message}”]',
  'crm-no-user': 'There is no Salesforce user for you. Please ask your administrator.[ Salesforce says: “{message}”]',
  'crm-token-lost':
    'The stored sign-in to Salesforce can no longer be read: the key of this server has changed. Please connect Salesforce again.',
  'crm-sign-in-expired': 'The sign-in at Salesforce has expired. Please sign in again.[ Salesforce says: “{message}”]',
  'crm-sign-in-refused':
    'Salesforce refused the sign-in. Please ask your administrator.[ Salesforce says: “{message}”]',

  // Why a status is what it is, where no reason stands behind it (T5).
  'why-needs-attention': 'Something keeps this contact from being synced.',
  'why-waiting': 'It goes with the next session.',
  'why-waiting-off': 'It waits: the contact sync is switched off.',
  'why-waiting-paused': 'It waits: the sync is paused.',
  'why-stopped': 'You stopped the sync of this contact.',
  'why-synced': 'It is the same in Outlook and Salesforce[, owned by {owner}].',
  'why-outside-all':
    'It is in Salesforce[, owned by {owner}], and comes with the next session: your filter is All available contacts.',
  'why-outside-soon': 'It is yours in Salesforce, and comes with the next session.',
  'why-outside-mine': 'Owned by {owner}; your filter is Only my contacts.',
  'why-outside-not-mine': 'Owned by somebody else; your filter is Only my contacts.',
  'why-outside-view': 'It is in Salesforce[, owned by {owner}], but not in the list view that is your filter.',
  'why-not-synced': 'It is neither in your synced contacts nor found in Salesforce.',
  'why-checking': 'It is not among your synced contacts; Salesforce is being asked.',
  'stop-mail-subject': '{name}: your contacts are not being synced',
  'stop-mail':
    'Hello {person},\n\nsince {since} your contacts have not been synced between your mailbox and Salesforce:\n\n{reason}\n\n' +
    'Open {url} to see it and to put it right.\n\nNothing is lost meanwhile. This reminder comes once a week until the sync runs again.\n',
  'salesforce-not-asked': 'It is not among your synced contacts; Salesforce cannot be asked at the moment.',
} as const;

/** A reason's code as far as it has a sentence of its own. */
export type Code = keyof typeof reasons;
type StandardField = (typeof STANDARD_FIELDS)[number];

/** One language. A sentence that is missing is a type error. */
export interface Wording {
  readonly reasons: { readonly [C in Code]: string };
  readonly fields: { readonly [F in StandardField]: string };
  /** For a code that a newer or older version knows. */
  readonly unknown: string;
  /** From a page of the server's own to Cardbridge's. */
  readonly back: string;
}

export const english: Wording = {
  reasons,
  fields: {
    salutation: 'Salutation',
    firstName: 'First name',
    middleName: 'Middle name',
    lastName: 'Last name',
    suffix: 'Suffix',
    title: 'Job title',
    company: 'Company',
    department: 'Department',
    email: 'E-mail',
    phone: 'Business phone',
    mobilePhone: 'Mobile phone',
    homePhone: 'Home phone',
    otherPhone: 'Other phone',
    fax: 'Fax',
    assistantName: "Assistant's name",
    assistantPhone: "Assistant's phone",
    birthdate: 'Birthday',
    notes: 'Notes',
    mailingAddress: 'Business address',
    otherAddress: 'Home address',
  },
  unknown: 'This could not be done (reason: {code}).[ The service says: “{message}”]',
  back: 'Back to Cardbridge',
};
