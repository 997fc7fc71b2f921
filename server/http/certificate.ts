import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Server } from 'node:https';
import { createSecureContext } from 'node:tls';
import { loggable, type Log } from '../jobs/log.ts';

/** Paths of PEM files. */
export interface CertificateFiles {
  readonly certificate: string;
  readonly key: string;
}

export interface CertificatePair {
  readonly cert: string;
  readonly key: string;
}

/** Throws where they cannot be read, or do not belong together. */
export function readCertificate(files: CertificateFiles): CertificatePair {
  const pair = { cert: readFileSync(files.certificate, 'utf8'), key: readFileSync(files.key, 'utf8') };
  // A context is made of an empty file too, and of a certificate with a key of another kind.
  if (!new X509Certificate(pair.cert).checkPrivateKey(createPrivateKey(pair.key)))
    throw new Error('The key is not that of the certificate.');
  createSecureContext(pair);
  return pair;
}

const HOUR_MS = 3_600_000;

/** A certificate that was renewed is used within the hour, by connections made from then on; one that cannot be used is said, and the one before stays. */
export function followCertificate(server: Server, files: CertificateFiles, used: CertificatePair, log: Log): void {
  let current = used;
  const look = () => {
    try {
      const found = readCertificate(files);
      if (found.cert === current.cert && found.key === current.key) return;
      server.setSecureContext(found);
      current = found;
      log.info({}, 'certificate-renewed');
    } catch (error) {
      log.warn({ error: loggable(error) }, 'certificate-not-usable');
    }
  };
  const timer = setInterval(look, HOUR_MS);
  timer.unref();
  server.once('close', () => clearInterval(timer));
}
