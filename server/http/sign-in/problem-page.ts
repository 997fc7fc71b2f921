import type { ErrorRequestHandler } from 'express';
import { ProblemError } from '../problem.ts';
import { languageOf, worded, wordingIn } from '../wording.ts';

/** A problem on the way of a browser: one sentence on a page, with the way back; what nobody expected goes on. */
export const answerAsPage: ErrorRequestHandler = (error: unknown, request, response, next) => {
  if (!(error instanceof ProblemError) || response.headersSent) return next(error);
  const language = languageOf(request);
  const sentence = escaped(worded(error.reason, language));
  response
    .status(error.status)
    .set(error.headers)
    .type('html')
    .send(
      `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">` +
        `<meta name="color-scheme" content="light dark"><title>Cardbridge</title></head><body><main><h1>Cardbridge</h1><p>${sentence}</p>` +
        `<p><a href="/">${escaped(wordingIn(language).back)}</a></p></main></body></html>\n`,
    );
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.codePointAt(0) ?? 0};`);
}
