import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from 'selfsigned';

export interface Certificates {
  /** PEM of the authority that clients are to trust. */
  readonly caFile: string;
  readonly key: string;
  readonly certificate: string;
}

const DAYS_MS = 86_400_000;
const YEARS_MS = 3650 * DAYS_MS;

/** An authority and a certificate of it for this machine's own names, made once and kept in `directory`. */
export async function certificates(directory: string): Promise<Certificates> {
  const caFile = join(directory, 'ca.pem');
  const file = join(directory, 'tls.json');
  if (!existsSync(caFile) || !existsSync(file)) {
    const notBeforeDate = new Date(Date.now() - 30 * DAYS_MS);
    const notAfterDate = new Date(Date.now() + YEARS_MS);
    const ca = await generate([{ name: 'commonName', value: 'Cardbridge simulators' }], {
      keySize: 2048,
      algorithm: 'sha256',
      notBeforeDate,
      notAfterDate,
      extensions: [
        { name: 'basicConstraints', cA: true, critical: true },
        { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
      ],
    });
    const own = await generate([{ name: 'commonName', value: 'localhost' }], {
      keySize: 2048,
      algorithm: 'sha256',
      notBeforeDate,
      notAfterDate,
      ca: { key: ca.private, cert: ca.cert },
      extensions: [
        { name: 'basicConstraints', cA: false },
        { name: 'keyUsage', digitalSignature: true, keyEncipherment: true },
        { name: 'extKeyUsage', serverAuth: true },
        {
          name: 'subjectAltName',
          altNames: [
            { type: 2, value: 'localhost' },
            { type: 7, ip: '127.0.0.1' },
            { type: 7, ip: '::1' },
          ],
        },
      ],
    });
    writeFileSync(caFile, ca.cert);
    writeFileSync(`${file}.new`, JSON.stringify({ key: own.private, certificate: own.cert }), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  return { caFile, ...(JSON.parse(readFileSync(file, 'utf8')) as { key: string; certificate: string }) };
}
