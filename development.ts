import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** `npm run dev`: the server, started anew when its files change, beside `webpack --watch`; the page comes from it under the same policy as ever. */
const webpack = join(import.meta.dirname, 'node_modules/webpack-cli/bin/cli.js');
const started = [
  [webpack, '--watch', '--mode', 'development', '--stats', 'errors-warnings'],
  ['--watch', 'server/main.ts'],
].map((given) => spawn(process.execPath, given, { cwd: import.meta.dirname, stdio: 'inherit' }));
const stop = () => started.forEach((child) => child.kill());
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
for (const child of started) child.once('exit', stop);
