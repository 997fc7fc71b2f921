import tseslint from 'typescript-eslint';

/** One door per outside thing (ARCHITECTURE, rule 4); the imports are dependency-cruiser's, the globals are here. */
const noProcessEnv = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'Only server/config.ts reads process.env.',
};
const noFetch = {
  selector: "CallExpression[callee.name='fetch']",
  message: 'fetch: only connectors/http.ts and addin/api.ts.',
};

export default tseslint.config(
  { ignores: ['node_modules', 'dist', '.demo', '.data', 'coverage'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['server/**/*.ts', 'addin/**/*.ts', 'addin/**/*.tsx'],
    ignores: ['server/config.ts', 'addin/api.ts', 'server/connectors/http.ts'],
    rules: { 'no-restricted-syntax': ['error', noProcessEnv, noFetch] },
  },
  {
    files: ['addin/**/*.ts', 'addin/**/*.tsx'],
    ignores: ['addin/office.ts'],
    rules: { 'no-restricted-globals': ['error', { name: 'Office', message: 'Office.js: only addin/office.ts.' }] },
  },
  // One file is one language, whole; its length is that of what is said in it.
  { files: ['languages/*.ts', 'addin/words/*.ts', 'server/http/wording-*.ts'], rules: { 'max-lines': 'off' } },
  // Every history that ever failed.
  { files: ['test/machine/kept.test.ts'], rules: { 'max-lines': 'off' } },
  {
    files: ['server/planner/**/*.ts', 'server/model/**/*.ts'],
    rules: {
      'no-console': 'error',
      'no-restricted-globals': [
        'error',
        'process',
        'setTimeout',
        'setInterval',
        'fetch',
        'crypto',
        'performance',
        'console',
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'FunctionDeclaration[async=true], ArrowFunctionExpression[async=true], AwaitExpression',
          message: 'The planner is pure: no async.',
        },
        {
          selector:
            "NewExpression[callee.name='Date'][arguments.length=0], MemberExpression[object.name='Date'][property.name='now']",
          message: 'The planner is pure: no clock.',
        },
        {
          selector: "MemberExpression[object.name='Math'][property.name='random']",
          message: 'The planner is pure: no dice.',
        },
      ],
    },
  },
  { files: ['*.config.ts', '*.config.js', '.dependency-cruiser.cjs'], rules: { 'no-restricted-exports': 'off' } },
);
