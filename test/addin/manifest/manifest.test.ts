import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawIcon, SIZES } from '../../../addin/icons/draw.ts';
import { checkManifest } from '../../../addin/manifest/check-manifest.ts';
import { iconFileSize } from '../../../addin/manifest/icon-files.ts';
import { manifestVersion, renderManifest, USUAL_MANIFEST_ID } from '../../../server/http/manifest.ts';
import { TestServer } from '../../http/test-server.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const OURS = {
  id: USUAL_MANIFEST_ID,
  publicUrl: 'https://cardbridge.contoso.example',
  name: 'Cardbridge',
  supportUrl: 'https://help.contoso.example/',
  revision: 0,
};
const check = (xml: string, production = true) => checkManifest(xml, { production, iconSize: iconFileSize });

describe('the manifest', () => {
  it('of the repository is the one of this machine, and valid', () => {
    const xml = readFileSync(join(ROOT, 'manifest.xml'), 'utf8');
    const local = 'https://localhost:3000';
    expect(xml).toBe(renderManifest({ ...OURS, publicUrl: local, supportUrl: `${local}/` }));
    expect(check(xml, false)).toEqual([]);
    expect(check(xml).join('\n')).toContain('on this machine alone');
  });

  it('has a version that is higher with each version of the product, and than the 1.0.0.0 that it once was', () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    expect(renderManifest(OURS)).toContain(`<Version>1.${version}</Version>`);
    const versions = ['0.1.0', '0.1.1', '0.2.0-beta.3', '0.10.0', '1.0.0', '2.3.4+build.5'].map((version) =>
      manifestVersion(version, 0),
    );
    expect(versions).toEqual(['1.0.1.0', '1.0.1.100', '1.0.2.0', '1.0.10.0', '1.1.0.0', '1.2.3.400']);
    // And with each revision of what it says, always below the next version's.
    expect([1, 99].map((revision) => manifestVersion('0.1.0', revision))).toEqual(['1.0.1.1', '1.0.1.99']);
  });

  it('is valid for whatever a company is called and wherever it runs', () => {
    expect(check(renderManifest(OURS))).toEqual([]);
    const awkward = { ...OURS, name: 'Müller & Söhne <"CRM">', publicUrl: 'https://cards.contoso.example:8443' };
    expect(check(renderManifest(awkward))).toEqual([]);
    expect(check(renderManifest({ ...OURS, name: 'x'.repeat(126) })).join('\n')).toContain('DisplayName');
    expect(check(renderManifest({ ...OURS, publicUrl: 'http://cardbridge.contoso.example' })).join('\n')).toContain(
      'not https',
    );
  });
});

