import { resolve } from 'node:path';
import HtmlWebpackPlugin from 'html-webpack-plugin';
import type { Configuration } from 'webpack';

/** The page: one bundle and one style sheet, nothing inline, so that the strictest content security policy holds. */
const configuration: Configuration = {
  entry: { taskpane: './addin/main.tsx' },
  output: {
    path: resolve(import.meta.dirname, 'dist'),
    filename: '[name].[contenthash].js',
    cssFilename: '[name].[contenthash].css',
    clean: true,
  },
  experiments: { css: true },
  resolve: { extensions: ['.tsx', '.ts', '.js'] },
  module: {
    rules: [
      { test: /\.tsx?$/, loader: 'esbuild-loader', options: { target: 'es2022', jsx: 'automatic' } },
      { test: /\.css$/, type: 'css/global' },
    ],
  },
  plugins: [
    new HtmlWebpackPlugin({
      template: './addin/taskpane.html',
      filename: 'index.html',
      favicon: './addin/icon.svg',
      scriptLoading: 'defer',
    }),
  ],
  performance: { maxAssetSize: 500_000, maxEntrypointSize: 500_000 },
};

export default configuration;
