import type { Connectors } from './connectors/index.ts';
import { FailureError } from './model/failure.ts';
import { SettingsFileError, type SettingsFile } from './settings-file.ts';

/**
 * What only the services can tell of the settings (A4): a mapping to a field that the mailbox service or the org lacks, or that is not writable.
 * Throws SettingsFileError, each problem with its line. `account`: anyone whose Salesforce can be asked; answers the reason where it cannot be now.
 */
export async function checkSettings(
  file: SettingsFile,
  connectors: Connectors,
  account: { readonly username: string } | undefined,
): Promise<{ readonly unchecked?: string }> {
  const { settings } = file;
  const problems = Object.values(connectors.mailboxes).flatMap((mailbox) =>
    mailbox.checkMappings(settings.mappings).map(({ mapping, reason }) => file.problemOfMapping(mapping, reason)),
  );
  let unchecked: string | undefined;
  if (account === undefined) unchecked = 'nobody is enrolled yet';
  else {
    try {
      const found = await connectors.crm.checkSettings(account, settings.mappings, settings.defaults);
      problems.push(...found.map(({ subject, reason }) => file.problemOf(subject, reason)));
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      unchecked = error.failure.code;
    }
  }
  if (problems.length > 0) throw new SettingsFileError(problems);
  return unchecked === undefined ? {} : { unchecked };
}