describe('the check of a manifest', () => {
  const xml = renderManifest(OURS);
  const inner = xml.indexOf('VersionOverridesV1_1');
  /** Changes the first place after the 1.1 overrides begin. */
  const in11 = (from: string | RegExp, to: string) => xml.slice(0, inner) + xml.slice(inner).replace(from, to);
  const cases: readonly (readonly [string, string, string])[] = [
    ['no XML', xml.replace('</OfficeApp>', ''), 'OfficeApp'],
    ['another kind of add-in', xml.replace('"MailApp"', '"TaskPaneApp"'), 'no OfficeApp'],
    ['an id that is none', xml.replace(OURS.id, 'cardbridge'), 'not a GUID'],
    ['a version of three parts', xml.replace(/<Version>.*</, '<Version>1.0.0<'), 'four parts'],
    ['a version below 1', xml.replace(/<Version>.*</, '<Version>0.9.0.0<'), 'less than 1.0'],
    [
      'another order',
      xml.replace(/ *<Permissions>.*\n/, '').replace('</OfficeApp>', '<Permissions>ReadItem</Permissions></OfficeApp>'),
      'stands too late',
    ],
    ['an element of nobody', xml.replace('<Hosts>', '<Ghosts/><Hosts>'), 'does not belong there'],
    ['no SupportUrl', xml.replace(/ *<SupportUrl.*\n/, ''), 'SupportUrl is missing'],
    ['a broad permission', xml.replace('>ReadItem<', '>ReadWriteMailbox<'), 'ReadItem'],
    ['a newer Mailbox', xml.replace('MinVersion="1.5"', 'MinVersion="1.13"'), 'Mailbox 1.5'],
    ['a page of elsewhere', xml.replace(/<AppDomain>.*</, '<AppDomain>https://other.example<'), 'not among AppDomains'],
    ['a pane too high', xml.replace('>450<', '>451<'), '32 to 450'],
    ['a small icon', xml.replace(/(<IconUrl.*)icon-64/, '$1icon-32'), 'IconUrl: has to be of 64'],
    ['an icon that is not there', in11(/icon-80\.png/, 'icon-81.png'), 'has to be of 80'],
    ['a name of nothing', in11('resid="tip"', 'resid="nothing"'), 'nothing: not among the Resources'],
    ['a name too long', in11(/"tip"/g, `"${'t'.repeat(33)}"`), 'longer than 32'],
    [
      'a name unused',
      in11('<bt:Urls>', '<bt:Urls><bt:Url id="old" DefaultValue="https://a.example"/>'),
      'old: is not used',
    ],
    [
      '1.1 without Requirements',
      in11(/ *<Requirements>[\s\S]*?<\/Requirements>\n/, ''),
      '1.1: VersionOverrides: Requirements is missing',
    ],
    [
      '1.1 without Resources',
      in11(/ *<Resources>[\s\S]*?<\/Resources>\n/, ''),
      '1.1: VersionOverrides: Resources is missing',
    ],
    ['no 1.1', xml.replace(/ *<VersionOverrides xmlns="[^"]*1\.1"[\s\S]*?<\/VersionOverrides>\n/, ''), '1.1: missing'],
    ['a surface missing', in11('AppointmentOrganizerCommandSurface', 'MessageReadCommandSurface'), 'not exactly once'],
    ['a surface of other use', in11('AppointmentOrganizerCommandSurface', 'LaunchEvent'), 'LaunchEvent: not a ribbon'],
    ['another tab', in11('TabDefault', 'TabHome'), 'TabDefault'],
    ['no icon of 32 pixels', in11(/ *<bt:Image size="32" resid.*\n/, ''), 'no icon of 32'],
    [
      'a pin on an appointment',
      xml.replaceAll(
        '<SourceLocation resid="pane"/>',
        '<SourceLocation resid="pane"/><SupportsPinning>true</SupportsPinning>',
      ),
      'cannot be pinned',
    ],
    [
      'no mobile button',
      in11(/ *<MobileFormFactor>[\s\S]*?<\/MobileFormFactor>\n/, ''),
      'MobileMessageReadCommandSurface: not exactly once',
    ],
    ['a mobile icon missing', in11(/ *<bt:Image size="48" scale="3".*\n/, ''), 'no icon of 48 at 3'],
    ['a tip without a title', in11(/ *<Title resid="name"\/>\n/, ''), 'Supertip: Title is missing'],
    [
      'a name in an action',
      in11(/( *<SourceLocation resid="pane"\/>\n)/, '<TaskpaneId>one</TaskpaneId>$1'),
      'Action: TaskpaneId does not belong there',
    ],
    [
      'a tip on the telephone',
      in11(/(xsi:type="MobileButton"[^>]*>\s*<Label resid="name"\/>)/, '$1<Supertip/>'),
      'MobileMessageReadCommandSurface: Control: Supertip does not belong there',
    ],
    ['an id twice', in11('messageComposeButton', 'messageReadButton'), 'no id of its own'],
    ['a tip too long', in11(/(id="tip" DefaultValue=")/, `$1${'x'.repeat(250)}`), 'tip: 1 to 250'],
    ['too large', xml.replace('</OfficeApp>', `<!--${'x'.repeat(260_000)}--></OfficeApp>`), '256 KB'],
  ];
  it.each(cases)('finds %s', (_, broken, told) => {
    expect(broken).not.toBe(xml);
    expect(check(broken).join('\n')).toContain(told);
  });
});

describe('the icons', () => {
  it('are what the script draws, in every size that the manifest names', () => {
    const folder = join(ROOT, 'addin/icons/v1');
    expect(readdirSync(folder).sort()).toEqual(SIZES.map((size) => `icon-${size}.png`).sort());
    for (const size of SIZES) {
      const kept = PNG.sync.read(readFileSync(join(folder, `icon-${size}.png`)));
      expect([kept.width, kept.height]).toEqual([size, size]);
      expect(kept.data.equals(drawIcon(size).data)).toBe(true);
    }
  });

  it('stay as they are under their name: Outlook keeps what it has fetched, so that others go into a folder v2', () => {
    const pixels = createHash('sha256');
    for (const size of SIZES) pixels.update(drawIcon(size).data);
    expect(pixels.digest('hex').slice(0, 16)).toBe('d84ac00c155d0931');
  });
});

describe('the server', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await TestServer.start();
  });
  afterAll(() => server.stop());

  it('gives the manifest for its own address, and the icons that it names to every site', async () => {
    const { status, type, body } = await server.call<string>('GET', '/manifest.xml');
    expect([status, type, body]).toEqual([200, 'application/xml; charset=utf-8', renderManifest(OURS)]);
    for (const [, path = ''] of body.matchAll(/"https:\/\/cardbridge\.contoso\.example(\/icons[^"]*)"/g)) {
      const icon = await fetch(`${server.url}${path}`);
      const { headers } = icon;
      expect([path, icon.status, headers.get('content-type')]).toEqual([path, 200, 'image/png']);
      expect(headers.get('cache-control')).toBeNull();
      expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    }
  });

  it('prints it for an administrator who has set nothing but the address', () => {
    const run = (environment: Record<string, string>) =>
      spawnSync(process.execPath, ['server/cardbridge.ts', 'manifest'], {
        cwd: ROOT,
        encoding: 'utf8',
        env: environment,
      });
    const { PATH = '' } = process.env;
    const named = { PATH, PUBLIC_URL: OURS.publicUrl, SUPPORT_URL: OURS.supportUrl };
    expect(run(named).stdout).toBe(renderManifest(OURS));
    const missing = run({ PATH });
    expect([missing.status, missing.stderr]).toEqual([1, expect.stringContaining('PUBLIC_URL')]);
    expect(run({ ...named, MANIFEST_ID: 'mine' }).stderr).toContain('MANIFEST_ID');
    expect(run({ ...named, MANIFEST_REVISION: '3' }).stdout).toBe(renderManifest({ ...OURS, revision: 3 }));
    expect(run({ ...named, MANIFEST_REVISION: '100' }).stderr).toContain('MANIFEST_REVISION');
  });
});
