import type { Failure } from '../../model/failure.ts';
import { isWire } from './shape.ts';

/** The error of a body, as far as it is one. */
function errorIn(body: unknown): { readonly vendorCode: string; readonly message: string } {
  const error: unknown = isWire(body) ? body.error : undefined;
  const { code, message } = isWire(error) ? error : {};
  return { vendorCode: typeof code === 'string' ? code : '', message: typeof message === 'string' ? message : '' };
}

/** Sorts an answer of Graph that is no success, by status and code (codes differ in case: compared without it). */
export function graphFailure(status: number, body: unknown, retryAfter?: number): Failure {
  const { vendorCode, message } = errorIn(body);
  const name = vendorCode.toLowerCase();
  const text = message === '' ? `Microsoft Graph answered ${status} ${vendorCode}`.trim() : message;
  const failure = (kind: Failure['kind'], code: string): Failure => ({ kind, code, message: text });
  if (['syncstatenotfound', 'resyncrequired', 'syncstateinvalid'].includes(name) || status === 410)
    return failure('cursor-lost', 'graph-cursor-lost');
  if (status === 429) return { ...failure('throttled', 'graph-throttled'), until: Date.now() + (retryAfter ?? 1000) };
  if (status === 401) return failure('signed-out', 'graph-signed-out');
  if (name === 'mailboxnotenabledforrestapi' || name === 'mailboxnothostedinexchangeonline')
    return failure('forbidden', 'graph-no-mailbox');
  if (status === 403) return failure('forbidden', 'graph-forbidden');
  if (status === 404 || name === 'erroritemnotfound' || name === 'errorsyncfoldernotfound')
    return failure('gone', 'graph-not-found');
  if (status === 412 || name === 'errorirresolvableconflict' || name === 'errorchangekeyrequired')
    return failure('stale', 'graph-changed-since');
  if (status === 408 || status === 424 || status === 509 || status >= 500)
    return failure('unavailable', 'graph-unavailable');
  if (status >= 400) return { ...failure('rejected', 'graph-rejected'), fields: namedFields(text) };
  return failure('unavailable', 'graph-not-understood');
}

const PROPERTIES: Readonly<Record<string, string>> = {
  businessphones: 'phone',
  homephones: 'homePhone',
  emailaddresses: 'email',
  mobilephone: 'mobilePhone',
  givenname: 'firstName',
  surname: 'lastName',
  middlename: 'middleName',
  generation: 'suffix',
  title: 'salutation',
  jobtitle: 'title',
  companyname: 'company',
  department: 'department',
  birthday: 'birthdate',
  personalnotes: 'notes',
  businessaddress: 'mailingAddress',
  homeaddress: 'otherAddress',
  assistantname: 'assistantName',
};

/** Graph names the property in its sentence only ("The multi value property BusinessPhones has 3 entries…"). */
function namedFields(message: string): { field: string; message: string }[] {
  const named = [...message.matchAll(/propert(?:y|ies) '?([A-Za-z]+)'?/g)].flatMap(
    ([, name]) => PROPERTIES[name?.toLowerCase() ?? ''] ?? [],
  );
  return [...new Set(named)].map((field) => ({ field, message }));
}
