import { once } from 'node:events';
import { resolve } from 'node:path';
import { pino } from 'pino';
import { checkSettings } from './check-settings.ts';
import { ConfigurationError, readConfiguration, type Configuration } from './config.ts';
import { createConnectors, fieldPlaces } from './connectors/index.ts';
import { createConnections } from './engine/connections.ts';
import { createEngine } from './engine/create-engine.ts';
import { createApp } from './http/app.ts';
import { DevelopmentSignIn, firstOf } from './http/authenticator.ts';
import { endConnections, listen } from './http/listen.ts';
import { createJobs } from './jobs/create-jobs.ts';
import { loggable } from './jobs/log.ts';
import { clientConfig, entraTokens, ownSignIn } from './sign-in.ts';
import { stopMail } from './stop-mail.ts';
import { createStore } from './store/create-store.ts';
import { openDatabase } from './store/database.ts';
import { NO_SETTINGS_FILE, readSettingsFile, SettingsFileError } from './settings-file.ts';

/** Puts the house together, bottom to top, and takes it down in reverse: config, store, connectors, engine, jobs, http. */
async function start(configuration: Configuration): Promise<() => Promise<void>> {
  const log = pino({ level: configuration.logLevel });
  const file =
    configuration.settingsFile === undefined ? NO_SETTINGS_FILE : readSettingsFile(configuration.settingsFile);
  const { settings } = file;
  const caFile = configuration.caFile === undefined ? {} : { caFile: configuration.caFile };
  const connectors = createConnectors({
    graph: configuration.graph,
    salesforce: { ...configuration.salesforce, log: (event, facts) => log.info(facts, event) },
    ...caFile,
    settings,
  });
  const database = await openDatabase(
    configuration.databaseUrl === undefined
      ? { directory: configuration.dataDirectory }
      : { url: configuration.databaseUrl },
  );
  try {
    const store = createStore(database, { secretKey: configuration.secretKey });
    for (const { email, name, admin, service, salesforceUsername } of configuration.developmentPeople)
      await store.mailboxes.enrol({ email, name, admin, service, crmUsername: salesforceUsername });
    if (configuration.settingsFile !== undefined) {
      const [someone] = await store.mailboxes.all();
      const account = someone === undefined ? undefined : { username: someone.crmUsername };
      const { unchecked, doubts } = await checkSettings(file, connectors, account);
      for (const doubt of doubts) log.warn({ doubt }, 'settings-may-not-fit-the-org');
      if (unchecked !== undefined) log.warn({ reason: unchecked }, 'settings-not-checked-against-the-org');
    }
    const engine = createEngine({
      store,
      mailboxConnectors: connectors.mailboxes,
      crm: connectors.crm,
      orgSettings: settings,
    });
    const jobs = createJobs({
      queueDatabase: database.queue,
      store,
      engine,
      log,
      schedule: configuration.schedule,
      works: configuration.role !== 'web',
      maximumSessions: configuration.maximumSessions,
      intervalMinutes: settings.scheduleMinutes,
      retentionDays: settings.retentionDays,
      ...(configuration.mail === undefined
        ? {}
        : {
            tellStopped: stopMail(configuration.mail, {
              publicUrl: configuration.publicUrl,
              name: configuration.manifest.name,
            }),
          }),
    });
    await jobs.start();
    const people = configuration.developmentPeople;
    const directory = connectors.mailboxes.graph?.directory;
    const app = createApp({
      store,
      engine,
      connections: createConnections({ store, crm: connectors.crm }),
      jobs,
      org: settings,
      schedule: configuration.schedule,
      installation: {
        ...(configuration.settingsFile === undefined ? {} : { settingsFile: configuration.settingsFile }),
        salesforceApiVersion: configuration.salesforce.apiVersion,
        salesforceLoginUrl: configuration.salesforce.loginUrl,
        fields: fieldPlaces(settings.mappings),
      },
      clientConfig: clientConfig(configuration),
      publicUrl: configuration.publicUrl,
      trustProxy: configuration.signIn.trustProxy,
      ...ownSignIn(configuration, log),
      samplePeople: people.map(({ token, email, name, admin, service }) => ({ token, email, name, admin, service })),
      authenticator: firstOf([new DevelopmentSignIn(people), ...entraTokens(configuration, log)]),
      // Everyone of the development sign-in is enrolled above.
      enrolment: () => undefined,
      ...(directory === undefined ? {} : { directory }),
      selfEnrolment: configuration.signIn.selfEnrolment,
      log,
      pageDirectory: resolve(import.meta.dirname, '../dist'),
      officeJsUrl: configuration.officeJsUrl,
      manifest: configuration.manifest,
      frameAncestors: configuration.frameAncestors,
    });
    const listening = listen(app, { ...configuration, log });
    await once(listening, 'listening');
    log.info({ url: configuration.publicUrl, role: configuration.role, database: database.kind }, 'ready');
    return async () => {
      const closed = once(listening, 'close');
      listening.close();
      listening.closeIdleConnections();
      await jobs.stop();
      // Whoever still waits for a session has been answered, or asks the next process.
      endConnections(listening);
      await closed;
      await database.close();
      log.info({}, 'stopped');
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

try {
  const stop = await start(readConfiguration());
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => {
      stop().then(
        () => process.exit(0),
        (error: unknown) => {
          console.error(loggable(error));
          process.exit(1);
        },
      );
    });
} catch (error) {
  // What an administrator can put right is said in plain words; anything else is a bug and shows where it happened.
  if (error instanceof ConfigurationError || error instanceof SettingsFileError) console.error(error.message);
  else console.error(error);
  process.exit(1);
}
