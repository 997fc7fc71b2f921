import type { Express } from 'express';
import { createServer, STATUS_CODES, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import type { Log } from '../jobs/log.ts';
import { followCertificate, readCertificate, type CertificateFiles } from './certificate.ts';
import { problemBody, ProblemError } from './problem.ts';

/** Node's own errors of requests that never become one (nodejs.org/api/http.html, "Event: 'clientError'"); all others are 400. */
const STATUSES: Readonly<Record<string, number>> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 };

/** Of each server, until they are closed: Node closes those alone whose handshake is over. */
const connections = new WeakMap<Server, Set<Duplex>>();
/** Whose handshake is over. */
const secured = new WeakSet<Duplex>();
const HANDSHAKE_MS = 20_000;

/** Ends every connection, whatever is under way on it. */
export function endConnections(server: Server): void {
  server.closeAllConnections();
  for (const socket of connections.get(server) ?? []) socket.destroy();
}

export interface Listening {
  /** 0: any. */
  readonly port: number;
  readonly host: string;
  /** Absent: http. */
  readonly tls?: CertificateFiles;
  readonly log: Log;
}

/** Serves the app. What is no HTTP request is answered as a problem too. Throws where the certificate cannot be used. */
export function listen(app: Express, { port, host, tls, log }: Listening): Server {
  const server = tls === undefined ? createServer(app) : createWithTls(app, tls, log);
  const sockets = new Set<Duplex>();
  server.on('connection', (socket: Duplex) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  connections.set(server, sockets);
  const answering = new WeakMap<Duplex, ServerResponse>();
  server.on('request', (request, response) => void answering.set(request.socket, response));
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const begun = answering.get(socket);
    // Whoever has not finished the handshake can be told nothing.
    if (socket instanceof TLSSocket && !secured.has(socket)) return void socket.destroy();
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

function createWithTls(app: Express, files: CertificateFiles, log: Log): Server {
  const pair = readCertificate(files);
  const server = createTlsServer({ ...pair, handshakeTimeout: HANDSHAKE_MS }, app);
  server.on('secureConnection', (socket) => secured.add(socket));
  followCertificate(server, files, pair, log);
  return server;
}
