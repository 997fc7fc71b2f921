import { checkOrder, type CheckOptions } from './check-order.ts';
import { attribute, child, children, text, type Node } from './xml.ts';

type Say = (problem: string) => void;

const OVERRIDES = ['Description', 'Requirements!', 'Hosts!', 'Resources!', 'VersionOverrides', 'WebApplicationInfo'];
const RESOURCES = ['bt:Images!', 'bt:Urls!', 'bt:ShortStrings!', 'bt:LongStrings'];
const CONTROL = ['Label!', 'Supertip!', 'Icon!', 'Action!'];
const MOBILE_CONTROL = ['Label!', 'Icon!', 'Action!'];
/** What stands in what, and in which order, below an extension point (learn.microsoft.com, "How to find the proper order of manifest elements"). */
const INSIDE: Readonly<Record<string, readonly string[]>> = {
  ExtensionPoint: ['OfficeTab', 'Group', 'SourceLocation'],
  OfficeTab: ['Group!'],
  Group: ['Label!', 'Control!'],
  Supertip: ['Title!', 'Description!'],
  Icon: ['bt:Image!'],
  Action: ['SourceLocation!', 'SupportsPinning'],
};
const RIBBON = [
  'MessageReadCommandSurface',
  'MessageComposeCommandSurface',
  'AppointmentAttendeeCommandSurface',
  'AppointmentOrganizerCommandSurface',
];
const MOBILE = 'MobileMessageReadCommandSurface';
const PINNABLE = RIBBON.slice(0, 2);
const NAMESPACE = 'http://schemas.microsoft.com/office/mailappversionoverrides';

/** The overrides of 1.0, and those of 1.1 that stand last in them and inherit nothing from them. */
export function checkOverrides(outer: Node | undefined, options: CheckOptions): readonly string[] {
  const problems: string[] = [];
  if (outer === undefined) return problems;
  const inner = child(outer, 'VersionOverrides');
  for (const [node, version] of [
    [outer, '1.0'],
    [inner, '1.1'],
  ] as const) {
    const say: Say = (problem) => void problems.push(`VersionOverrides ${version}: ${problem}`);
    if (node === undefined) say('missing');
    else checkOne(node, version, options, say);
  }
  if (inner !== undefined && outer.children.at(-1) !== inner)
    problems.push('VersionOverrides 1.1: not the last in 1.0');
  return problems;
}

function checkOne(node: Node, version: '1.0' | '1.1', options: CheckOptions, say: Say): void {
  const modern = version === '1.1';
  if (attribute(node, 'xmlns') !== (modern ? `${NAMESPACE}/1.1` : NAMESPACE)) say('another namespace');
  if (attribute(node, 'xsi:type') !== `VersionOverridesV${modern ? '1_1' : '1_0'}`) say('another type');
  checkOrder(node, OVERRIDES, say);
  const host = children(child(node, 'Hosts'), 'Host').find((one) => attribute(one, 'xsi:type') === 'MailHost');
  const desktop = child(host, 'DesktopFormFactor');
  if (desktop === undefined) return say('Hosts: no DesktopFormFactor of MailHost');
  checkOrder(desktop, [...(modern ? ['SupportsSharedFolders'] : []), 'FunctionFile', 'ExtensionPoint!'], say);
  const points = children(desktop, 'ExtensionPoint');
  for (const surface of RIBBON)
    if (points.filter((one) => attribute(one, 'xsi:type') === surface).length !== 1)
      say(`${surface}: not exactly once`);
  for (const point of points) checkRibbon(point, modern, say);
  const mobile = children(child(host, 'MobileFormFactor'), 'ExtensionPoint');
  if (modern) checkMobile(mobile, say);
  else if (mobile.length > 0) say('MobileFormFactor belongs to 1.1');
  checkResources(node, host, options, say);
}

