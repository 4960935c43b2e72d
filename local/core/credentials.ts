/**
 * A service account's key file for clients that insist on credentials: `GOOGLE_APPLICATION_CREDENTIALS` names it, and its
 * `token_uri` is an endpoint of this cloud. The key is made once for a state folder; it opens nothing anywhere else, because
 * no service here looks at a token.
 */

import { createPrivateKey, generateKeyPair, randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

export const CREDENTIALS_FILE = 'local-credentials.json';

export interface CredentialsOptions {
  readonly stateDir: string;
  readonly projectId: string;
  /** `host:port` of the console, which answers `POST /token`. */
  readonly tokenAddress: string;
}

export function credentialsFile(stateDir: string): string {
  return join(resolve(stateDir), CREDENTIALS_FILE);
}

/** Writes the file. A key that is there is kept; only its addresses may change. */
export async function writeCredentials({ stateDir, projectId, tokenAddress }: CredentialsOptions): Promise<void> {
  const file = credentialsFile(stateDir);
  const kept = await readKept(file);
  const email = `local@${projectId}.iam.gserviceaccount.com`;
  const content = `${JSON.stringify(
    {
      type: 'service_account',
      project_id: projectId,
      private_key_id: kept?.id ?? randomBytes(20).toString('hex'),
      private_key: kept?.key ?? (await newKey()),
      client_email: email,
      client_id: '100000000000000000000',
      auth_uri: `http://${tokenAddress}/auth`,
      token_uri: `http://${tokenAddress}/token`,
      universe_domain: 'googleapis.com',
    },
    null,
    2,
  )}\n`;
  if (kept?.text === content) return;
  // Renamed into place, so that a client never reads half of it.
  await writeFile(`${file}.next`, content, { mode: 0o600 });
  await rename(`${file}.next`, file);
}

/** The answer of the token endpoint, whatever assertion is sent. */
export function tokenAnswer(): object {
  return { access_token: 'local', token_type: 'Bearer', expires_in: 3_600 };
}

interface Kept {
  readonly text: string;
  readonly id: string;
  readonly key: string;
}

async function readKept(file: string): Promise<Kept | undefined> {
  try {
    const text = await readFile(file, 'utf8');
    const { private_key_id: id, private_key: key } = JSON.parse(text) as Readonly<Record<string, unknown>>;
    if (typeof id !== 'string' || typeof key !== 'string') return undefined;
    createPrivateKey(key);
    return { text, id, key };
  } catch {
    // Not there, or not ours to repair: a new one takes its place.
    return undefined;
  }
}

/** Google's clients sign with RS256. Made in a thread of Node's pool, so that nothing waits for it. */
async function newKey(): Promise<string> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2_048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return privateKey;
}
