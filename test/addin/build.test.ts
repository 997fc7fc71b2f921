import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildPage } from '../support/build-page.ts';

const FIRST_CHUNK_BYTES = 150 * 1024;
let dist = '';
let pages: readonly string[] = [];

beforeAll(async () => {
  dist = await buildPage();
  pages = ['taskpane.html', 'index.html'].map((file) => readFileSync(join(dist, file), 'utf8'));
});

const scripts = (html: string, tag = /<script[^>]*src="?([^\s">]+)/g) =>
  [...html.matchAll(tag)].map(([, src = '']) => src);
/** What is fetched beside the page, which does not wait for it. */
const beside = (html: string) => scripts(html, /<script(?=[^>]*\basync\b)[^>]*src="?([^\s">]+)/g);

describe('the build of the page', () => {
  it('sends at most 150 KB, compressed, before the people of a message are there', () => {
    for (const html of pages) {
      const later = beside(html);
      const own = scripts(html).filter((src) => src.startsWith('/') && !later.includes(src));
      expect(own.length).toBeGreaterThan(0);
      const bytes = own.map((src) => gzipSync(readFileSync(join(dist, src)), { level: 9 }).length);
      expect(bytes.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(FIRST_CHUNK_BYTES);
    }
  });

  it('lays a compressed copy beside each script, for either encoding of browsers', () => {
    for (const src of scripts(pages[0] ?? '').filter((one) => one.startsWith('/'))) {
      const plain = readFileSync(join(dist, src));
      expect(brotliDecompressSync(readFileSync(join(dist, `${src}.br`))).equals(plain)).toBe(true);
      expect(gunzipSync(readFileSync(join(dist, `${src}.gz`))).equals(plain)).toBe(true);
    }
  });

  it('leaves the nonce and the address of Office.js to the server, and Office.js out of a browser page', () => {
    const [inOutlook = '', inBrowser = ''] = pages;
    for (const html of pages) {
      const tags = html.match(/<(script|style)\b[^>]*>/g) ?? [];
      expect(tags.length).toBeGreaterThan(1);
      expect(tags.filter((tag) => !/nonce="?__NONCE__/.test(tag))).toEqual([]);
    }
    // It waits for nothing of ours, and what keeps it from loading is noted from before it is asked for.
    expect(scripts(inOutlook)[0]).toBe('__OFFICE_JS_URL__');
    expect(inOutlook.indexOf('data-failed')).toBeLessThan(inOutlook.indexOf('__OFFICE_JS_URL__'));
    expect(inOutlook.indexOf('data-failed')).toBeGreaterThan(0);
    expect(inBrowser).not.toContain('office');
  });

  it("begins with Office.js and Outlook's own sign-in beside the first chunk, in Outlook alone", () => {
    const [inOutlook = '', inBrowser = ''] = pages;
    const [office, msal = ''] = beside(inOutlook);
    expect([office, msal]).toEqual(['__OFFICE_JS_URL__', expect.stringMatching(/^\/msal\.[\da-f]+\.js$/)]);
    expect(readFileSync(join(dist, msal), 'utf8')).toContain('nestedAppAuthBridge');
    expect(beside(inBrowser)).toEqual([]);
  });

  it('shows its skeleton before any script has run', () => {
    for (const html of pages) expect(html).toMatch(/<div id="?root"?><div class="?first/);
  });

  it("ends the sign-in's window with a small page of its own", () => {
    const html = readFileSync(join(dist, 'sign-in-done.html'), 'utf8');
    const [own = '', office] = scripts(html);
    expect(office).toBe('__OFFICE_JS_URL__');
    expect(readFileSync(join(dist, own)).length).toBeLessThan(20_000);
    expect((html.match(/<script\b[^>]*>/g) ?? []).filter((tag) => !/nonce="?__NONCE__/.test(tag))).toEqual([]);
  });
});
