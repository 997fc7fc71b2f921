import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { checkOrder, type CheckOptions } from './check-order.ts';
import { checkOverrides } from './check-overrides.ts';
import { attribute, child, children, Node, text } from './xml.ts';

/** Strict order (learn.microsoft.com, "How to find the proper order of manifest elements"); `!` is required for mail. */
const ROOT = [
  'Id!',
  'AlternateId',
  'Version!',
  'ProviderName!',
  'DefaultLocale!',
  'DisplayName!',
  'Description!',
  'IconUrl!',
  'HighResolutionIconUrl!',
  'SupportUrl!',
  'AppDomains',
  'Hosts!',
  'Requirements!',
  'FormSettings!',
  'Permissions!',
  'Rule!',
  'DisableEntityHighlighting',
  'VersionOverrides!',
];
const LARGEST_BYTES = 256 * 1024;
const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * What is wrong with a manifest, as far as it can be told without Microsoft's service: the order and presence of elements, ids, lengths, addresses, icons,
 * and what the 1.1 overrides have to say again. Nothing wrong: an empty list.
 */
export function checkManifest(xml: string, options: CheckOptions): readonly string[] {
  const formed = XMLValidator.validate(xml);
  if (formed !== true) return [`line ${formed.err.line}: ${formed.err.msg}`];
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseTagValue: false,
  });
  const root = (parser.parse(xml) as unknown[]).map((raw) => new Node(raw)).find(({ name }) => name !== '?xml');
  if (root?.name !== 'OfficeApp' || attribute(root, 'xsi:type') !== 'MailApp')
    return ['it is no OfficeApp of type MailApp'];
  const problems: string[] = [];
  const say = (problem: string) => void problems.push(problem);
  if (Buffer.byteLength(xml) > LARGEST_BYTES) say('it is larger than 256 KB');
  checkOrder(root, ROOT, say);
  checkTexts(root, say);
  checkAddresses(root, options, say);
  checkBaseIcons(root, options, say);
  if (text(child(root, 'Permissions')) !== 'ReadItem')
    say('Permissions: ReadItem is enough, and more needs new consent');
  const set = child(child(child(root, 'Requirements'), 'Sets'), 'Set');
  if (attribute(set, 'Name') !== 'Mailbox' || attribute(set, 'MinVersion') !== '1.5') say('Requirements: Mailbox 1.5');
  for (const form of ['ItemRead', 'ItemEdit'])
    if (!children(child(root, 'FormSettings'), 'Form').some((one) => attribute(one, 'xsi:type') === form))
      say(`FormSettings: ${form} is missing`);
  for (const height of root.find('RequestedHeight'))
    if (!(Number(text(height)) >= 32 && Number(text(height)) <= 450)) say('RequestedHeight: 32 to 450');
  problems.push(...checkOverrides(child(root, 'VersionOverrides'), options));
  return problems;
}

function checkTexts(root: Node, say: (problem: string) => void): void {
  if (!GUID.test(text(child(root, 'Id')))) say('Id: not a GUID');
  if (!/^\d{1,5}(?:\.\d{1,5}){3}$/.test(text(child(root, 'Version')))) say('Version: not of four parts');
  // Microsoft's own check: "Manifest Version Too Low".
  else if (/^0+\./.test(text(child(root, 'Version')))) say('Version: less than 1.0');
  if (!/^[a-z]{2}-[A-Z]{2}$/.test(text(child(root, 'DefaultLocale')))) say('DefaultLocale: not a locale such as en-US');
  for (const [name, most] of [
    ['DisplayName', 125],
    ['Description', 250],
  ] as const) {
    const node = child(root, name);
    for (const value of [
      attribute(node, 'DefaultValue'),
      ...children(node, 'Override').map((one) => attribute(one, 'Value')),
    ])
      if (value === '' || value.length > most) say(`${name}: 1 to ${most} characters`);
  }
}

/** Every address is https, in production none of this machine, and all of one origin that AppDomains names. */
function checkAddresses(root: Node, { production }: CheckOptions, say: (problem: string) => void): void {
  const domains = root.find('AppDomain').map(text);
  if (root.find('AppDomains').length > 0 && domains.length === 0) say('AppDomains: empty');
  const named = ['IconUrl', 'HighResolutionIconUrl', 'SupportUrl', 'SourceLocation', 'bt:Image', 'bt:Url']
    .flatMap((name) => root.find(name))
    .map((node) => attribute(node, 'DefaultValue'))
    .filter((value) => value !== '');
  for (const value of [...named, ...domains]) {
    if (!URL.canParse(value)) say(`${value}: not an address`);
    else {
      const { protocol, hostname } = new URL(value);
      if (protocol !== 'https:') say(`${value}: not https`);
      if (production && /^(localhost|127\.|\[::1\])/.test(hostname)) say(`${value}: on this machine alone`);
    }
  }
  for (const node of [...root.find('SourceLocation'), ...root.find('bt:Url')]) {
    const value = attribute(node, 'DefaultValue');
    if (URL.canParse(value) && !domains.includes(new URL(value).origin)) say(`${value}: not among AppDomains`);
  }
}

function checkBaseIcons(root: Node, { iconSize }: CheckOptions, say: (problem: string) => void): void {
  for (const [name, pixels] of [
    ['IconUrl', 64],
    ['HighResolutionIconUrl', 128],
  ] as const) {
    const value = attribute(child(root, name), 'DefaultValue');
    const size = URL.canParse(value) ? iconSize(new URL(value).pathname) : undefined;
    if (size?.width !== pixels || size.height !== pixels) say(`${name}: has to be of ${pixels} by ${pixels} pixels`);
  }
}
