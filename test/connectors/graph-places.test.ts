import { expect, it } from 'vitest';
import { checkMapping } from '../../server/connectors/graph/places.ts';

it('[A4] a mapping onto a property where another field is kept is refused, unless that one is kept elsewhere or not synced', () => {
  const custom = { salesforce: 'Role__c', outlook: 'jobTitle', direction: 'both' } as const;
  expect(checkMapping(custom, [custom])).toMatch(/jobTitle.*title/);
  expect(checkMapping({ ...custom, outlook: 'string 0x3A24' }, [])).toMatch(/fax/);
  for (const title of [
    { field: 'title', direction: 'off' },
    { field: 'title', outlook: 'profession', direction: 'both' },
  ] as const)
    expect(checkMapping(custom, [custom, title])).toBeUndefined();
  expect(checkMapping({ ...custom, outlook: 'nickName' }, [])).toBeUndefined();
});
