import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import express, { Router, type RequestHandler } from 'express';
import { compressedCopies } from './compressed.ts';
import { pagePolicy } from './page-policy.ts';
import { languageOf, worded } from './wording.ts';

export interface PageOptions {
  /** Where `npm run build` puts the page. */
  readonly pageDirectory: string;
  /** Absolute; Microsoft's CDN unless configured. */
  readonly officeJsUrl: string;
  readonly frameAncestors: readonly string[];
}

/** What the build leaves in the HTML for each response to fill. */
const [NONCE, OFFICE_JS] = ['__NONCE__', '__OFFICE_JS_URL__'];
const A_YEAR = 'public, max-age=31536000, immutable';

/** The page in its two dresses (`/` in a browser, `/taskpane.html` in Outlook) and the files of its build. */
export function pages(options: PageOptions): Router {
  const router = Router();
  router.get(['/', '/index.html'], page('index.html', options));
  router.get('/taskpane.html', page('taskpane.html', options));
  router.get('/sign-in/done', page('sign-in-done.html', options));
  router.get('/sign-in/not-done', page('sign-in-not-done.html', options));
  router.get('/salesforce/done', page('salesforce-done.html', options));
  router.use(compressedCopies(options.pageDirectory, { 'Cache-Control': A_YEAR }));
  router.use(
    express.static(options.pageDirectory, {
      index: false,
      cacheControl: false,
      setHeaders: (response, path) => {
        // A file with its content's hash in its name never changes. Icons go without the header: Outlook keeps them by their name.
        if (/\.[\da-f]{16,}\.(js|css)$/.test(path)) response.set('Cache-Control', A_YEAR);
      },
    }),
  );
  return router;
}

/** The HTML with a nonce of this response in it and in its policy; kept by nobody. Where it is not built, 503 says so. */
function page(file: string, { pageDirectory, officeJsUrl, frameAncestors }: PageOptions): RequestHandler {
  return async (request, response) => {
    const nonce = randomBytes(16).toString('base64');
    response.set({
      'Content-Security-Policy': pagePolicy({ nonce, officeJsUrl, frameAncestors }),
      'Cache-Control': 'no-store',
    });
    const html = await readFile(join(pageDirectory, file), 'utf8').catch(() => undefined);
    if (html === undefined) {
      response.status(503).type('text/plain');
      response.send(`${worded({ code: 'not-built', params: {} }, languageOf(request))}\n`);
      return;
    }
    response.type('html').send(html.replaceAll(NONCE, nonce).replaceAll(OFFICE_JS, officeJsUrl));
  };
}
