const MICROSOFT_CDN = 'https://appsforoffice.microsoft.com';
/** Microsoft's own Office.js on the web loads MicrosoftAjax.js from here. */
const MICROSOFT_AJAX = 'https://ajax.aspnetcdn.com';

export interface PagePolicy {
  /** Of this one response; scripts and styles without it do not run. */
  readonly nonce: string;
  /** Absolute; its origin is the one foreign one that scripts may come from, besides the one it loads MicrosoftAjax.js from. */
  readonly officeJsUrl: string;
  /** Further origins that may show the page in a frame. */
  readonly frameAncestors: readonly string[];
}

/**
 * The Content-Security-Policy of a page: no `unsafe-inline`, no `unsafe-eval`, and nothing that an instance on plain http could not keep
 * (upgrade-insecure-requests). Fluent writes its styles into style elements, which carry the nonce.
 */
export function pagePolicy({ nonce, officeJsUrl, frameAncestors }: PagePolicy): string {
  const office = new URL(officeJsUrl).origin;
  const foreign = office === MICROSOFT_CDN ? [office, MICROSOFT_AJAX] : [office];
  const directives: Readonly<Record<string, readonly string[]>> = {
    'default-src': ["'self'"],
    'script-src': ["'self'", `'nonce-${nonce}'`, ...foreign],
    'style-src': ["'self'", `'nonce-${nonce}'`],
    // Photos are fetched with the person's proof and shown by blob: URLs, which only a script of ours can make; data: could stand in any markup.
    'img-src': ["'self'", 'blob:'],
    // Outlook's own sign-in is a talk with Outlook, and a window of ours one with the server.
    'connect-src': ["'self'"],
    // Office.js asks in a hidden frame of its own host whether whoever shows the page may be trusted.
    'frame-src': ["'self'", office],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    'frame-ancestors': ["'self'", ...frameAncestors],
  };
  return Object.entries(directives)
    .map(([name, sources]) => [name, ...sources].join(' '))
    .join('; ');
}
