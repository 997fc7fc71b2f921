import { resolve } from 'node:path';
import express, { Router } from 'express';
import { ICONS, renderManifest, type ManifestFacts } from './manifest.ts';

const ICON_FOLDER = resolve(import.meta.dirname, '../../addin/icons/v1');

/** The manifest for this company's address, and the icons that it names. Icons carry no Cache-Control: Outlook keeps them by their name. */
export function manifestPages(facts: ManifestFacts): Router {
  const router = Router();
  router.get('/manifest.xml', (_request, response) => {
    response.set('Cache-Control', 'no-store').type('application/xml').send(renderManifest(facts));
  });
  router.use(ICONS, express.static(ICON_FOLDER, { index: false, cacheControl: false }));
  return router;
}
