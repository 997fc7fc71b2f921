/**
 * Nobody has consented (65001), whoever was asked declined (65004), only an administrator may (90094, 90093), or asking for it needs their approval (90095):
 * learn.microsoft.com, "Microsoft Entra authentication and authorization error codes". The codes stand in the description alone: it comes as `access_denied`
 * or `consent_required` (github.com/MicrosoftDocs/azure-docs, issues 114009 and 59872).
 */
const CONSENT = /\bAADSTS(?:65001|65004|90093|90094|90095)\b/;

/** Whether an error of the authorization or token endpoint says that the app is not allowed yet. Entra asks for consent only where there is none. */
export function asksForConsent(refusal: unknown): boolean {
  const { error, error_description: description } = (refusal ?? {}) as {
    readonly error?: unknown;
    readonly error_description?: unknown;
  };
  return error === 'consent_required' || (typeof description === 'string' && CONSENT.test(description));
}
