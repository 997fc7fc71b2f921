import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { CertificateFiles } from './http/certificate.ts';
import type { ManifestFacts } from './http/manifest.ts';
import { manifestFacts, PAGE_ADVICE, pageEnvironment } from './page-settings.ts';
import { TLS_ADVICE, tlsConfiguration, tlsEnvironment } from './tls-settings.ts';
import { MAIL_ADVICE, mailConfiguration, mailEnvironment, type MailConfiguration } from './mail-settings.ts';
import {
  isLoopback,
  SIGN_IN_ADVICE,
  signInConfiguration,
  signInEnvironment,
  type SignInConfiguration,
} from './sign-in-settings.ts';

/** Everything that is wrong with the environment, each by its variable and with what to do. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`The configuration is not complete:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

/** A person who signs in with a fixed token: for development, the demo and checks only. */
const developmentPerson = z.strictObject({
  token: z.string().min(16),
  email: z.email().transform((email) => email.toLowerCase()),
  name: z.string().min(1),
  admin: z.boolean().default(false),
  service: z.enum(['graph', 'ews', 'google']),
  salesforceUsername: z.string().min(1),
});
export type DevelopmentPerson = Readonly<z.output<typeof developmentPerson>>;

const port = z.coerce.number().int().min(0).max(65_535);
const address = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''));
const file = z.string().refine(existsSync, 'no such file');

