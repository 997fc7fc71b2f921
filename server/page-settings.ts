import { z } from 'zod';
import { USUAL_MANIFEST_ID, type ManifestFacts } from './http/manifest.ts';

/** The page's part of the environment. */
/** Origins, set apart by spaces or commas; `https://*.contoso.com` is one too (Content Security Policy 3, "host-source"). */
const origins = z
  .string()
  .transform((list) => list.split(/[\s,]+/).filter((entry) => entry !== ''))
  .pipe(
    z.array(z.string().regex(/^https?:\/\/(\*\.)?[\w.-]+(:\d+)?$/, 'each an origin such as https://mail.contoso.com')),
  );

/** Hosts of Outlook on the web, which shows add-ins in a frame; Microsoft publishes no list, so it can be set. */
const OUTLOOK_HOSTS = [
  'https://outlook.office.com',
  'https://outlook.office365.com',
  'https://outlook.cloud.microsoft',
  'https://outlook.live.com',
  'https://outlook-sdf.office.com',
  'https://outlook-sdf.office365.com',
  'https://outlook.officeapps.live.com',
  'https://outlook.office365.us',
  'https://outlook-dod.office365.us',
  'https://outlook.office365.cn',
];
/** Where production loads Office.js from (learn.microsoft.com, "Referencing the Office JavaScript API library"). */
const MICROSOFT_OFFICE_JS = 'https://appsforoffice.microsoft.com/lib/1/hosted/office.js';

export const pageEnvironment = {
  FRAME_ANCESTORS: origins.default(OUTLOOK_HOSTS),
  OFFICE_JS_URL: z.url({ protocol: /^https?$/ }).default(MICROSOFT_OFFICE_JS),
  MANIFEST_ID: z.guid().default(USUAL_MANIFEST_ID),
  ADDIN_NAME: z.string().trim().min(1).max(125).default('Cardbridge'),
  SUPPORT_URL: z.url({ protocol: /^https$/ }).optional(),
  MANIFEST_REVISION: z.coerce.number().int().min(0).max(99).default(0),
};

export const PAGE_ADVICE: { readonly [V in keyof typeof pageEnvironment]: string } = {
  FRAME_ANCESTORS: "set it to the origins that may show the pane in a frame, or leave it out for Outlook's",
  OFFICE_JS_URL: "set it to the address of office.js, or leave it out for Microsoft's",
  MANIFEST_ID:
    "set it to a GUID of your own before the first deployment and never change it, or leave it out for Cardbridge's",
  ADDIN_NAME: 'set it to the name that people see in Outlook, 125 characters at most (default Cardbridge)',
  SUPPORT_URL: 'set it to the https address of your help page, or leave it out for the address of Cardbridge itself',
  MANIFEST_REVISION:
    'set it to a number from 0 (the default) to 99, one more with each change of the name, an address or the page of help of an add-in that is deployed',
};

/** What the manifest says of this installation. */
export function manifestFacts(
  values: Pick<
    z.output<z.ZodObject<typeof pageEnvironment>>,
    'MANIFEST_ID' | 'ADDIN_NAME' | 'SUPPORT_URL' | 'MANIFEST_REVISION'
  >,
  publicUrl: string,
): ManifestFacts {
  const {
    MANIFEST_ID: id,
    ADDIN_NAME: name,
    SUPPORT_URL: supportUrl = `${publicUrl}/`,
    MANIFEST_REVISION: revision,
  } = values;
  return { id, publicUrl, name, supportUrl, revision };
}
