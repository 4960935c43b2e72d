/** X.509 certificates (RFC 5280) of this machine's own authority: Node's crypto reads certificates, and makes none. */

import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIPv4 } from 'node:net';
import { bits, identifier, integer, octets, sequence, set, tagged, text, time, yes } from './der.ts';

export interface Identity {
  /** PEM. */
  readonly certificate: string;
  readonly key: KeyObject;
}

const DAY_MS = 86_400_000;
const VALID_DAYS = 3_650;
const AUTHORITY = 'Penstock local cloud, this machine only';
const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2';

/** Its key never leaves this machine, so trusting it trusts this local cloud and nothing else. */
export function newAuthority(nowMs: number): Identity {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const extensions = [
    // basicConstraints: an authority of end certificates only; keyUsage: keyCertSign.
    extension('2.5.29.19', sequence(yes(), integer(Buffer.from([0]))), true),
    extension('2.5.29.15', bits(Buffer.from([0x04]), 2), true),
  ];
  return {
    certificate: issue({ subject: AUTHORITY, publicKey, extensions, issuerKey: privateKey, nowMs }),
    key: privateKey,
  };
}

/** A server's certificate for these host names and addresses. */
export function issueFor(hosts: readonly string[], authority: Identity, nowMs: number): Identity {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const extensions = [
    extension('2.5.29.17', sequence(...hosts.map(alternativeName))),
    // extKeyUsage: serverAuth.
    extension('2.5.29.37', sequence(identifier('1.3.6.1.5.5.7.3.1'))),
  ];
  const certificate = issue({ subject: 'localhost', publicKey, extensions, issuerKey: authority.key, nowMs });
  return { certificate, key: privateKey };
}

interface Issue {
  readonly subject: string;
  readonly publicKey: KeyObject;
  readonly extensions: readonly Buffer[];
  readonly issuerKey: KeyObject;
  readonly nowMs: number;
}

function issue({ subject, publicKey, extensions, issuerKey, nowMs }: Issue): string {
  const algorithm = sequence(identifier(ECDSA_WITH_SHA256));
  const signed = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    algorithm,
    nameOf(AUTHORITY),
    // A day back, because clocks of containers differ.
    sequence(time(nowMs - DAY_MS), time(nowMs + VALID_DAYS * DAY_MS)),
    nameOf(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(...extensions)),
  );
  const der = sequence(signed, algorithm, bits(sign('sha256', signed, issuerKey)));
  const lines = der.toString('base64').replaceAll(/.{64}(?=.)/g, '$&\n');
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}

function nameOf(commonName: string): Buffer {
  return sequence(set(sequence(identifier('2.5.4.3'), text(commonName))));
}

function extension(id: string, value: Buffer, critical = false): Buffer {
  return sequence(identifier(id), ...(critical ? [yes()] : []), octets(value));
}

/** dNSName or iPAddress. */
function alternativeName(host: string): Buffer {
  if (isIPv4(host)) return tagged(0x87, Buffer.from(host.split('.').map(Number)));
  return host === '::1' ? tagged(0x87, Buffer.from([...Array(15).fill(0), 1])) : tagged(0x82, Buffer.from(host));
}
