/** The writing methods: each changes the secrets and answers. The file is written again as a whole. */

import { StatusError } from '../core/codes.ts';
import { crc32c } from '../storage/content/crc32c.ts';
import { type Content, ID, type Secret, type Secrets } from './file.ts';
import { checkParent, resolveVersion, secretNamed } from './names.ts';
import type { SecretsRequest } from './request.ts';
import { checkEtag, policyOf, type Resource, secretResource, versionResource } from './resources.ts';
import { changedSecret, settingsOf } from './settings.ts';

export interface Changed {
  readonly secrets: Secrets;
  readonly answer: Resource;
}

type Change = (request: SecretsRequest, secrets: Secrets, now: number) => Changed;

/** SecretPayload.data: 64 KiB at most. */
const MAX_PAYLOAD_BYTES = 65_536;

export const CHANGES: Readonly<Record<string, Change>> = {
  CreateSecret: ({ parent = '', secretId = '', secret = {} }, secrets, now) => {
    checkParent(parent);
    const name = `${parent}/secrets/${secretId}`;
    if (!ID.test(secretId))
      throw new StatusError(
        'INVALID_ARGUMENT',
        `secret_id ${JSON.stringify(secretId)} is not 1 to 255 of A-Z, a-z, 0-9, _ and -.`,
      );
    if (secrets.has(secretId)) throw new StatusError('ALREADY_EXISTS', `Secret [${name}] already exists.`);
    const made: Secret = { versions: [], createTime: new Date(now).toISOString(), ...settingsOf(secret, now) };
    return { secrets: withSecret(secrets, secretId, made), answer: secretResource(name, made) };
  },
  UpdateSecret: ({ secret = {}, updateMask }, secrets, now) => {
    const name = String(secret.name ?? '');
    const { id, ...before } = secretNamed(secrets, name);
    const paths = updateMask?.paths ?? [];
    if (paths.length === 0)
      throw new StatusError('INVALID_ARGUMENT', 'update_mask must name the fields that are changed.');
    checkEtag(secret.etag, secretResource(name, before));
    const changed = changedSecret(before, secret, paths, now);
    return { secrets: withSecret(secrets, id, changed), answer: secretResource(name, changed) };
  },
  DeleteSecret: ({ name = '', etag }, secrets) => {
    const { id, ...secret } = secretNamed(secrets, name);
    checkEtag(etag, secretResource(name, secret));
    const left = new Map(secrets);
    left.delete(id);
    return { secrets: left, answer: {} };
  },
  AddSecretVersion: ({ parent = '', payload = {} }, secrets, now) => {
    const { id, ...secret } = secretNamed(secrets, parent);
    const number = secret.versions.length + 1;
    const { content, isChecked } = contentOf(payload);
    const changed = stamped({ ...secret, versions: [...secret.versions, content] }, number, 'created', now);
    const answer = versionResource(`${parent}/versions/${number}`, changed, number);
    return {
      secrets: withSecret(secrets, id, changed),
      answer: isChecked ? { ...answer, clientSpecifiedPayloadChecksum: true } : answer,
    };
  },
  DisableSecretVersion: (request, secrets) =>
    changeVersion(request, secrets, (secret, number) => switched(secret, number, true)),
  EnableSecretVersion: (request, secrets) =>
    changeVersion(request, secrets, (secret, number) => switched(secret, number, false)),
  DestroySecretVersion: (request, secrets, now) =>
    changeVersion(request, secrets, (secret, number) => {
      const versions = secret.versions.map((content, at) => (at === number - 1 ? null : content));
      return stamped({ ...switched(secret, number, false), versions }, number, 'destroyed', now);
    }),
  SetIamPolicy: ({ resource = '', policy = {} }, secrets) => {
    const { id, ...secret } = secretNamed(secrets, resource);
    const { etag: _etag, ...kept } = policy;
    const changed: Secret = { ...secret, policy: kept };
    return { secrets: withSecret(secrets, id, changed), answer: policyOf(changed) };
  },
};

/** A destroyed version stays as it is: no method brings it back. */
function changeVersion(
  { name = '', etag }: SecretsRequest,
  secrets: Secrets,
  change: (secret: Secret, number: number) => Secret,
): Changed {
  const version = resolveVersion(secrets, name);
  const { number } = version;
  const { id, ...secret } = secretNamed(secrets, version.secret);
  checkEtag(etag, versionResource(version.name, secret, number));
  if (version.content === null)
    throw new StatusError('FAILED_PRECONDITION', `Secret Version [${version.name}] is in DESTROYED state.`);
  const changed = change(secret, number);
  return { secrets: withSecret(secrets, id, changed), answer: versionResource(version.name, changed, number) };
}

function switched({ disabled = [], ...secret }: Secret, number: number, off: boolean): Secret {
  const others = disabled.filter((one) => one !== number);
  const now = off ? [...others, number] : others;
  return now.length === 0 ? secret : { ...secret, disabled: now };
}

/** Times are kept of secrets that a method made; what people wrote into the file keeps its short form. */
function stamped(secret: Secret, number: number, what: 'created' | 'destroyed', now: number): Secret {
  if (secret.createTime === undefined) return secret;
  const times = { ...secret.times?.[number], [what]: new Date(now).toISOString() };
  return { ...secret, times: { ...secret.times, [number]: times } };
}

function withSecret(secrets: Secrets, id: string, secret: Secret): Secrets {
  return new Map(secrets).set(id, secret);
}

/** Text stays readable in the file; other bytes are kept as base64. */
function contentOf({ data, dataCrc32c }: NonNullable<SecretsRequest['payload']>): {
  readonly content: Content;
  readonly isChecked: boolean;
} {
  const bytes = typeof data === 'string' ? Buffer.from(data, 'base64') : Buffer.from(data ?? []);
  if (bytes.length > MAX_PAYLOAD_BYTES)
    throw new StatusError(
      'INVALID_ARGUMENT',
      `The payload has ${bytes.length} bytes, at most ${MAX_PAYLOAD_BYTES} are allowed.`,
    );
  const isChecked = dataCrc32c !== undefined;
  if (isChecked && String(dataCrc32c) !== String(crc32c(bytes)))
    throw new StatusError('INVALID_ARGUMENT', 'The payload does not have the CRC32C checksum that was given with it.');
  try {
    return { content: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), isChecked };
  } catch {
    return { content: { base64: bytes.toString('base64') }, isChecked };
  }
}
