/**
 * The authority whose certificates the local cloud shows. With a state folder it is kept there, so that a client that was told to
 * trust `tls/authority.pem` trusts the next start too; the servers' own certificates are new at every start.
 */

import { createPrivateKey } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createSecureContext, type SecureContext } from 'node:tls';
import { type Identity, issueFor, newAuthority } from './certificate.ts';

export interface Authority {
  /** PEM. */
  readonly certificate: string;
  /** The file of it; undefined where nothing is kept. */
  readonly file: string | undefined;
  /** Shows a certificate for `localhost`, loopback addresses and this host. */
  context(host: string): SecureContext;
}

export async function openAuthority(stateDir: string | undefined, now: () => number): Promise<Authority> {
  const folder = stateDir === undefined ? undefined : join(stateDir, 'tls');
  const identity = folder === undefined ? newAuthority(now()) : await keptIn(folder, now);
  return {
    certificate: identity.certificate,
    file: folder === undefined ? undefined : join(folder, FILE),
    context: (host) => {
      const hosts = [...new Set(['localhost', '127.0.0.1', '::1', ...(/^[\w.-]+$/.test(host) ? [host] : [])])];
      const { certificate, key } = issueFor(hosts, identity, now());
      return createSecureContext({ cert: certificate, key: key.export({ type: 'pkcs8', format: 'pem' }) });
    },
  };
}

const FILE = 'authority.pem';
const KEY_FILE = 'authority.key.pem';

async function keptIn(folder: string, now: () => number): Promise<Identity> {
  try {
    const [certificate, key] = await Promise.all([FILE, KEY_FILE].map((name) => readFile(join(folder, name), 'utf8')));
    return { certificate: certificate as string, key: createPrivateKey(key as string) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const made = newAuthority(now());
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, KEY_FILE), made.key.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  await writeFile(join(folder, FILE), made.certificate);
  return made;
}
