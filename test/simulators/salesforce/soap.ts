import { XMLParser } from 'fast-xml-parser';
import type { SimRequest, SimResponse } from '../kit/message.ts';
import { ApiError, rowError } from './api-error.ts';
import { isJson, type Caller } from './call.ts';
import { ORG_ID, type Org } from './org.ts';
import { fullId } from './record-id.ts';
import type { Json } from './record-json.ts';
import { merge, undelete } from './recycle.ts';
import { update } from './saving.ts';
import type { Sessions } from './sessions.ts';

const LISTS = ['ids', 'recordToMergeIds', 'request'];
const parser = new XMLParser({
  removeNSPrefix: true,
  ignoreAttributes: true,
  parseTagValue: false,
  isArray: (name: string) => LISTS.includes(name),
});
const RECORDS_MAX = 200;

const escaped = (text: string) =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

/** The session id out of the header of an envelope. */
export function soapToken(request: SimRequest): string | undefined {
  return /<(?:\w+:)?sessionId[^>]*>([^<]*)</.exec(request.body.toString('utf8'))?.[1]?.trim();
}

/** `/services/Soap/u/XX.X`: the calls that REST has not. */
export function soapAnswer(org: Org, sessions: Sessions, request: SimRequest): SimResponse {
  const caller = sessions.caller(soapToken(request) ?? '');
  if (caller === undefined)
    return fault(
      'INVALID_SESSION_ID',
      'INVALID_SESSION_ID: Invalid Session ID found in SessionHeader: Illegal Session. Session not found, missing session hash',
    );
  let method: string | undefined;
  let args: Json = {};
  try {
    const envelope = (parser.parse(request.body.toString('utf8')) as Json)['Envelope'];
    const body = isJson(envelope) ? envelope['Body'] : undefined;
    const [entry] = isJson(body) ? Object.entries(body) : [];
    method = entry?.[0];
    if (isJson(entry?.[1])) args = entry[1];
  } catch {
    return fault('MALFORMED_ENVELOPE', 'the envelope is no well-formed XML', 'soapenv:Client');
  }
  try {
    if (method === 'undelete') return answer('undelete', undeleted(org, args, caller));
    if (method === 'merge') return answer('merge', merged(org, args, caller));
    if (method === 'getUserInfo') return answer('getUserInfo', [userInfo(org, caller)]);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return fault(error.errors[0]?.code ?? 'UNKNOWN_EXCEPTION', error.message);
  }
  return fault(
    'Client',
    `No operation available for request {urn:partner.soap.sforce.com}${method ?? ''}`,
    'soapenv:Client',
  );
}

const HEAD =
  '<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"';

function answer(method: string, results: readonly string[]): SimResponse {
  const inner = results.map((result) => `<result>${result}</result>`).join('');
  return {
    status: 200,
    headers: { 'content-type': 'text/xml; charset=utf-8' },
    body:
      `${HEAD} xmlns="urn:partner.soap.sforce.com" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
      `<soapenv:Body><${method}Response>${inner}</${method}Response></soapenv:Body></soapenv:Envelope>`,
  };
}

function fault(code: string, message: string, faultCode = `sf:${code}`): SimResponse {
  return {
    status: 500,
    headers: { 'content-type': 'text/xml; charset=utf-8' },
    body:
      `${HEAD} xmlns:sf="urn:fault.partner.soap.sforce.com"><soapenv:Body><soapenv:Fault><faultcode>${faultCode}</faultcode>` +
      `<faultstring>${escaped(message)}</faultstring></soapenv:Fault></soapenv:Body></soapenv:Envelope>`,
  };
}

const textsOf = (value: unknown) => (Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []);

/** One row's result: what `work` does, or its errors. */
function result(id: string, work: () => string): string {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const errors = error.errors.map(
      ({ code, message }) => `<errors><message>${escaped(message)}</message><statusCode>${code}</statusCode></errors>`,
    );
    return `${errors.join('')}<id>${escaped(id)}</id><success>false</success>`;
  }
}

function undeleted(org: Org, args: Json, { userId }: Caller): string[] {
  const ids = textsOf(args['ids']);
  if (ids.length > RECORDS_MAX)
    throw rowError('EXCEEDED_ID_LIMIT', 'record limit reached. cannot submit more than 200 records');
  return ids.map((id) =>
    result(id, () => {
      undelete(org, id, userId);
      return `<id>${fullId(id) ?? id}</id><success>true</success>`;
    }),
  );
}

function merged(org: Org, args: Json, caller: Caller): string[] {
  const requests = Array.isArray(args['request']) ? args['request'].filter(isJson) : [];
  return requests.map((request) => {
    const master = isJson(request['masterRecord']) ? request['masterRecord'] : {};
    const { type: _type, Id, fieldsToNull: _nulls, ...fields } = master;
    const masterId = String(Array.isArray(Id) ? Id[0] : Id);
    const ids = textsOf(request['recordToMergeIds']);
    return result(masterId, () => {
      const found = org.find(masterId);
      org.transaction(() => {
        if (found !== undefined && Object.keys(fields).length > 0)
          update(org, found.type, masterId, fields, {
            userId: caller.userId,
            duplicates: { allowSave: true, includeRecordDetails: false },
          });
        merge(org, masterId, ids, caller.userId);
      });
      const losers = ids.map((id) => `<mergedRecordIds>${fullId(id) ?? id}</mergedRecordIds>`).join('');
      return `<id>${fullId(masterId) ?? masterId}</id>${losers}<success>true</success>`;
    });
  });
}

function userInfo(org: Org, { userId }: Caller): string {
  const row = org.tables.User.get(userId) ?? {};
  const entries = {
    organizationId: ORG_ID,
    organizationName: 'Contoso',
    userEmail: row['Email'],
    userFullName: row['Name'],
    userId,
    userLanguage: 'en_US',
    userLocale: 'en_US',
    userName: row['Username'],
    userTimeZone: 'GMT',
    userType: 'Standard',
  };
  return Object.entries(entries)
    .map(([name, value]) => `<${name}>${escaped(String(value ?? ''))}</${name}>`)
    .join('');
}
