import { z } from 'zod';

/** The mail's part of the environment: both or neither. */
export const mailEnvironment = {
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n]*[^\s<>@]+@[^\s<>@]+>?$/)
    .optional(),
};

export const MAIL_ADVICE: { readonly [V in keyof typeof mailEnvironment]: string } = {
  SMTP_URL: 'set it to smtp://user:password@host:587 or smtps://…:465, or leave it out to send no mail',
  MAIL_FROM: 'set it to the address that mail comes from, such as Cardbridge <cardbridge@contoso.com>',
};

export interface MailConfiguration {
  readonly smtpUrl: string;
  readonly from: string;
}

/** Undefined: no mail is sent. `fail` throws. */
export function mailConfiguration(
  { SMTP_URL: smtpUrl, MAIL_FROM: from }: z.output<z.ZodObject<typeof mailEnvironment>>,
  fail: (variable: keyof typeof mailEnvironment, reason: string) => never,
): MailConfiguration | undefined {
  if (smtpUrl === undefined && from === undefined) return undefined;
  if (smtpUrl === undefined) return fail('SMTP_URL', 'MAIL_FROM is set, and there is no server to send by');
  if (from === undefined) return fail('MAIL_FROM', 'SMTP_URL is set, and mail needs a sender');
  return { smtpUrl, from };
}
