import type { Host } from '../office.ts';
import { hearBeside } from '../window-beside.ts';

/** The channel on which a window tells how it ended. */
export const CONNECTED = 'cardbridge-salesforce';

/** Why a window gave nothing: this Outlook opens none, it was not opened, another one is open, or it was closed. */
export class WindowProblem extends Error {
  override readonly name = 'WindowProblem';
  readonly kind: 'no-windows' | 'blocked' | 'already-open' | 'cancelled';
  constructor(kind: WindowProblem['kind'], options?: ErrorOptions) {
    super(kind, options);
    this.kind = kind;
  }
}

/** Office.js's own, each as what it comes to; any other: no window was opened. */
const REFUSED: Readonly<Record<number, WindowProblem['kind']>> = { 12006: 'cancelled', 12007: 'already-open' };

/**
 * Opens a page of ours in a window and gives the code it ends with. To be called by the press of a button, before anything is waited for: a browser opens no
 * window later. Throws WindowProblem; `signal`: the person waits no longer.
 */
export async function codeOfWindow(host: Host, url: () => Promise<string>, signal: AbortSignal): Promise<string> {
  if (host.kind !== 'outlook') return codeOf(await inBrowser(url, signal));
  const { dialog } = host;
  if (dialog.status === 'unavailable') throw new WindowProblem('no-windows');
  const message = await dialog.ask(await url()).catch((cause: unknown) => {
    const { code } = cause as { readonly code?: number };
    if (code === undefined) throw cause;
    throw new WindowProblem(REFUSED[code] ?? 'blocked', { cause });
  });
  return codeOf(message);
}

async function inBrowser(url: () => Promise<string>, signal: AbortSignal): Promise<string> {
  const opened = window.open('', CONNECTED, 'popup,width=600,height=760');
  if (opened === null) throw new WindowProblem('blocked');
  let deaf = (): void => undefined;
  try {
    opened.location.href = await url();
    return await new Promise<string>((resolve, reject) => {
      deaf = hearBeside(CONNECTED, resolve);
      // Whether the window is still open cannot be known: Salesforce's pages may cut it off.
      signal.addEventListener('abort', () => reject(new WindowProblem('cancelled')));
      if (signal.aborted) reject(new WindowProblem('cancelled'));
    });
  } catch (error) {
    opened.close();
    throw error;
  } finally {
    deaf();
  }
}

function codeOf(message: string): string {
  const { code } = JSON.parse(message) as { readonly code?: unknown };
  if (typeof code !== 'string') throw new WindowProblem('cancelled');
  return code;
}
