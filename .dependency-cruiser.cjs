/** The floors of the house: each room imports only the rooms below it. Keep in step with ARCHITECTURE's list. */
const rooms = {
  model: [],
  planner: ['model'],
  connectors: ['model'],
  store: ['model'],
  engine: ['planner', 'connectors', 'store', 'model'],
  jobs: ['engine', 'planner', 'connectors', 'store', 'model'],
  http: ['jobs', 'engine', 'planner', 'connectors', 'store', 'model'],
};
const services = ['graph', 'ews', 'google', 'salesforce'];

/** Outside things with one door each. */
const doors = [
  { name: 'sql-only-in-store', path: '^(kysely|pg|@electric-sql/pglite)$', from: '^server/(store/|move-database)' },
  { name: 'queue-only-in-jobs', path: '^pg-boss', from: '^server/jobs/' },
  { name: 'express-only-in-http', path: '^(express|helmet|express-rate-limit)$', from: '^server/http/' },
  { name: 'jsforce-only-in-salesforce', path: '^(@jsforce/)?jsforce', from: '^server/connectors/salesforce/' },
  { name: 'mail-only-in-stop-mail', path: '^nodemailer$', from: '^server/stop-mail' },
  { name: 'openid-only-in-sign-in', path: '^openid-client$', from: '^server/http/sign-in/' },
  { name: 'http-client-only-in-http', path: '^@azure/core-rest-pipeline$', from: '^server/connectors/http' },
];

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphans',
      severity: 'error',
      from: {
        orphan: true,
        path: '^(server|addin)/',
        pathNot: [
          '^addin/globals',
          '^server/(main|validate|move-database|store/(initialise-embedded|embedded-worker))\\.ts$',
          '\\.d\\.ts$',
          '^server/model/',
        ],
      },
      to: {},
    },
    { name: 'nobody-imports-main', severity: 'error', from: {}, to: { path: '^server/main\\.ts$' } },
    ...Object.entries(rooms).map(([room, below]) => ({
      name: `downstairs-only-${room}`,
      severity: 'error',
      from: { path: `^server/${room}/` },
      to: { path: '^(server|addin|test)/', pathNot: `^server/(${[room, ...below].join('|')})/` },
    })),
    {
      name: 'config-is-for-main',
      severity: 'error',
      from: { pathNot: '^(server/(main|validate|move-database|config|sign-in|cardbridge)\\.ts|test/)' },
      to: { path: '^server/config\\.ts$' },
    },
    {
      name: 'planner-and-model-use-no-package',
      severity: 'error',
      from: { path: '^server/(planner|model)/' },
      to: { dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'core', 'npm-no-pkg', 'unknown'] },
    },
    ...services.map((service) => ({
      name: `connector-knows-only-${service}`,
      severity: 'error',
      from: { path: `^server/connectors/${service}/` },
      to: { path: `^server/connectors/(${services.filter((other) => other !== service).join('|')})/` },
    })),
    {
      name: 'only-main-opens-the-connectors',
      severity: 'error',
      from: { path: '^server/', pathNot: '^server/(connectors/|(main|validate|check-settings|sign-in)\\.ts)' },
      to: { path: `^server/connectors/(index\\.ts|http|${services.map((s) => `${s}/`).join('|')})` },
    },
    ...doors.map(({ name, path, from }) => ({
      name,
      severity: 'error',
      from: { path: '^(server|addin)/', pathNot: from },
      to: { path: `node_modules/${path.replace(/^\^/, '')}|${path}`, dependencyTypesNot: ['local'] },
    })),
    { name: 'nothing-looks-into-test', severity: 'error', from: { path: '^(server|addin)/' }, to: { path: '^test/' } },
    {
      name: 'simulators-import-nothing-of-ours',
      severity: 'error',
      from: { path: '^test/simulators/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(server|addin)/|^test/(?!simulators/)' },
    },
    {
      name: 'addin-knows-only-the-contract',
      severity: 'error',
      from: { path: '^addin/' },
      to: { path: '^server/', pathNot: '^server/http/contract\\.ts$' },
    },
    {
      name: 'languages-are-words-alone',
      severity: 'error',
      from: { path: '^languages/' },
      to: { dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'addin-takes-types-only',
      severity: 'error',
      from: { path: '^addin/' },
      to: { path: '^server/', dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.(md|json|html|css)$' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs'],
    },
  },
};
