import type { TenantAccount } from '../sample/people.ts';

const escaped = (text: string) => text.replaceAll(/[&<>"']/g, (character) => `&#${character.codePointAt(0) ?? 0};`);

/** Where one says who one is. */
export function signInPage(path: string, users: readonly TenantAccount[]): string {
  const people = users.map(
    ({ name, email }) =>
      `<li><a href="${escaped(path)}/enter?who=${encodeURIComponent(email)}">${escaped(name)}</a> ${escaped(email)}</li>`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>Sign in (stand-in for Microsoft Entra)</title></head><body><main>
<h1>Sign in</h1><p>This stands in for Microsoft Entra. Who are you?</p><ul>${people.join('')}</ul><p><a href="${escaped(path)}/enter">Cancel</a></p>
<p>Where an administrator has to approve the app first: <a href="${escaped(path)}/enter?approval=missing">return to the application without granting consent</a></p></main></body></html>`;
}
