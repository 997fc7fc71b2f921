import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** What differs between one company's manifest and another's. */
export interface ManifestFacts {
  /** A GUID that never changes for an add-in that is deployed. */
  readonly id: string;
  /** Where people open Cardbridge; https, without a slash at its end. */
  readonly publicUrl: string;
  /** At most 125 characters. */
  readonly name: string;
  readonly supportUrl: string;
  /** 0 to 99: raised with each change of the others, so that what is deployed already takes it up. */
  readonly revision: number;
}

/** The id of the instance on one's own machine, and of those that set none of their own. */
export const USUAL_MANIFEST_ID = '5b0d2f0a-6d0c-4c47-9a7e-3f7c1b9d4e21';
const PRODUCT = JSON.parse(readFileSync(resolve(import.meta.dirname, '../../package.json'), 'utf8')) as {
  readonly version: string;
};
/** Raised with each change of an icon: Outlook keeps them by their address. */
export const ICONS = '/icons/v1';
const RIBBON = [16, 20, 24, 32, 40, 48, 64, 80];
/** iOS and Android: each in three densities. */
const MOBILE = [25, 32, 48].flatMap((size) => [1, 2, 3].map((scale) => ({ size, scale })));

/** The four ribbons; on messages the pane can be pinned (learn.microsoft.com, "Implement a pinnable task pane in Outlook"). */
const SURFACES = [
  { type: 'MessageReadCommandSurface', id: 'messageRead', pinnable: true },
  { type: 'MessageComposeCommandSurface', id: 'messageCompose', pinnable: true },
  { type: 'AppointmentAttendeeCommandSurface', id: 'appointmentRead', pinnable: false },
  { type: 'AppointmentOrganizerCommandSurface', id: 'appointmentCompose', pinnable: false },
] as const;

const TIP = {
  en: 'Shows which people of this item are in Salesforce and in sync, and changes it.',
  de: 'Zeigt, welche Personen dieses Elements in Salesforce sind und abgeglichen werden, und ändert es.',
};
const DESCRIPTION = {
  en: 'Two-way sync of your Outlook contacts with Salesforce: see who on a message is in Salesforce, and switch anyone on or off.',
  de: 'Abgleich Ihrer Outlook-Kontakte mit Salesforce in beide Richtungen: Sehen Sie, wer in einer Nachricht in Salesforce ist, und schalten Sie Personen ein oder aus.',
};

/**
 * Higher with each version of the product and each revision of its facts, since clients and admin centers take up a higher one alone; behind a 1, since
 * they take none that is less. It has four parts: the last one holds the patch and the revision.
 */
export function manifestVersion(product: string, revision: number): string {
  const [major = 0, minor = 0, patch = 0] = product
    .replace(/[-+].*$/, '')
    .split('.')
    .map(Number);
  return `1.${major}.${minor}.${patch * 100 + revision}`;
}

/**
 * The add-in only manifest for Outlook (learn.microsoft.com, "Office Add-ins with the add-in only manifest", and its element reference). The 1.1 overrides
 * inherit nothing from the 1.0 ones, so both say everything; older clients read the outermost that they know.
 */
