import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import HtmlWebpackPlugin from 'html-webpack-plugin';
import type { Compiler, Configuration } from 'webpack';
import { windowsEn, type WindowWords } from './addin/words/windows-en.ts';

/** Lays a copy for each encoding beside every script, as small as it can be: the server sends it to whoever accepts it (server/http/compressed.ts). */
const compressedCopies = {
  apply: (compiler: Compiler): void => {
    const { Compilation, sources } = compiler.webpack;
    compiler.hooks.thisCompilation.tap('compressed copies', (compilation) => {
      const stage = Compilation.PROCESS_ASSETS_STAGE_OPTIMIZE_TRANSFER;
      compilation.hooks.processAssets.tap({ name: 'compressed copies', stage }, (assets) => {
        for (const [name, asset] of Object.entries(assets)) {
          if (!name.endsWith('.js')) continue;
          compilation.emitAsset(`${name}.br`, new sources.RawSource(brotliCompressSync(asset.buffer())));
          compilation.emitAsset(`${name}.gz`, new sources.RawSource(gzipSync(asset.buffer(), { level: 9 })));
        }
      });
    });
  },
};

/** The last page of each window, with its script. */
const WINDOWS = {
  'sign-in-done': 'sign-in-done',
  'sign-in-not-done': 'sign-in-done',
  'salesforce-done': 'salesforce-done',
} as const satisfies { readonly [W in keyof WindowWords]: string };

/** These pages are made once for all, so that each says its sentence in every language. */
const said = new Map<string, WindowWords>([['en', windowsEn]]);
for (const file of readdirSync(resolve(import.meta.dirname, 'languages'))
  .sort()
  .filter((name) => /^(?!en\.)[a-z]{2,3}\.ts$/.test(name)))
  said.set(file.slice(0, -3), ((await import(`./languages/${file}`)) as { readonly windows: WindowWords }).windows);

/**
 * One bundle, two pages of it: `taskpane.html` for Outlook, with Office.js beside it, and `index.html` for a browser. The server fills their
 * placeholders (nonce, Office.js's address) for each response; nothing is evaluated from a text, so that no policy has to be loosened in development.
 */
const configuration = (_environment: unknown, { mode }: { readonly mode?: string }): Configuration => ({
  entry: {
    taskpane: './addin/main.tsx',
    'sign-in-done': './addin/sign-in/done.ts',
    'salesforce-done': './addin/salesforce/done.ts',
  },
  output: {
    path: resolve(import.meta.dirname, 'dist'),
    filename: '[name].[contenthash].js',
    chunkFilename: '[name].[contenthash].js',
    clean: true,
    publicPath: '/',
  },
  devtool: mode === 'development' ? 'source-map' : false,
  resolve: { extensions: ['.tsx', '.ts', '.js'] },
  module: {
    rules: [{ test: /\.tsx?$/, loader: 'esbuild-loader', options: { target: 'es2022', jsx: 'automatic' } }],
  },
  // One chunk of their own: each view that is loaded later would bring its copy.
  optimization: {
    splitChunks: {
      cacheGroups: { words: { test: /addin.words.views/, name: 'view-words', chunks: 'async', enforce: true } },
    },
  },
  plugins: [
    ...(mode === 'development' ? [] : [compressedCopies]),
    ...['taskpane.html', 'index.html'].map(
      (filename) =>
        new HtmlWebpackPlugin({
          template: './addin/taskpane.html',
          filename,
          chunks: ['taskpane'],
          favicon: './addin/icon.svg',
          inject: false,
          office: filename === 'taskpane.html',
        }),
    ),
    // The ends of the windows of the sign-in and of Salesforce, which bring a code back to the pane; read where the window is not closed by itself.
    ...Object.entries(WINDOWS).map(
      ([name, script]) =>
        new HtmlWebpackPlugin({
          template: './addin/window-done.html',
          filename: `${name}.html`,
          chunks: [script],
          favicon: './addin/icon.svg',
          inject: false,
          said: [...said].map(([lang, words]) => ({ lang, text: words[name as keyof WindowWords] })),
        }),
    ),
  ],
  // test/addin/build.test.ts weighs what is sent, compressed, and this would weigh it raw.
  performance: { hints: false },
});

export default configuration;
