import { describe, expect, it } from 'vitest';
import { DEFAULT_ORG_SETTINGS } from '../../server/model/settings.ts';
import { parseSettings, readSettingsFile, SettingsFileError } from '../../server/settings-file.ts';

function problems(text: string): readonly string[] {
  try {
    parseSettings(text, 'settings.yaml');
  } catch (error) {
    if (error instanceof SettingsFileError) return error.problems;
    throw error;
  }
  return [];
}

describe('the settings file', () => {
  it('gives the defaults for an empty file', () => {
    expect(parseSettings('', 'settings.yaml').settings).toEqual(DEFAULT_ORG_SETTINGS);
    expect(parseSettings('# nothing yet\n', 'settings.yaml').settings).toEqual(DEFAULT_ORG_SETTINGS);
  });

  it('[A4] takes Accounts, defaults and mappings, and leaves the rest as it is', () => {
    const { settings } = parseSettings(
      [
        'scheduleMinutes: 60',
        'attentionCategory: null',
        'brake: { contacts: 5 }',
        'account: { fallback: 001000000000001AAA }',
        'defaults: { Level__c: Primary, Score__c: 7 }',
        'mappings:',
        '  - { field: title, direction: down }',
        '  - { outlook: spouseName, salesforce: Spouse__c }',
        'blocklist: ["@Rivals.example"]',
      ].join('\n'),
      'settings.yaml',
    );
    expect(settings).toEqual({
      ...DEFAULT_ORG_SETTINGS,
      scheduleMinutes: 60,
      attentionCategory: null,
      brake: { contacts: 5, percent: 10, absolute: 500 },
      account: { always: null, fallback: '001000000000001AAA', relink: false },
      defaults: { Level__c: 'Primary', Score__c: '7' },
      mappings: [
        { field: 'title', direction: 'down' },
        { outlook: 'spouseName', salesforce: 'Spouse__c', direction: 'both' },
      ],
      blocklist: ['@rivals.example'],
    });
  });

  it('takes JSON', () => {
    expect(parseSettings('{\n  "folderName": "Kunden"\n}', 'settings.json').settings.folderName).toBe('Kunden');
  });

  it('tells all problems at once, each with its line', () => {
    expect(
      problems(
        [
          'folderName: Contacts', // 1
          'scheduleMinutes: 2', // 2
          'colour: red', // 3
          'mappings:', // 4
          '  - field: title', // 5
          '    direction: sideways', // 6
          '  - outlook: spouseName', // 7
          '  - { field: fax, color: blue }', // 8
        ].join('\n'),
      ),
    ).toEqual([
      expect.stringMatching(/^settings\.yaml:2: scheduleMinutes: .*>=5/),
      'settings.yaml:3: unknown setting colour',
      expect.stringMatching(/^settings\.yaml:6: mappings\.0\.direction: /),
      expect.stringMatching(/^settings\.yaml:7: mappings\.1: name `field`/),
      'settings.yaml:8: mappings.2: unknown setting color',
    ]);
  });

  it('refuses two mappings to one field, on either side, spelled in whatever way', () => {
    const text = [
      'mappings:',
      '  - { outlook: spouseName, salesforce: Spouse__c }',
      '  - { outlook: SpouseName, salesforce: Partner__c }',
      '  - { outlook: nickName, salesforce: spouse__c }',
      '  - { field: title, direction: up }',
      '  - { field: title, direction: down }',
    ].join('\n');
    expect(problems(text)).toEqual([
      'settings.yaml:3: mappings.1.outlook: SpouseName is mapped already in line 2',
      'settings.yaml:4: mappings.2.salesforce: spouse__c is mapped already in line 2',
      'settings.yaml:6: mappings.4.field: title is mapped already in line 5',
    ]);
  });

  it('tells broken YAML and a file that is not there', () => {
    expect(problems('folderName: "Contacts\nx: [')[0]).toMatch(/^settings\.yaml:\d: /);
    expect(() => readSettingsFile('no-such-file.yaml')).toThrow(/no-such-file\.yaml:1: cannot be read/);
  });

  it('gives the line of what a service refuses later', () => {
    const file = parseSettings(
      [
        'mappings:',
        '  - { field: title, direction: up }',
        '  - outlook: nope',
        '    salesforce: Nope__c',
        'defaults:',
        '  Level__c: x',
      ].join('\n'),
      'settings.yaml',
    );
    const [, second] = file.settings.mappings;
    if (second === undefined) throw new Error('no mapping');
    expect(file.problemOfMapping(second, 'no such property')).toBe('settings.yaml:3: no such property');
    expect(file.problemOf('Level__c', 'no such field')).toBe('settings.yaml:6: Level__c: no such field');
    expect(file.problemOf('Nope__c', 'no such field')).toBe('settings.yaml:4: Nope__c: no such field');
  });
});
