/** What the windows of the sign-in and of Salesforce say where they are not closed by themselves, in English; read by the build. */
export const windowsEn = {
  'sign-in-done': 'You are signed in; this window can be closed.',
  'sign-in-not-done':
    'You are not signed in. Cardbridge says why in Outlook or in its own page; this window can be closed.',
  'salesforce-done': 'Cardbridge goes on in Outlook or in its own page; this window can be closed.',
};

export type WindowWords = typeof windowsEn;
