import { describe, expect, it } from 'vitest';
import type { LinkHead, Refusal } from '../../server/model/link.ts';
import type { SeenItem, SeenRecord } from '../../server/planner/observation.ts';
import { plan } from '../../server/planner/plan.ts';
import { questions } from '../../server/planner/questions.ts';
import { head, link, memory, NOW, observation, planSettings } from '../support/builders.ts';

const REFUSAL: Refusal = {
  reason: { code: 'crm-validation-rule', params: {} },
  fields: [],
  itemVersion: 'iv2',
  recordVersion: 'rv1',
  settingsVersion: 's1',
  at: NOW,
};
const refused = (over: Partial<LinkHead> = {}) =>
  link({ itemVersion: '', recordVersion: '', refusal: REFUSAL, ...over });
const inside = (version: string): SeenItem => ({ place: 'inside', head: head({ version }), marked: true });

describe('a contact that was refused', () => {
  it('[D1] [C5] is looked at again where its record is deleted: its item goes as it is now', () => {
    const records = new Map<string, SeenRecord>([['r1', { state: 'deleted' }]]);
    const remembered = memory({ links: [refused()] });
    expect(questions(observation({ records }), remembered).places).toEqual(['i1']);
    const seen = observation({ records, items: new Map([['i1', inside('iv2')]]) });
    expect(plan(seen, remembered, planSettings()).decided[0]?.decision.action.kind).toBe('remove-item');
  });
});
