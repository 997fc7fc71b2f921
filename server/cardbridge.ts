#!/usr/bin/env node
import { ConfigurationError } from './config.ts';
import { renderManifest } from './http/manifest.ts';
import { readManifestFacts } from './config.ts';

/** `cardbridge manifest`: prints the manifest for the configured address; it needs nothing else of the configuration. */
const [command] = process.argv.slice(2);
if (command !== 'manifest') {
  console.error('Usage: cardbridge manifest > manifest.xml');
  process.exitCode = 2;
} else
  try {
    process.stdout.write(renderManifest(readManifestFacts()));
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