const environment = z.object({
  PORT: port.default(3000),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: address.optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATA_DIR: z.string().default('.data'),
  SETTINGS_FILE: file.optional(),
  ROLE: z.enum(['all', 'web', 'worker']).default('all'),
  SECRET_KEY: z.string().optional(),
  GRAPH_URL: address.default('https://graph.microsoft.com/v1.0'),
  GRAPH_AUTHORITY: address,
  GRAPH_CLIENT_ID: z.string(),
  GRAPH_CLIENT_SECRET: z.string(),
  SALESFORCE_LOGIN_URL: address.default('https://login.salesforce.com'),
  SALESFORCE_API_VERSION: z
    .string()
    .regex(/^\d{2,3}\.0$/)
    .default('67.0'),
  SALESFORCE_CLIENT_ID: z.string(),
  SALESFORCE_CLIENT_SECRET: z.string().optional(),
  SALESFORCE_CONNECT: z.enum(['on', 'off']).default('on'),
  SALESFORCE_PRIVATE_KEY_FILE: file.optional(),
  CA_FILE: file.optional(),
  DEV_TOKENS_FILE: file.optional(),
  NODE_ENV: z.string().optional(),
  ...signInEnvironment,
  ...pageEnvironment,
  ...mailEnvironment,
  ...tlsEnvironment,
  SCHEDULE: z.enum(['on', 'off']).default('on'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  MAX_CONCURRENT_SESSIONS: z.coerce.number().int().min(1).max(100).default(4),
});
type Variable = keyof z.output<typeof environment>;

/** What to do about a variable that is missing or wrong. */
const ADVICE: { readonly [V in Variable]: string } = {
  PORT: 'set it to the port to listen on, 0 to 65535 (default 3000)',
  HOST: 'set it to the address to listen on (default 127.0.0.1)',
  PUBLIC_URL: 'set it to the http(s) address at which people open Cardbridge',
  DATABASE_URL: 'set it to postgres://user:password@host/database, or leave it out for the embedded database',
  DATA_DIR: 'set it to a folder that the server may write (default .data)',
  SETTINGS_FILE: 'set it to the path of the YAML or JSON settings file, or leave it out for the defaults',
  ROLE: 'set it to all, web or worker',
  SECRET_KEY: 'set it to 32 bytes in base64 (openssl rand -base64 32), or leave it out to have one made in DATA_DIR',
  GRAPH_URL: 'set it to the address of Microsoft Graph (default https://graph.microsoft.com/v1.0)',
  GRAPH_AUTHORITY: 'set it to https://login.microsoftonline.com/ and your tenant id',
  GRAPH_CLIENT_ID: 'set it to the application (client) id of your app registration in Entra',
  GRAPH_CLIENT_SECRET: 'set it to a client secret of that app registration',
  SALESFORCE_LOGIN_URL: 'set it to https://login.salesforce.com, or to your own domain at Salesforce',
  SALESFORCE_API_VERSION: 'set it to a version such as 67.0 (the default)',
  SALESFORCE_CLIENT_ID: 'set it to the consumer key of your app at Salesforce',
  SALESFORCE_CLIENT_SECRET:
    'set it to the consumer secret of that app, or leave it out where it needs none (PKCE alone)',
  SALESFORCE_CONNECT:
    'set it to on to have people connect their own Salesforce, or to off where all are called by the JWT flow',
  SALESFORCE_PRIVATE_KEY_FILE:
    "set it to the path of the PEM file with the app's private key (JWT flow), or leave it out where people connect themselves",
  CA_FILE: 'set it to the path of a PEM file with further certificate authorities, or leave it out',
  DEV_TOKENS_FILE: 'set it to the path of a JSON file with people and their tokens (development only), or leave it out',
  NODE_ENV: 'set it to production where people work with it',
  ...SIGN_IN_ADVICE,
  ...PAGE_ADVICE,
  ...MAIL_ADVICE,
  ...TLS_ADVICE,
  SCHEDULE: 'set it to on, or to off to have sessions only when asked for',
  LOG_LEVEL: 'set it to fatal, error, warn, info, debug, trace or silent',
  MAX_CONCURRENT_SESSIONS: 'set it to a number from 1 to 100 (default 4)',
};

export interface Configuration {
  readonly host: string;
  readonly port: number;
  /** Absent: http, behind a proxy or on one machine. */
  readonly tls?: CertificateFiles;
  /** Without a slash at its end. */
  readonly publicUrl: string;
  /** Absent: the embedded database in `dataDirectory`. */
  readonly databaseUrl?: string;
  readonly dataDirectory: string;
  readonly settingsFile?: string;
  readonly role: 'all' | 'web' | 'worker';
  /** 32 bytes: encrypts secrets at rest. */
  readonly secretKey: Buffer;
  readonly graph: {
    readonly url: string;
    readonly authority: string;
    readonly clientId: string;
    readonly clientSecret: string;
  };
  readonly salesforce: {
    readonly loginUrl: string;
    readonly apiVersion: string;
    readonly clientId: string;
    readonly clientSecret?: string;
    /** PEM; absent: nobody is called by the JWT flow. */
    readonly privateKey?: string;
    /** Whether people connect themselves. */
    readonly connects: boolean;
  };
  readonly caFile?: string;
  readonly developmentPeople: readonly DevelopmentPerson[];
  readonly signIn: SignInConfiguration;
  /** Origins that may show the pane in a frame. */
  readonly frameAncestors: readonly string[];
  readonly officeJsUrl: string;
  readonly manifest: ManifestFacts;
  /** Absent: no mail is sent. */
  readonly mail?: MailConfiguration;
  readonly schedule: boolean;
  readonly logLevel: string;
  readonly maximumSessions: number;
}

/** The environment, validated and frozen; the only reader of process.env. Throws ConfigurationError with every problem at once. */
export function readConfiguration(given: NodeJS.ProcessEnv = process.env): Configuration {
  // A variable set to nothing is one that is left out, as compose files do.
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = environment.safeParse(set);
  if (!parsed.success) throw new ConfigurationError(problemsOf(parsed.error, set));
  const values = parsed.data;
  const dataDirectory = resolve(values.DATA_DIR);
  const alone = values.ROLE === 'all';
  if (!alone && values.DATABASE_URL === undefined)
    fail('DATABASE_URL', `ROLE=${values.ROLE} shares its database with other processes and needs PostgreSQL`);
  if (!alone && values.SECRET_KEY === undefined)
    fail('SECRET_KEY', `ROLE=${values.ROLE} shares its secrets with other processes and needs their key`);
  const tls = tlsConfiguration(values, fail);
  const publicUrl = values.PUBLIC_URL ?? `${tls === undefined ? 'http' : 'https'}://${values.HOST}:${values.PORT}`;
  if (tls !== undefined && publicUrl.startsWith('http:'))
    fail('PUBLIC_URL', `${publicUrl} is http, and with TLS_CERT_FILE the server speaks https`);
  const signIn = signInConfiguration(values, { publicUrl, graphAuthority: values.GRAPH_AUTHORITY }, fail);
  const people = values.DEV_TOKENS_FILE === undefined ? [] : developmentPeople(values.DEV_TOKENS_FILE);
  if (values.DEV_TOKENS_FILE !== undefined && (values.NODE_ENV === 'production' || !isLoopback(publicUrl)))
    fail(
      'DEV_TOKENS_FILE',
      `fixed tokens are for development on one machine, and this is ${publicUrl} (PUBLIC_URL)${values.NODE_ENV === 'production' ? ' in production (NODE_ENV)' : ''}`,
    );
  if (
    values.ROLE !== 'worker' &&
    values.DEV_TOKENS_FILE === undefined &&
    signIn.entra === undefined &&
    signIn.provider === undefined
  )
    fail('ENTRA_CLIENT_ID', 'nobody could sign in');
  const mail = mailConfiguration(values, fail);
  if (values.SALESFORCE_CONNECT === 'off' && values.SALESFORCE_PRIVATE_KEY_FILE === undefined)
    fail('SALESFORCE_PRIVATE_KEY_FILE', 'nobody connects themselves (SALESFORCE_CONNECT), so nobody could be called');
  return deepFreeze({
    host: values.HOST,
    port: values.PORT,
    publicUrl,
    ...(tls === undefined ? {} : { tls }),
    ...(values.DATABASE_URL === undefined ? {} : { databaseUrl: values.DATABASE_URL }),
    dataDirectory,
    ...(values.SETTINGS_FILE === undefined ? {} : { settingsFile: resolve(values.SETTINGS_FILE) }),
    role: values.ROLE,
    secretKey: secretKey(values.SECRET_KEY, dataDirectory),
    graph: {
      url: values.GRAPH_URL,
      authority: values.GRAPH_AUTHORITY,
      clientId: values.GRAPH_CLIENT_ID,
      clientSecret: values.GRAPH_CLIENT_SECRET,
    },
    salesforce: {
      loginUrl: values.SALESFORCE_LOGIN_URL,
      apiVersion: values.SALESFORCE_API_VERSION,
      clientId: values.SALESFORCE_CLIENT_ID,
      ...(values.SALESFORCE_CLIENT_SECRET === undefined ? {} : { clientSecret: values.SALESFORCE_CLIENT_SECRET }),
      ...(values.SALESFORCE_PRIVATE_KEY_FILE === undefined
        ? {}
        : { privateKey: privateKey(values.SALESFORCE_PRIVATE_KEY_FILE) }),
      connects: values.SALESFORCE_CONNECT === 'on',
    },
    ...(values.CA_FILE === undefined ? {} : { caFile: resolve(values.CA_FILE) }),
    developmentPeople: people,
    signIn,
    frameAncestors: values.FRAME_ANCESTORS,
    officeJsUrl: values.OFFICE_JS_URL,
    manifest: manifestFacts(values, publicUrl),
    ...(mail === undefined ? {} : { mail }),
    schedule: values.SCHEDULE === 'on',
    logLevel: values.LOG_LEVEL,
    maximumSessions: values.MAX_CONCURRENT_SESSIONS,
  });
}

/** What the manifest needs of the environment, alone: an administrator prints it before anything runs. Throws ConfigurationError. */
export function readManifestFacts(given: NodeJS.ProcessEnv = process.env): ManifestFacts {
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = environment
    .pick({ PUBLIC_URL: true, MANIFEST_ID: true, ADDIN_NAME: true, SUPPORT_URL: true, MANIFEST_REVISION: true })
    .safeParse(set);
  if (!parsed.success) throw new ConfigurationError(problemsOf(parsed.error, set));
  const { PUBLIC_URL: publicUrl } = parsed.data;
  if (publicUrl === undefined) return fail('PUBLIC_URL', 'the manifest names it');
  return manifestFacts(parsed.data, publicUrl);
}

function problemsOf(error: z.ZodError, set: Readonly<Record<string, unknown>>): string[] {
  return error.issues.map((issue) => {
    const variable = issue.path[0] as Variable;
    return `${variable} ${variable in set ? `is not usable (${issue.message})` : 'is not set'}: ${ADVICE[variable]}.`;
  });
}

function fail(variable: Variable, reason: string): never {
  throw new ConfigurationError([`${variable}: ${reason}: ${ADVICE[variable]}.`]);
}

/** The key given, or one made once and kept beside the data; without it nothing encrypted can be read again. */
function secretKey(given: string | undefined, directory: string): Buffer {
  if (given !== undefined) return decoded(given, 'SECRET_KEY is');
  const path = join(directory, 'secret.key');
  try {
    mkdirSync(directory, { recursive: true });
    if (!existsSync(path)) writeFileSync(path, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (cause) {
    fail('DATA_DIR', `${directory} cannot be written (${(cause as Error).message})`);
  }
  return decoded(readFileSync(path, 'utf8').trim(), `${path} is`);
}

function decoded(text: string, what: string): Buffer {
  const key = Buffer.from(text, 'base64');
  if (key.length !== 32) fail('SECRET_KEY', `${what} ${key.length} bytes instead of 32`);
  return key;
}

function privateKey(path: string): string {
  const text = readFileSync(path, 'utf8');
  if (!text.includes('PRIVATE KEY')) fail('SALESFORCE_PRIVATE_KEY_FILE', `${path} holds no private key in PEM form`);
  return text;
}

function developmentPeople(path: string): DevelopmentPerson[] {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    fail('DEV_TOKENS_FILE', `${path} is not JSON (${(cause as Error).message})`);
  }
  const parsed = z.array(developmentPerson).safeParse(content);
  if (parsed.success) return parsed.data;
  throw new ConfigurationError(
    parsed.error.issues.map((issue) => `DEV_TOKENS_FILE: ${path}: ${issue.path.join('.')}: ${issue.message}.`),
  );
}

function deepFreeze<T>(value: T): T {
  // A buffer's bytes cannot be frozen.
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  for (const part of Object.values(value)) deepFreeze(part);
  return Object.freeze(value);
}
