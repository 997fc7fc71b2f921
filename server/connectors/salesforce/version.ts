import { createHash } from 'node:crypto';
import type { Version } from '../../model/contact.ts';

/** A stamp has seconds, and so has the Date header: this near, a second edit of the same second is likely enough to be looked for at once. */
const SAME_SECOND_MS = 2000;
/**
 * A stamp has seconds, so a second edit may bear the same one. It is stamped when it is made and seen when its transaction ends, and a transaction may
 * take ten minutes (Apex limits, *Maximum execution time for each Apex transaction*; salesforce.md 4.1).
 */
const SETTLED_AFTER_MS = 600_000;
let readings = 0;

/**
 * SystemModstamp, AccountId and the Account's name as one version, so that a renamed Account counts as a change (F4).
 * A reading within ten minutes of its own stamp carries a mark that no other reading has.
 */
export function versionOf(stamp: string, accountId: string, accountName: string, readAt: number): Version {
  const at = epochOf(stamp);
  const account =
    accountId === ''
      ? '-'
      : `${accountId}.${createHash('sha256').update(accountName).digest('base64url').slice(0, 12)}`;
  const plain = `${at}/${account}`;
  if (readAt - at > SETTLED_AFTER_MS) return plain;
  readings += 1;
  return `${plain}~${readAt.toString(36)}.${readings.toString(36)}`;
}

/** Whether two versions are of one state as far as stamps can tell: for the guard right before a write (C6). */
export function sameVersion(a: Version, b: Version): boolean {
  const plain = (version: Version) => version.replace(/~.*$/, '');
  return plain(a) === plain(b);
}

/**
 * Whether the record is to be read once more although its stamp is as remembered: what was read within two seconds of its stamp at once, anything else
 * once, when every transaction that may still bear that stamp is over.
 */
export function mayHideAnEdit(seen: Version, remembered: Version): boolean {
  const readAt = readAtOf(remembered);
  if (readAt === undefined || !sameVersion(seen, remembered)) return false;
  const stamp = Number(remembered.slice(0, remembered.indexOf('/')));
  return readAt - stamp <= SAME_SECOND_MS || readAtOf(seen) === undefined;
}

/** When a reading that carries the mark was made. */
function readAtOf(version: Version): number | undefined {
  const mark = /~([0-9a-z]+)\./.exec(version);
  return mark?.[1] === undefined ? undefined : Number.parseInt(mark[1], 36);
}

/** Epoch milliseconds of the service's `2026-05-04T10:00:00.000+0000`. */
export function epochOf(stamp: string): number {
  // The form in which stamps come in UTC, without a pattern's cost: there are three in each record.
  if (stamp.endsWith('+0000')) return Date.parse(`${stamp.slice(0, -5)}Z`);
  return Date.parse(stamp.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
}

export function isoOf(stamp: string): string {
  const at = epochOf(stamp);
  return Number.isNaN(at) ? '' : new Date(at).toISOString();
}
