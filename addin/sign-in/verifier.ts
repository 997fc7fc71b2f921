/** A secret of this page and what may be told of it, as in PKCE (RFC 7636). */
export function newVerifier(): { readonly verifier: string; readonly challenge: Promise<string> } {
  const verifier = base64url(crypto.getRandomValues(new Uint8Array(32)));
  const digest = crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  return { verifier, challenge: digest.then((bytes) => base64url(new Uint8Array(bytes))) };
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}
