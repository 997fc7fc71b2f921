import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { readCertificate, type CertificateFiles } from './http/certificate.ts';

const file = z.string().refine(existsSync, 'no such file').optional();

/** The certificate's part of the environment: both or neither. */
export const tlsEnvironment = { TLS_CERT_FILE: file, TLS_KEY_FILE: file };

export const TLS_ADVICE: { readonly [V in keyof typeof tlsEnvironment]: string } = {
  TLS_CERT_FILE:
    'set it to the path of a PEM file with the certificate of the host in PUBLIC_URL and those between it and its authority, or leave it out where a proxy holds it',
  TLS_KEY_FILE: "set it to the path of the PEM file with that certificate's private key",
};

/** Undefined: the server speaks http, behind a proxy or on one machine. `fail` throws. */
export function tlsConfiguration(
  { TLS_CERT_FILE: certificate, TLS_KEY_FILE: key }: z.output<z.ZodObject<typeof tlsEnvironment>>,
  fail: (variable: keyof typeof tlsEnvironment, reason: string) => never,
): CertificateFiles | undefined {
  if (certificate === undefined && key === undefined) return undefined;
  if (certificate === undefined) return fail('TLS_CERT_FILE', 'TLS_KEY_FILE is set, and there is no certificate to it');
  if (key === undefined) return fail('TLS_KEY_FILE', 'TLS_CERT_FILE is set, and there is no key to it');
  const files = { certificate: resolve(certificate), key: resolve(key) };
  try {
    readCertificate(files);
  } catch (error) {
    fail('TLS_CERT_FILE', `it and TLS_KEY_FILE cannot be used together (${(error as Error).message})`);
  }
  return files;
}
