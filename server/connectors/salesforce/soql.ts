const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
};

const escape = (text: string) => text.replace(/[\\'\n\r\t\b\f]/g, (one) => ESCAPES[one] ?? one);

/** A text as a SOQL string (SOQL reference, "Quoted String Escape Sequences"). */
export function literal(text: string): string {
  return `'${escape(text)}'`;
}

/** A pattern that matches what contains the text; its own wildcards stand for themselves. */
export function containing(text: string): string {
  return `'%${escape(text).replace(/[%_]/g, '\\$&')}%'`;
}

/** A pattern that matches what ends with the text. */
export function ending(text: string): string {
  return `'%${escape(text).replace(/[%_]/g, '\\$&')}'`;
}

export function oneOf(field: string, values: Iterable<string>): string {
  return `${field} IN (${[...values].map(literal).join(',')})`;
}

/** A moment as a SOQL dateTime literal: seconds, since that is what the org stores. */
export function moment(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(/\.\d+Z$/, 'Z');
}

interface Word {
  readonly text: string;
  readonly start: number;
}

/** The words outside strings and parentheses, in capitals, with their places. */
function topWords(query: string): Word[] {
  const words: Word[] = [];
  let depth = 0;
  for (let at = 0; at < query.length; at += 1) {
    const character = query.charAt(at);
    if (character === "'") {
      for (at += 1; at < query.length && query.charAt(at) !== "'"; at += 1) if (query.charAt(at) === '\\') at += 1;
    } else if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    else if (/[\w$.]/.test(character)) {
      const start = at;
      while (at + 1 < query.length && /[\w$.:]/.test(query.charAt(at + 1))) at += 1;
      if (depth === 0) words.push({ text: query.slice(start, at + 1).toUpperCase(), start });
    }
  }
  return words;
}

const TAIL = new Set(['LIMIT', 'OFFSET', 'FOR', 'UPDATE']);
const GROUPING = new Set(['GROUP', 'HAVING']);

/**
 * A list view's query from FROM on, with its scope and condition, without its order and limit, so that it can be read whole in any order.
 * Undefined: it is no plain query of Contact (F2).
 */
export function selection(query: string, scope?: string | null): string | undefined {
  const words = topWords(query);
  const from = words.findIndex((word) => word.text === 'FROM');
  const source = words[from];
  if (words[0]?.text !== 'SELECT' || source === undefined || words[from + 1]?.text !== 'CONTACT') return undefined;
  const rest = words.slice(from + 2);
  if (rest.some((word) => GROUPING.has(word.text))) return undefined;
  const tail = rest.find(
    (word, place) =>
      TAIL.has(word.text) ||
      (word.text === 'ORDER' && rest[place + 1]?.text === 'BY') ||
      (word.text === 'ALL' && rest[place + 1]?.text === 'ROWS'),
  );
  const kept = query.slice(source.start, tail?.start).trim();
  const scoped = rest.some((word) => word.text === 'USING');
  if (scoped || scope === undefined || scope === null || scope.toLowerCase() === 'everything') return kept;
  return kept.replace(/^FROM\s+Contact\b/i, `FROM Contact USING SCOPE ${scope}`);
}
