import { checkSettings } from './check-settings.ts';
import { ConfigurationError, readConfiguration } from './config.ts';
import { createConnectors } from './connectors/index.ts';
import { readSettingsFile, SettingsFileError } from './settings-file.ts';

/** `npm run validate:settings`: says what is wrong with the environment and the settings file, asking the services where they can be reached. */
try {
  const configuration = readConfiguration();
  console.log('The environment is complete.');
  if (configuration.settingsFile === undefined) console.log('No SETTINGS_FILE: the defaults hold.');
  else {
    const file = readSettingsFile(configuration.settingsFile);
    const connectors = createConnectors({
      graph: configuration.graph,
      salesforce: configuration.salesforce,
      ...(configuration.caFile === undefined ? {} : { caFile: configuration.caFile }),
      settings: file.settings,
    });
    const [someone] = configuration.developmentPeople;
    const account = someone === undefined ? undefined : { username: someone.salesforceUsername };
    const { unchecked, doubts } = await checkSettings(file, connectors, account);
    for (const doubt of doubts) console.log(doubt);
    console.log(
      unchecked === undefined
        ? `${configuration.settingsFile} fits the org.`
        : `${configuration.settingsFile} is well-formed; it was not checked against the org (${unchecked}).`,
    );
  }
} catch (error) {
  if (!(error instanceof ConfigurationError || error instanceof SettingsFileError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
