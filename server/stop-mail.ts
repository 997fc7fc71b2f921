import { createTransport } from 'nodemailer';
import { LANGUAGES, worded } from './http/wording.ts';
import type { StopTeller } from './jobs/tell-stopped.ts';
import type { MailConfiguration } from './mail-settings.ts';

/** A server that says nothing is given up after this. */
const PATIENCE_MS = 10_000;

/**
 * T4: a mail to the person whose mailbox is stopped, in their language, with the reason and where to put it right. No contact is in it. Plain text:
 * nothing to load, nothing to be tracked by.
 */
export function stopMail(
  { smtpUrl, from }: MailConfiguration,
  { publicUrl, name }: { readonly publicUrl: string; readonly name: string },
): StopTeller {
  const timeouts = { connectionTimeout: PATIENCE_MS, greetingTimeout: PATIENCE_MS, socketTimeout: PATIENCE_MS };
  const transport = createTransport({ url: smtpUrl, ...timeouts }, { from });
  return async ({ email, name: person, language: spoken, stopped, stoppedSince }) => {
    if (stopped === null || stoppedSince === null) return 'told';
    const language = spoken !== null && LANGUAGES.has(spoken) ? spoken : 'en';
    const day = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' });
    const params = {
      name,
      person,
      url: publicUrl,
      since: day.format(new Date(stoppedSince)),
      reason: worded(stopped, language),
    };
    try {
      await transport.sendMail({
        to: { name: person, address: email },
        subject: worded({ code: 'stop-mail-subject', params }, language),
        text: worded({ code: 'stop-mail', params }, language),
        // Out-of-office replies are for people (RFC 3834).
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
      return 'told';
    } catch (error) {
      if (isRefused(error)) return 'refused';
      throw error;
    }
  };
}

/** The server took the connection and wants no mail for this address: a permanent reply to RCPT (RFC 5321, 4.2.1). */
function isRefused(error: unknown): boolean {
  const { code, responseCode } = error as { readonly code?: unknown; readonly responseCode?: unknown };
  return code === 'EENVELOPE' && typeof responseCode === 'number' && responseCode >= 500;
}
