/** What a LIKE would read as a wildcard is meant as written. */
export const literally = (text: string): string => text.replaceAll(/[\\%_]/g, String.raw`\$&`);

/** Anywhere in a text in small letters. */
export const like = (text: string): string => `%${literally(text.toLowerCase())}%`;
