import { createHash } from 'node:crypto';
import type { Version } from '../../model/contact.ts';

/** A stamp has seconds, and so has the Date header: this near, a second edit may bear the same stamp. */
const SETTLED_AFTER_MS = 2000;
let readings = 0;

/**
 * SystemModstamp, AccountId and the Account's name as one version, so that a renamed Account counts as a change (F4).
 * A reading within two seconds of its own stamp carries a mark that no other reading has.
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
