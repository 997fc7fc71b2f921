import type { Express } from 'express';
import { createServer, STATUS_CODES, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { problemBody, ProblemError } from './problem.ts';

/** Node's own errors of requests that never become one (nodejs.org/api/http.html, "Event: 'clientError'"); all others are 400. */
const STATUSES: Readonly<Record<string, number>> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 };

/** Serves the app at `port` (0: any) of `host`. What is no HTTP request is answered as a problem too. */
export function listen(app: Express, port: number, host: string): Server {
  const server = createServer(app);
  const answering = new WeakMap<Duplex, ServerResponse>();
  server.on('request', (request, response) => void answering.set(request.socket, response));
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const begun = answering.get(socket);
    if (!socket.writable) return void socket.destroy();
    // What came whole is answered; it is what follows it on the connection that is no request.
    if (begun?.req.complete === true && !begun.writableFinished)
      return void begun.once('finish', () => socket.end()).once('close', () => socket.destroy());
    if (begun?.headersSent === true && !begun.writableFinished) return void socket.destroy();
    const status = STATUSES[error.code ?? ''] ?? 400;
    const body = JSON.stringify(problemBody(new ProblemError(status, 'bad-request'), 'en'));
    socket.end(
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\nCache-Control: no-store\r\n` +
        `Content-Type: application/problem+json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
  });
  // An expectation that we do not know is no reason to refuse (RFC 9110, section 10.1.1).
  server.on('checkExpectation', app);
  return server.listen(port, host);
}