export function renderManifest({ id, publicUrl, name, supportUrl, revision }: ManifestFacts): string {
  const icon = (pixels: number) => x(`${publicUrl}${ICONS}/icon-${pixels}.png`);
  const page = x(`${publicUrl}/taskpane.html`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<OfficeApp xmlns="http://schemas.microsoft.com/office/appforoffice/1.1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:bt="http://schemas.microsoft.com/office/officeappbasictypes/1.0" xsi:type="MailApp">
  <Id>${x(id)}</Id>
  <Version>${manifestVersion(PRODUCT.version, revision)}</Version>
  <ProviderName>Cardbridge</ProviderName>
  <DefaultLocale>en-US</DefaultLocale>
  <DisplayName DefaultValue="${x(name)}"/>
  <Description DefaultValue="${x(DESCRIPTION.en)}">
    <Override Locale="de-DE" Value="${x(DESCRIPTION.de)}"/>
  </Description>
  <IconUrl DefaultValue="${icon(64)}"/>
  <HighResolutionIconUrl DefaultValue="${icon(128)}"/>
  <SupportUrl DefaultValue="${x(supportUrl)}"/>
  <AppDomains>
    <AppDomain>${x(new URL(publicUrl).origin)}</AppDomain>
  </AppDomains>
  <Hosts>
    <Host Name="Mailbox"/>
  </Hosts>
  <Requirements>
    <Sets>
      <Set Name="Mailbox" MinVersion="1.5"/>
    </Sets>
  </Requirements>
  <FormSettings>
    <Form xsi:type="ItemRead">
      <DesktopSettings>
        <SourceLocation DefaultValue="${page}"/>
        <RequestedHeight>450</RequestedHeight>
      </DesktopSettings>
    </Form>
    <Form xsi:type="ItemEdit">
      <DesktopSettings>
        <SourceLocation DefaultValue="${page}"/>
      </DesktopSettings>
    </Form>
  </FormSettings>
  <Permissions>ReadItem</Permissions>
  <Rule xsi:type="RuleCollection" Mode="Or">
    <Rule xsi:type="ItemIs" ItemType="Message" FormType="ReadOrEdit"/>
    <Rule xsi:type="ItemIs" ItemType="Appointment" FormType="ReadOrEdit"/>
  </Rule>
  <DisableEntityHighlighting>true</DisableEntityHighlighting>
  <VersionOverrides xmlns="http://schemas.microsoft.com/office/mailappversionoverrides" xsi:type="VersionOverridesV1_0">
${overrides({ name, page, icon, modern: false })}
    <VersionOverrides xmlns="http://schemas.microsoft.com/office/mailappversionoverrides/1.1" xsi:type="VersionOverridesV1_1">
${overrides({ name, page, icon, modern: true })}
    </VersionOverrides>
  </VersionOverrides>
</OfficeApp>
`;
}

interface Shared {
  readonly name: string;
  readonly page: string;
  readonly icon: (pixels: number) => string;
  /** 1.1: pins, shared folders and mobile clients. */
  readonly modern: boolean;
}

function overrides({ name, page, icon, modern }: Shared): string {
  const pixels = [...new Set([...RIBBON, ...(modern ? MOBILE.map(({ size, scale }) => size * scale) : [])])];
  const images = pixels
    .sort((a, b) => a - b)
    .map((size) => `<bt:Image id="icon${size}" DefaultValue="${icon(size)}"/>`);
  return `      <Requirements>
        <bt:Sets DefaultMinVersion="1.5">
          <bt:Set Name="Mailbox"/>
        </bt:Sets>
      </Requirements>
      <Hosts>
        <Host xsi:type="MailHost">
          <DesktopFormFactor>
${modern ? '            <SupportsSharedFolders>true</SupportsSharedFolders>\n' : ''}${SURFACES.map((surface) => extensionPoint(surface, modern)).join('\n')}
          </DesktopFormFactor>
${modern ? `${mobile()}\n` : ''}        </Host>
      </Hosts>
      <Resources>
        <bt:Images>
          ${images.join('\n          ')}
        </bt:Images>
        <bt:Urls>
          <bt:Url id="pane" DefaultValue="${page}"/>
        </bt:Urls>
        <bt:ShortStrings>
          <bt:String id="name" DefaultValue="${x(name)}"/>
        </bt:ShortStrings>
        <bt:LongStrings>
          <bt:String id="tip" DefaultValue="${x(TIP.en)}">
            <bt:Override Locale="de-DE" Value="${x(TIP.de)}"/>
          </bt:String>
        </bt:LongStrings>
      </Resources>`;
}

function extensionPoint({ type, id, pinnable }: (typeof SURFACES)[number], modern: boolean): string {
  const pin = modern && pinnable ? '\n                      <SupportsPinning>true</SupportsPinning>' : '';
  return `            <ExtensionPoint xsi:type="${type}">
              <OfficeTab id="TabDefault">
                <Group id="${id}Group">
                  <Label resid="name"/>
                  <Control xsi:type="Button" id="${id}Button">
                    <Label resid="name"/>
                    <Supertip>
                      <Title resid="name"/>
                      <Description resid="tip"/>
                    </Supertip>
                    <Icon>
                      ${RIBBON.map((size) => `<bt:Image size="${size}" resid="icon${size}"/>`).join('\n                      ')}
                    </Icon>
                    <Action xsi:type="ShowTaskpane">
                      <SourceLocation resid="pane"/>${pin}
                    </Action>
                  </Control>
                </Group>
              </OfficeTab>
            </ExtensionPoint>`;
}

function mobile(): string {
  const images = MOBILE.map(
    ({ size, scale }) => `<bt:Image size="${size}" scale="${scale}" resid="icon${size * scale}"/>`,
  );
  return `          <MobileFormFactor>
            <ExtensionPoint xsi:type="MobileMessageReadCommandSurface">
              <Group id="mobileGroup">
                <Label resid="name"/>
                <Control xsi:type="MobileButton" id="mobileButton">
                  <Label resid="name"/>
                  <Icon xsi:type="bt:MobileIconList">
                    ${images.join('\n                    ')}
                  </Icon>
                  <Action xsi:type="ShowTaskpane">
                    <SourceLocation resid="pane"/>
                  </Action>
                </Control>
              </Group>
            </ExtensionPoint>
          </MobileFormFactor>`;
}

/** A value as it stands in XML. */
function x(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.codePointAt(0) ?? 0};`);
}
