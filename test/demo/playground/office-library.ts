import { readFile } from 'node:fs/promises';
import { extname, join, normalize, resolve } from 'node:path';
import { Router } from 'express';

const LIBRARY = resolve(import.meta.dirname, '../../../node_modules/@microsoft/office-js/dist');
/** The application context of the web host: the place of the theme is left empty there. */
const WITH_THEME = [/(\w+)\._featureGates,\s*undefined,/, '$1._featureGates,$1._officeTheme,'] as const;
const MICROSOFT_AJAX = '//ajax.aspnetcdn.com/ajax/3.5/MicrosoftAjax.js';

/**
 * The real office.js from its npm package, as Microsoft's CDN serves it, so that the pane runs with the network off. Four things differ: the
 * address of MicrosoftAjax.js names our shim; the trust page answers that this host is trusted; the sign-in bridge, which the package lacks, is added; and
 * the theme that the host tells is taken up, which the package of 2022 drops on the web and today's Outlook has (requirement set Mailbox 1.14).
 */
export function officeLibrary({ host }: { readonly host: string }): Router {
  const router = Router();
  router.use((_request, response, next) => {
    response.set({ 'Access-Control-Allow-Origin': '*', 'Cross-Origin-Resource-Policy': 'cross-origin' });
    next();
  });
  // The library spells it so, and a package of lower-case names holds another page.
  router.get('/AgaveErrorUX/index.html', (_request, response) => void response.type('html').send(TRUSTED));
  router.get('/microsoft-ajax.js', async (_request, response) => {
    response.type('js').send(await readFile(join(import.meta.dirname, 'microsoft-ajax.js'), 'utf8'));
  });
  router.get('/*path', async (request, response, next) => {
    const file = join(LIBRARY, normalize(request.path));
    const text = file.startsWith(LIBRARY) ? await readFile(file, 'utf8').catch(() => undefined) : undefined;
    if (text === undefined) return next();
    const bridge =
      request.path === '/office.js' ? await readFile(join(import.meta.dirname, 'sign-in-bridge.js'), 'utf8') : '';
    response
      .type(extname(file))
      .send(`${bridge}${text.replaceAll(MICROSOFT_AJAX, `//${host}/office/microsoft-ajax.js`).replace(...WITH_THEME)}`);
  });
  return router;
}

/** Loaded by office.js in a hidden frame when the pane's origin is not its host's: says that the host may be trusted. */
const TRUSTED = `<!doctype html><meta charset="utf-8"><title>Trust</title><script>
addEventListener('message', (event) => event.source.postMessage(JSON.stringify({ hostUserTrusted: true }), event.origin));
</script>
`;
