/**
 * The environment variables. One route can be told by them alone, under the names that the seed's system gave them; everything
 * else is told by a file, and a variable that the file makes meaningless is an error.
 */

import {
  type Config,
  duration,
  type Environment,
  flag,
  integer,
  list,
  oneOf,
  readConfig,
  text,
} from '@penstock/shared/runtime/config.ts';
import { FORMATS } from '../rows/format.ts';
import { COMPRESSIONS } from '../rows/payload.ts';
import { MODES, type RouteFile, type SinkFile } from './file.ts';

const STAGED = { variable: 'BIG_QUERY_OUTPUT_MODE', values: ['FILE_LOADS', 'MIXED'] } as const;
const SIZE = { pattern: /^\d+(B|KB|KiB|MB|MiB|GB|GiB)$/, allowed: 'a size like 64MiB' } as const;
const SPAN = { pattern: /^\d+(ms|s|m|h|d)$/, allowed: 'a duration like 1s' } as const;

/** Settings of the process. They hold with a file of routes and without one. */
export const PROCESS_SETTINGS = {
  file: text('SINK_CONFIG', {
    about: 'The config file, JSON or YAML. Without one the variables below make one route.',
    default: '',
  }),
  drain: duration('SINK_DRAIN', {
    about: 'The time that a stop waits for rows that are on their way.',
    default: '8s',
    min: '0ms',
    max: '1h',
  }),
  ackDeadline: duration('SINK_ACK_DEADLINE', {
    about:
      'The time for which a message that the worker pulled is its own: after a kill it comes again then. Extended while it is held.',
    default: '60s',
    min: '10s',
    max: '10m',
  }),
  missing: duration('SINK_MISSING_TABLE', {
    about: 'The time for which a table that was not found is not asked for again; its messages go to the error output.',
    default: '10s',
    min: '0ms',
    max: '1h',
  }),
  refresh: duration('SINK_SCHEMA_REFRESH', {
    about: 'The time after which a table in use is described again, to notice new columns.',
    default: '1m',
    min: '1s',
    max: '1d',
  }),
  loads: flag('SINK_LOADS', {
    about: 'Whether this process runs the load jobs of FILE_LOADS and MIXED, beside staging their files.',
    default: true,
  }),
};

