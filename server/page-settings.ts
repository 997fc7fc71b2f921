import { z } from 'zod';

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
};

export const PAGE_ADVICE: { readonly [V in keyof typeof pageEnvironment]: string } = {
  FRAME_ANCESTORS: "set it to the origins that may show the pane in a frame, or leave it out for Outlook's",
  OFFICE_JS_URL: "set it to the address of office.js, or leave it out for Microsoft's",
};
