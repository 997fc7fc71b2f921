import type { HiddenKey } from '../../model/contact.ts';

/** Our named properties, one namespace for Graph and EWS. */
const NAMESPACE = '{8f3b1d5e-6a0c-4f0b-9d2e-5c7a41e6b930}';
export const KEY = `String ${NAMESPACE} Name CardbridgeKey`;
export const RECORD = `String ${NAMESPACE} Name CardbridgeRecord`;

export function keyProperties(key: HiddenKey | null): { readonly id: string; readonly value: string }[] {
  return [
    { id: KEY, value: key === null ? '' : keyValue(key) },
    { id: RECORD, value: key?.record ?? '' },
  ];
}

export function keyValue(key: HiddenKey): string {
  return `${key.org}/${key.mailbox}/${key.intent}`;
}

export function readKey(value: string | undefined, record: string | undefined): HiddenKey | undefined {
  const [org, mailbox, intent] = (value ?? '').split('/');
  if (!org || !mailbox || !intent) return undefined;
  return { org, mailbox, intent, ...(record === undefined || record === '' ? {} : { record }) };
}

const spelled = new Map<string, string>();

/** The service gives property ids back in a spelling of its own: GUIDs and hexadecimal in lower case here. */
export function normalId(id: string): string {
  let normal = spelled.get(id);
  if (normal === undefined) {
    normal = id
      .replace(/\{[0-9a-f-]{36}\}/gi, (guid) => guid.toLowerCase())
      .replace(/0x0*([0-9a-f]+)/gi, (_all, digits: string) => `0x${digits.toLowerCase()}`);
    // The ids are those that we ask for: few.
    if (spelled.size < 1000) spelled.set(id, normal);
  }
  return normal;
}
