import type { Connectors } from './connectors/index.ts';
import { FailureError } from './model/failure.ts';
import { SettingsFileError, type SettingsFile } from './settings-file.ts';

export interface CheckedSettings {
  /** Why the org could not be asked. */
  readonly unchecked?: string;
  /** What may be wrong, each with its line: it is so for the person who was asked for. */
  readonly doubts: readonly string[];
}

/**
 * What only the services can tell of the settings (A4): a mapping to a field that the mailbox service or the org lacks, or that is not writable; an
 * Account that is none. Throws SettingsFileError, each problem with its line. `account`: anyone whose Salesforce can be asked.
 */
export async function checkSettings(
  file: SettingsFile,
  connectors: Connectors,
  account: { readonly username: string } | undefined,
): Promise<CheckedSettings> {
  const { settings } = file;
  const problems = Object.values(connectors.mailboxes).flatMap((mailbox) =>
    mailbox.checkMappings(settings.mappings).map(({ mapping, reason }) => file.problemOfMapping(mapping, reason)),
  );
  const doubts: string[] = [];
  let unchecked: string | undefined;
  if (account === undefined) unchecked = 'nobody is enrolled yet';
  else {
    try {
      for (const { subject, reason, perhaps } of await connectors.crm.checkSettings(account, settings))
        (perhaps === true ? doubts : problems).push(file.problemOf(subject, reason));
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      unchecked = error.failure.code;
    }
  }
  if (problems.length > 0) throw new SettingsFileError(problems);
  return { doubts, ...(unchecked === undefined ? {} : { unchecked }) };
}
