import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { RequestHandler } from 'express';

const ENDINGS = { br: '.br', gzip: '.gz' } as const;
/** A script of the build: its content's hash is in its name, and nothing of a path. */
const SCRIPT = /^\/[\w-]+\.[\da-f]{16,}\.js$/;

/** Sends the copy that the build has compressed, in the best encoding that the browser takes (RFC 9110, 12.5.3); else goes on to the script itself. */
export function compressedCopies(directory: string, headers: Readonly<Record<string, string>>): RequestHandler {
  return async (request, response, next) => {
    if (!SCRIPT.test(request.path)) return next();
    response.vary('Accept-Encoding');
    const encoding = (['br', 'gzip'] as const).find((one) => request.acceptsEncodings(one) === one);
    if (encoding === undefined) return next();
    const copy = `${request.path.slice(1)}${ENDINGS[encoding]}`;
    const there = await access(join(directory, copy), constants.R_OK).then(
      () => true,
      () => false,
    );
    if (!there) return next();
    response.type('js').set({ ...headers, 'Content-Encoding': encoding });
    response.sendFile(copy, { root: directory, cacheControl: false }, (error) => {
      if (error !== undefined && !response.headersSent) next(error);
    });
  };
}