function checkRibbon(point: Node, modern: boolean, say: Say): void {
  const surface = attribute(point, 'xsi:type');
  if (!RIBBON.includes(surface)) return say(`${surface}: not a ribbon of Outlook that is used here`);
  const tabs = children(point, 'OfficeTab');
  const groups = children(tabs[0], 'Group');
  if (tabs.length !== 1 || attribute(tabs[0], 'id') !== 'TabDefault' || groups.length !== 1)
    say(`${surface}: one OfficeTab, TabDefault, with one Group`);
  const controls = children(groups[0], 'Control');
  if (controls.length < 1 || controls.length > 6) say(`${surface}: 1 to 6 controls`);
  checkInside(point, CONTROL, say);
  for (const control of controls) {
    const sizes = children(child(control, 'Icon'), 'bt:Image').map((one) => Number(attribute(one, 'size')));
    for (const size of [16, 32, 80]) if (!sizes.includes(size)) say(`${surface}: no icon of ${size} pixels`);
    const action = child(control, 'Action');
    if (attribute(action, 'xsi:type') !== 'ShowTaskpane') say(`${surface}: the action is not ShowTaskpane`);
    if (child(action, 'SupportsPinning') !== undefined && !(modern && PINNABLE.includes(surface)))
      say(`${surface}: cannot be pinned`);
  }
}

function checkInside(point: Node, controlOrder: readonly string[], say: Say): void {
  for (const node of everyNode(point)) {
    const order = node.name === 'Control' ? controlOrder : INSIDE[node.name];
    if (order !== undefined) checkOrder(node, order, (problem) => say(`${attribute(point, 'xsi:type')}: ${problem}`));
  }
}

function checkMobile(points: readonly Node[], say: Say): void {
  const [point] = points;
  if (point === undefined || points.length !== 1 || attribute(point, 'xsi:type') !== MOBILE)
    return say(`${MOBILE}: not exactly once`);
  checkInside(point, MOBILE_CONTROL, say);
  const control = child(child(point, 'Group'), 'Control');
  if (attribute(control, 'xsi:type') !== 'MobileButton') say(`${MOBILE}: no MobileButton`);
  const images = children(child(control, 'Icon'), 'bt:Image').map(
    (one) => `${attribute(one, 'size')}@${attribute(one, 'scale')}`,
  );
  for (const size of [25, 32, 48])
    for (const scale of [1, 2, 3])
      if (!images.includes(`${size}@${scale}`)) say(`${MOBILE}: no icon of ${size} at ${scale}`);
}

/** Each name that is used is there, short enough and used; each icon is as large as is said. */
function checkResources(node: Node, host: Node | undefined, { iconSize }: CheckOptions, say: Say): void {
  const resources = child(node, 'Resources');
  if (resources === undefined) return;
  checkOrder(resources, RESOURCES, say);
  const entries = resources.children.flatMap((kind) => kind.children);
  const known = new Map(entries.map((entry) => [attribute(entry, 'id'), entry]));
  if (known.size !== entries.length) say('Resources: an id stands twice');
  const used = new Set<string>();
  for (const user of everyNode(host)) {
    const id = attribute(user, 'resid');
    if (id === '') continue;
    used.add(id);
    if (id.length > 32) say(`${id}: longer than 32 characters`);
    const entry = known.get(id);
    if (entry === undefined) say(`${id}: not among the Resources`);
    else if (user.name === 'bt:Image') checkImage(user, entry, iconSize, say);
  }
  for (const id of known.keys()) if (!used.has(id)) say(`${id}: is not used`);
  for (const [kind, most] of [
    ['bt:ShortStrings', 125],
    ['bt:LongStrings', 250],
  ] as const)
    for (const entry of child(resources, kind)?.children ?? [])
      for (const value of [
        attribute(entry, 'DefaultValue'),
        ...children(entry, 'bt:Override').map((one) => attribute(one, 'Value')),
      ])
        if (value === '' || value.length > most) say(`${attribute(entry, 'id')}: 1 to ${most} characters`);
  const ids = [...(host?.find('Group') ?? []), ...(host?.find('Control') ?? [])].map((one) => attribute(one, 'id'));
  if (new Set(ids).size !== ids.length || ids.includes('')) say('a Group or Control has no id of its own');
  if (text(child(node, 'WebApplicationInfo')) !== '' || child(node, 'WebApplicationInfo') !== undefined)
    say('WebApplicationInfo belongs to the sign-in before nested app authentication');
}

function checkImage(user: Node, entry: Node, iconSize: CheckOptions['iconSize'], say: Say): void {
  const pixels = Number(attribute(user, 'size')) * Number(attribute(user, 'scale') || 1);
  const address = attribute(entry, 'DefaultValue');
  const size = URL.canParse(address) ? iconSize(new URL(address).pathname) : undefined;
  if (size?.width !== pixels || size.height !== pixels) say(`${address}: has to be of ${pixels} by ${pixels} pixels`);
}

function everyNode(node: Node | undefined): readonly Node[] {
  return node === undefined ? [] : [node, ...node.children.flatMap(everyNode)];
}