/** Settings of the single route, for a process without a file. */
export const ROUTE_SETTINGS = {
  subscription: list('INPUT_SUBSCRIPTION', {
    about: 'Subscriptions, comma-separated: the worker pulls from them, a push from another is refused.',
    default: [],
  }),
  compression: oneOf('INPUT_COMPRESSION', COMPRESSIONS, {
    about: '`GZIP` gunzips payloads that are gzipped.',
    default: 'NONE',
  }),
  parallelism: integer('INPUT_PARALLELISM', {
    about: 'StreamingPull connections a subscription.',
    default: 2,
    min: 1,
    max: 64,
  }),
  maxMessages: integer('MAX_OUTSTANDING_ELEMENT_COUNT', {
    about: 'Messages in memory.',
    default: 40_000,
    min: 1,
    max: 10_000_000,
  }),
  maxBytes: text('MAX_OUTSTANDING_REQUEST_BYTES', { about: 'Bytes of messages in memory.', default: '100MB', ...SIZE }),
  table: text('OUTPUT_TABLE', { about: 'A table, or a template of one.', default: 'issues_ds.issues_stream' }),
  mode: oneOf(
    'BIG_QUERY_OUTPUT_MODE',
    MODES.filter((mode) => mode !== 'CDC'),
    { about: 'The way by which rows reach BigQuery.', default: 'STREAMING_INSERTS' },
  ),
  project: text('BIG_QUERY_DEFAULT_PROJECT', { about: 'The project of tables named without one.', default: '' }),
  format: oneOf(
    'OUTPUT_FORMAT',
    FORMATS.filter((format) => format !== 'mapping'),
    { about: 'The part of a message that makes the row.', default: 'json' },
  ),
  batchBytes: text('BATCH_MAX_BYTES', { about: 'Bytes of a batch. Empty: by mode.', default: '', ...SIZE }),
  batchMessages: text('BATCH_MAX_MESSAGES', {
    about: 'Rows of a batch. Empty: by mode.',
    default: '',
    pattern: /^[1-9]\d{0,6}$/,
    allowed: 'a whole number from 1',
  }),
  batchDelay: text('BATCH_MAX_DELAY', { about: 'Age of a batch. Empty: by mode.', default: '', ...SPAN }),
  outputBucket: text('OUTPUT_BUCKET', { about: 'The bucket that files are staged in.', default: '', onlyWith: STAGED }),
  loadBytes: text('LOAD_MAX_BYTES', { about: 'Bytes of a load job.', default: '100GB', onlyWith: STAGED, ...SIZE }),
  loadFiles: integer('LOAD_MAX_FILES', {
    about: 'Files of a load job.',
    default: 1_000,
    min: 1,
    max: 10_000,
    onlyWith: STAGED,
  }),
  loadDelay: text('LOAD_MAX_DELAY', {
    about: 'The time between two loads of staged files.',
    default: '5m',
    onlyWith: STAGED,
    ...SPAN,
  }),
  streamingDoctypes: text('STREAMING_DOCTYPES', {
    about:
      'With MIXED: a regular expression for `document_type` of what is streamed. Empty streams all that is small enough.',
    default: '',
    onlyWith: { variable: 'BIG_QUERY_OUTPUT_MODE', values: ['MIXED'] },
  }),
  fallbackTopic: text('FALLBACK_TOPIC', { about: 'Takes messages without a route.', default: '' }),
  errorTopic: text('ERROR_OUTPUT_TOPIC', { about: 'The error output.', default: 'issues-errors' }),
  errorBucket: text('ERROR_OUTPUT_BUCKET', { about: 'Takes payloads too large for a message.', default: '' }),
};

export type ProcessConfig = Config<typeof PROCESS_SETTINGS>;

/** The file that the variables stand for. */
export function fileOfEnvironment(env: Environment): SinkFile {
  const found = readConfig(env, { ...PROCESS_SETTINGS, ...ROUTE_SETTINGS });
  const route: RouteFile = {
    name: 'default',
    table: found.table,
    mode: found.mode,
    format: found.format,
    ...(found.batchBytes === '' ? {} : { maxBytes: found.batchBytes }),
    ...(found.batchMessages === '' ? {} : { maxRows: Number(found.batchMessages) }),
    ...(found.batchDelay === '' ? {} : { maxDelay: found.batchDelay }),
    ...(found.streamingDoctypes === ''
      ? {}
      : { streamed: { match: { document_type: { pattern: found.streamingDoctypes } } } }),
  };
  const staged = found.mode === 'FILE_LOADS' || found.mode === 'MIXED';
  return {
    subscriptions: found.subscription,
    compression: found.compression,
    pullStreams: found.parallelism,
    maxMessages: found.maxMessages,
    maxBytes: found.maxBytes,
    errorOutput: { topic: found.errorTopic, ...(found.errorBucket === '' ? {} : { bucket: found.errorBucket }) },
    routes: [route],
    ...(found.project === '' ? {} : { defaultProject: found.project }),
    ...(found.fallbackTopic === '' ? {} : { fallbackTopic: found.fallbackTopic }),
    ...(staged && found.outputBucket !== ''
      ? {
          fileLoads: {
            bucket: found.outputBucket,
            maxBytes: found.loadBytes,
            maxFiles: found.loadFiles,
            triggeringFrequency: found.loadDelay,
          },
        }
      : {}),
  };
}

/** Variables of the one route beside a file, which says all that. */
export function meaningless(env: Environment): readonly string[] {
  return Object.values(ROUTE_SETTINGS)
    .map(({ variable }) => variable)
    .filter((variable) => (env[variable] ?? '') !== '');
}
