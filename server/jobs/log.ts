/** Where events go: names, ids and numbers only, never a contact's values, an address or a token. */
export interface Log {
  debug(facts: object, event: string): void;
  info(facts: object, event: string): void;
  warn(facts: object, event: string): void;
  error(facts: object, event: string): void;
}

/** An error as it may be logged: its type, its code, where it happened, and its message without what it quotes. */
export function loggable(error: unknown): {
  readonly type: string;
  readonly code?: string;
  readonly message: string;
  readonly frames: string;
} {
  if (!(error instanceof Error)) return { type: typeof error, message: '', frames: '' };
  const { code } = error as { readonly code?: unknown };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    type: error.name,
    ...(typeof code === 'string' ? { code } : {}),
    message: withoutValues(error.message),
    frames: frames
      .slice(0, 12)
      .map((line) => line.trim())
      .join('\n'),
  };
}

/** Errors quote what they could not read: a contact's value, an address, a token. */
function withoutValues(message: string): string {
  return message
    .replace(/"[^"]*"|'[^']*'|`[^`]*`/g, '"…"')
    .replace(/\S+@\S+/g, '…@…')
    .replace(/\b[\w.-]{24,}\b/g, '…')
    .slice(0, 300);
}
