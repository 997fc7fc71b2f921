import type { Link } from '../model/link.ts';
import type { PersonStatus } from './engine.ts';
import { STOPPED_IN_FOLDER } from '../planner/classify.ts';

/** The status of a remembered contact, in PRODUCT.md's order; what is not remembered is asked of Salesforce by people.ts. */
export function statusOf(link: Link): PersonStatus {
  const who = { email: link.email, linkId: link.id, ...(link.name === '' ? {} : { name: link.name }) };
  const refused = link.refusal !== null && link.refusal.reason.code !== STOPPED_IN_FOLDER;
  const choices = link.refusal?.choices === undefined ? {} : { choices: link.refusal.choices };
  if (link.state !== 'stopped' && refused && link.refusal !== null)
    return { ...who, status: 'needs attention', reason: link.refusal.reason, ...choices };
  if (link.conflict !== null) {
    const [first] = link.conflict.fields;
    return {
      ...who,
      status: 'conflict',
      reason: {
        code: 'conflict',
        params: { field: first?.field ?? '', kept: first?.kept ?? '', lost: first?.lost ?? '' },
      },
    };
  }
  if (link.state === 'waiting' || (link.request !== null && link.state !== 'stopped'))
    return { ...who, status: 'waiting' };
  if (link.state === 'stopped')
    return { ...who, status: link.request?.kind === 'resume' ? 'waiting' : 'stopped by you' };
  if (link.syncedAt === null) return { ...who, status: 'waiting' };
  return { ...who, status: 'synced' };
}
