import {
  bytes,
  type Config,
  duration,
  type Environment,
  flag,
  integer,
  json,
  list,
  oneOf,
  readConfig,
  text,
} from '@penstock/shared/runtime/config.ts';
import { SECRET_VERSION } from '@penstock/shared/runtime/secrets.ts';
import { readSchema } from './issue-schema.ts';

const secret = { pattern: SECRET_VERSION, allowed: '`projects/P/secrets/S/versions/V`' };

export const SETTINGS = {
  topic: text('ISSUES_TOPIC', { about: 'The topic that issues are published to.', default: 'issues-topic' }),
  maxBytes: bytes('INTAKE_MAX_BYTES', {
    about: 'The largest body, compressed or not.',
    default: '1MB',
    min: '1KB',
    max: '9MB',
  }),
  maxDepth: integer('INTAKE_MAX_DEPTH', { about: 'The greatest depth of an issue.', default: 32, min: 1, max: 100 }),
  maxItems: integer('INTAKE_MAX_ITEMS', {
    about: 'The most issues of a batch.',
    default: 1000,
    min: 1,
    max: 10_000,
  }),
  auth: oneOf('INTAKE_AUTH', ['platform', 'api-key', 'webhook'], {
    about:
      'The callers that may post: all that Cloud Run lets through, holders of an API key, or senders that sign by Standard Webhooks.',
    default: 'platform',
  }),
  apiKeysSecret: text('INTAKE_API_KEYS_SECRET', {
    about: 'The secret with one `name=key` a line.',
    default: '',
    ...secret,
    onlyWith: { variable: 'INTAKE_AUTH', values: ['api-key'] },
  }),
  webhookSecret: text('INTAKE_WEBHOOK_SECRET', {
    about: 'The secret with one `whsec_…` a line.',
    default: '',
    ...secret,
    onlyWith: { variable: 'INTAKE_AUTH', values: ['webhook'] },
  }),
  webhookTolerance: duration('INTAKE_WEBHOOK_TOLERANCE', {
    about: 'The greatest distance between the time of a signed request and now.',
    default: '5m',
    min: '1s',
    max: '1h',
    onlyWith: { variable: 'INTAKE_AUTH', values: ['webhook'] },
  }),
  form: flag('INTAKE_FORM', {
    about: 'Whether `GET /` shows the web form.',
    default: true,
    onlyWith: { variable: 'INTAKE_AUTH', values: ['platform'] },
  }),
  origins: list('INTAKE_CORS_ORIGINS', {
    about: 'Origins whose pages may post, or `*`.',
    default: [],
    pattern: /^(?:\*|https?:\/\/[^/\sA-Z]+)$/,
  }),
  ratePerMinute: integer('INTAKE_RATE_PER_MINUTE', {
    about: 'Issues a minute for each caller and instance; 0 for no limit.',
    default: 0,
    min: 0,
    max: 1_000_000,
  }),
  proxies: integer('INTAKE_PROXIES', {
    about: 'Trusted proxies in front, the platform itself included: which entry of X-Forwarded-For is the caller.',
    default: 1,
    min: 1,
    max: 10,
  }),
  schema: json('INTAKE_SCHEMA', {
    about: 'A JSON Schema (2020-12) that every issue must meet; its `$id` goes into the attribute `issue_schema`.',
    default: null as Readonly<Record<string, unknown>> | null,
    allowed: 'a JSON Schema with an `$id`',
    read: readSchema,
  }),
  keyWindow: duration('INTAKE_KEY_WINDOW', {
    about: 'The time that a key is remembered with its body.',
    default: '1d',
    min: '1m',
    max: '30d',
  }),
  ledgerBucket: text('INTAKE_LEDGER_BUCKET', {
    about: 'The bucket where keys are remembered for all instances; without it each instance remembers its own.',
    default: '',
  }),
  publishDeadline: duration('INTAKE_PUBLISH_DEADLINE', {
    about: 'The time that Pub/Sub may take to acknowledge, and before that the ledger to answer.',
    default: '10s',
    min: '100ms',
    max: '60s',
  }),
};

export type IntakeConfig = Config<typeof SETTINGS>;

export function readIntakeConfig(env: Environment): IntakeConfig {
  const needed = {
    'api-key': { ...SETTINGS, apiKeysSecret: { ...SETTINGS.apiKeysSecret, fallback: undefined } },
    webhook: { ...SETTINGS, webhookSecret: { ...SETTINGS.webhookSecret, fallback: undefined } },
  };
  const mode = env.INTAKE_AUTH as keyof typeof needed;
  return readConfig(env, Object.hasOwn(needed, mode ?? '') ? needed[mode] : SETTINGS);
}
