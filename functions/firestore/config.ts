import {
  type Config,
  duration,
  type Environment,
  flag,
  json,
  list,
  oneOf,
  readConfig,
  type Setting,
  text,
} from '@penstock/shared/runtime/config.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { SECRET_VERSION } from '@penstock/shared/runtime/secrets.ts';
import { REASONS } from './decide.ts';
import { ENCODINGS } from './issue.ts';
import { type PathPattern, parsePattern } from './path-pattern.ts';
import { type FieldRules, readRules, TREATMENTS } from './protect.ts';

export const SETTINGS = {
  topic: text('ISSUES_TOPIC', { about: 'The topic that issues are published to.', default: 'issues-topic' }),
  errorsTopic: text('FIRESTORE_ERRORS_TOPIC', {
    about: 'The error output: the topic that takes what was rejected.',
    default: 'issues-errors',
  }),
  errorsBucket: text('FIRESTORE_ERRORS_BUCKET', {
    about:
      'The bucket that takes rejected events too large for the error output; without it only what is known about them is kept.',
    default: '',
  }),
  documents: patterns('FIRESTORE_DOCUMENTS', {
    about:
      'Which documents are taken, as `issues/{issueId}` or `users/{uid}/orders/{order}` or `{path=**}/comments/{id}`; the names become `path_params`. Empty takes all.',
  }),
  encoding: oneOf('FIRESTORE_ENCODING', ENCODINGS, {
    about: 'The form of documents in JSON: as people query them, or with every type kept.',
    default: 'plain',
  }),
  fields: json<FieldRules | null>('FIRESTORE_FIELDS', {
    about:
      'Fields that must not leave as they are, by path: `{"profile.ssn":"hash","notes":"exclude","cards.*":"mask"}`.',
    default: null,
    allowed: `a JSON object of field paths, each with one of ${TREATMENTS.join(', ')}`,
    read: readRules,
  }),
  hashSecret: text('FIRESTORE_HASH_SECRET', {
    about: 'The secret with the key of the hashes (HMAC-SHA256), 16 characters or more.',
    default: '',
    pattern: SECRET_VERSION,
    allowed: '`projects/P/secrets/S/versions/V`',
  }),
  maxAge: duration('FIRESTORE_MAX_AGE', {
    about: 'The greatest age of an event.',
    default: '7d',
    min: '1m',
    max: '365d',
  }),
  reject: list('FIRESTORE_REJECT', {
    about: `Events that go to the error output instead of being dropped: ${REASONS.join(', ')}; or \`none\`.`,
    default: ['foreign', 'too-old'],
    pattern: new RegExp(`^(?:none|${REASONS.join('|')})$`),
  }),
  ordering: flag('FIRESTORE_ORDERING', {
    about: 'Whether the messages of one document carry its name as ordering key.',
    default: false,
  }),
  publishDeadline: duration('FIRESTORE_PUBLISH_DEADLINE', {
    about: 'The time that Pub/Sub may take to acknowledge.',
    default: '10s',
    min: '100ms',
    max: '60s',
  }),
};

export type FirestoreConfig = Config<typeof SETTINGS>;

export function readFirestoreConfig(env: Environment): FirestoreConfig {
  const config = readConfig(env, SETTINGS);
  const needsKey = config.fields?.needsKey ?? false;
  if (needsKey === (config.hashSecret !== '')) return config;
  const problem = needsKey
    ? 'missing, and FIRESTORE_FIELDS has a field to hash'
    : 'set, but FIRESTORE_FIELDS has no field to hash: remove the one or add the other';
  throw new PenstockError('CONFIG_INVALID', `The environment is wrong:\n  - FIRESTORE_HASH_SECRET: ${problem}`);
}

function patterns(variable: string, options: { readonly about: string }): Setting<readonly PathPattern[]> {
  const items = list(variable, { ...options, default: [] });
  return {
    ...items,
    allowed: 'a comma-separated list of path patterns',
    fallback: { value: [], shown: '' },
    parse: (found) => items.parse(found).map(parsePattern),
  };
}
