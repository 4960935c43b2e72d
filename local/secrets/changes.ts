/** The writing methods: each changes the secrets and answers. The file is written again as a whole. */

import { SecretsError } from './errors.ts';
import { checkParent, ID, resolveVersion, type Secret, type Secrets, secretNamed } from './file.ts';
import { policyOf, type SecretsRequest, secretResource, stateOf } from './methods.ts';

export interface Changed {
  readonly secrets: Secrets;
  readonly answer: object;
}

type Change = (request: SecretsRequest, secrets: Secrets) => Changed;

/** SecretPayload.data: 64 KiB at most. */
const MAX_PAYLOAD_BYTES = 65_536;

export const CHANGES: Readonly<Record<string, Change>> = {
  CreateSecret: ({ parent = '', secretId = '', secret = {} }, secrets) => {
    checkParent(parent);
    const name = `${parent}/secrets/${secretId}`;
    if (!ID.test(secretId))
      throw new SecretsError(
        'INVALID_ARGUMENT',
        `secret_id ${JSON.stringify(secretId)} is not 1 to 255 of A-Z, a-z, 0-9, _ and -.`,
      );
    if (secrets.has(secretId)) throw new SecretsError('ALREADY_EXISTS', `Secret [${name}] already exists.`);
    const made: Secret = { versions: [], ...settingsOf(secret) };
    return { secrets: withSecret(secrets, secretId, made), answer: secretResource(name, made) };
  },
  UpdateSecret: ({ secret = {}, updateMask }, secrets) => {
    const name = String(secret.name ?? '');
    const { id, ...before } = secretNamed(secrets, name);
    const paths = updateMask?.paths ?? [];
    const other = paths.find((path) => path !== 'labels');
    if (other !== undefined)
      throw new SecretsError('UNIMPLEMENTED', `The local Secret Manager does not change ${other} of a secret.`);
    const { labels: _labels, ...kept } = before;
    const changed: Secret = { ...kept, ...settingsOf({ labels: secret.labels }) };
    return { secrets: withSecret(secrets, id, changed), answer: secretResource(name, changed) };
  },
  DeleteSecret: ({ name = '' }, secrets) => {
    const { id } = secretNamed(secrets, name);
    const left = new Map(secrets);
    left.delete(id);
    return { secrets: left, answer: {} };
  },
  AddSecretVersion: ({ parent = '', payload = {} }, secrets) => {
    const { id, ...secret } = secretNamed(secrets, parent);
    const versions = [...secret.versions, textOf(payload.data)];
    const answer = { name: `${parent}/versions/${versions.length}`, state: stateOf('') };
    return { secrets: withSecret(secrets, id, { ...secret, versions }), answer };
  },
  DestroySecretVersion: ({ name = '' }, secrets) => {
    const version = resolveVersion(secrets, name);
    const { id, ...secret } = secretNamed(secrets, version.secret);
    const versions = secret.versions.map((value, at) => (at === version.number - 1 ? null : value));
    return {
      secrets: withSecret(secrets, id, { ...secret, versions }),
      answer: { name: version.name, state: stateOf(null) },
    };
  },
  SetIamPolicy: ({ resource = '', policy = {} }, secrets) => {
    const { id, ...secret } = secretNamed(secrets, resource);
    const { etag: _etag, ...kept } = policy;
    const changed: Secret = { ...secret, policy: kept };
    return { secrets: withSecret(secrets, id, changed), answer: policyOf(changed) };
  },
};

function withSecret(secrets: Secrets, id: string, secret: Secret): Secrets {
  return new Map(secrets).set(id, secret);
}

function settingsOf({ labels, replication }: Readonly<Record<string, unknown>>): Omit<Secret, 'versions'> {
  const isSet = (value: unknown): value is Readonly<Record<string, string>> =>
    typeof value === 'object' && value !== null && Object.keys(value).length > 0;
  return { ...(isSet(labels) ? { labels } : {}), ...(isSet(replication) ? { replication } : {}) };
}

/** The file holds text, so bytes that are not text cannot be kept in it. */
function textOf(data: Uint8Array | string | undefined): string {
  const bytes = typeof data === 'string' ? Buffer.from(data, 'base64') : Buffer.from(data ?? []);
  if (bytes.length > MAX_PAYLOAD_BYTES)
    throw new SecretsError(
      'INVALID_ARGUMENT',
      `The payload has ${bytes.length} bytes, at most ${MAX_PAYLOAD_BYTES} are allowed.`,
    );
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new SecretsError(
      'UNIMPLEMENTED',
      'The local Secret Manager keeps secrets as text: a payload that is not UTF-8 is not taken.',
    );
  }
}
