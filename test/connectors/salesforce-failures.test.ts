import { describe, expect, it } from 'vitest';
import { errorsIn, failureOf, failureOfAnswer, failureOfSignIn } from '../../server/connectors/salesforce/failures.ts';
import { fullId } from '../../server/connectors/salesforce/record-id.ts';

const NAMES: Readonly<Record<string, string>> = {
  MailingCity: 'mailingAddress',
  LastName: 'lastName',
  PersonEmail: 'email',
};
const fieldName = (apiName: string) => NAMES[apiName] ?? apiName;

describe('failures', () => {
  const fails = (...errors: object[]) => failureOf(errorsIn({ errors }), fieldName, 0);

  it('[C5] name our fields where the service names its own', () => {
    expect(fails({ statusCode: 'STRING_TOO_LONG', message: 'too long', fields: ['MailingCity'] })).toEqual({
      kind: 'rejected',
      code: 'crm-string-too-long',
      message: 'too long',
      fields: [{ field: 'mailingAddress', message: 'too long' }],
    });
    expect(
      fails({ statusCode: 'REQUIRED_FIELD_MISSING', message: 'Required fields are missing: [LastName, X__c]' }).fields,
    ).toMatchObject([{ field: 'lastName' }, { field: 'X__c' }]);
    expect(fails({ statusCode: 'INVALID_EMAIL_ADDRESS', message: 'm', fields: ['PersonEmail'] }).fields).toMatchObject([
      { field: 'email' },
    ]);
  });

  it('[C5] name no field if one of several errors names none', () => {
    const rule = { statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'not so', fields: [] };
    expect(fails({ statusCode: 'STRING_TOO_LONG', message: 'm', fields: ['Email'] }, rule)).toMatchObject({
      kind: 'rejected',
      fields: [],
    });
  });

  it('[P5] list the records of a duplicate rule in both spellings, and live without any', () => {
    const matchResults = [
      { matchRecords: [{ record: { Id: '003D000000IqhSL' } }, { record: { Id: '00QD000000IqhSL' } }] },
    ];
    for (const key of ['duplicateResut', 'duplicateResult']) {
      expect(fails({ statusCode: 'DUPLICATES_DETECTED', message: 'Use one', [key]: { matchResults } })).toMatchObject({
        kind: 'duplicate',
        records: [fullId('003D000000IqhSL')],
      });
    }
    expect(fails({ errorCode: 'DUPLICATES_DETECTED', message: 'Use one' }).records).toEqual([]);
  });

  it('tell limits from locks and both from refusals', () => {
    const whole = (status: number, errorCode: string, message = 'm') =>
      failureOfAnswer({ status, headers: {}, body: [{ errorCode, message }] }, true, 1000);
    expect(whole(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.')).toMatchObject({
      kind: 'throttled',
      until: 901_000,
    });
    expect(whole(403, 'REQUEST_LIMIT_EXCEEDED', 'ConcurrentPerOrgLongTxn Limit exceeded.')).toMatchObject({
      until: 61_000,
    });
    expect(whole(400, 'UNABLE_TO_LOCK_ROW')).toEqual({ kind: 'unavailable', code: 'crm-row-locked', message: 'm' });
    expect(whole(503, 'SERVER_UNAVAILABLE')).toMatchObject({ kind: 'unavailable', maybeDone: true });
    expect(whole(404, 'INVALID_QUERY_LOCATOR').kind).toBe('cursor-lost');
    expect(whole(403, 'API_DISABLED_FOR_ORG').kind).toBe('forbidden');
  });

  it('[S6] tell who must act when a sign-in is refused', () => {
    const refusal = (error: string, error_description: string, own = false) =>
      failureOfSignIn({ status: 400, headers: {}, body: { error, error_description } }, own, 0);
    expect(refusal('invalid_grant', "user hasn't approved this consumer")).toMatchObject({
      kind: 'forbidden',
      code: 'crm-app-not-approved',
    });
    expect(refusal('invalid_grant', 'expired access/refresh token', true)).toMatchObject({
      kind: 'signed-out',
      code: 'crm-sign-in-expired',
    });
    expect(refusal('inactive_user', 'user is inactive')).toMatchObject({
      kind: 'forbidden',
      code: 'crm-user-inactive',
    });
    expect(refusal('invalid_client_id', 'client identifier invalid')).toMatchObject({
      kind: 'forbidden',
      code: 'crm-app-refused',
    });
  });
});
