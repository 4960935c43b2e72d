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
import { compileDestinationRegex } from './path-groups.ts';

const FILE_NAME = { pattern: /^[^/]+$/, allowed: 'a file name without `/`' };
const BUCKET = { pattern: /^[a-z\d][a-z\d._-]{1,220}[a-z\d]$/, allowed: 'the name of a bucket' };

export const SETTINGS = {
  successFilename: text('SUCCESS_FILENAME', {
    about: 'The object whose arrival says that a folder is complete.',
    default: '_SUCCESS',
    ...FILE_NAME,
  }),
  regex: text('DESTINATION_REGEX', {
    about:
      'Reads the destination from the path: named groups `dataset`, `table` and `partition`, `yyyy`, `mm`, `dd`, `hh`, `batch`. Empty for the rule of `docs/loader.md`.',
    default: '',
    allowed: 'a regular expression of JavaScript or Python with a group `table`',
  }),
  maxBatchBytes: integer('MAX_BATCH_BYTES', {
    about: 'Bytes of one load job. BigQuery takes 15 TB.',
    default: 15_000_000_000_000,
    min: 1,
    max: 15_000_000_000_000,
  }),
  maxUris: integer('MAX_BATCH_URIS', {
    about: 'Files of one load job. BigQuery takes 10,000.',
    default: 10_000,
    min: 1,
    max: 10_000,
  }),
  jobPrefix: text('JOB_PREFIX', {
    about: 'In front of the id of every job.',
    default: 'penstock-',
    pattern: /^[A-Za-z0-9_-]{0,50}$/,
    allowed: 'up to 50 letters, digits, `-` and `_`',
  }),
  jobProject: text('BQ_PROJECT', {
    about: 'The project whose jobs these are. Empty for the function’s own.',
    default: '',
  }),
  storageProject: text('BQ_STORAGE_PROJECT', {
    about: 'The project of destinations that name none. Empty for the project of the jobs.',
    default: '',
  }),
  functionTimeoutSeconds: integer('FUNCTION_TIMEOUT_SEC', {
    about: 'The time that an invocation may take; the function is deployed with the same.',
    default: 60,
    min: 10,
    max: 3_600,
  }),
  bufferSeconds: integer('RESTART_BUFFER_SECONDS', {
    about: 'Kept free at the end of an invocation, to record the state.',
    default: 15,
    min: 1,
    max: 600,
  }),
  waitSeconds: integer('WAIT_FOR_JOB_SECONDS', {
    about: 'The time that an invocation stays to see its jobs end. The next event and the sweep follow longer jobs.',
    default: 5,
    min: 0,
    max: 3_000,
  }),
  failOnZeroRows: flag('FAIL_ON_ZERO_DML_ROWS_AFFECTED', {
    about: 'A transform that changes no row is a failure.',
    default: true,
  }),
  orderPerTable: flag('ORDER_PER_TABLE', {
    about: 'Every table’s batches are loaded strictly in order.',
    default: false,
  }),
  orderBy: oneOf('ORDER_BY', ['name', 'arrival'], {
    about: 'The order of batches: by the success file’s name, or by the time it was written.',
    default: 'name',
  }),
  gateFilename: text('START_BACKFILL_FILENAME', {
    about: 'While the table’s directory has no such file, its ordered batches wait. Empty for no such gate.',
    default: '',
    ...FILE_NAME,
  }),
  waitForValidation: flag('WAIT_FOR_VALIDATION', {
    about:
      'After each ordered batch the table waits for `penstock loader resume`, or a file `_BACKFILL` in its directory.',
    default: false,
  }),
  maxRetries: integer('MAX_RETRIES_ON_BIGQUERY_ERROR', {
    about: 'The most retries of a job that failed for a transient reason.',
    default: 3,
    min: 0,
    max: 20,
  }),
  reportErrors: flag('USE_ERROR_REPORTING_API', {
    about:
      'A permanent failure is recorded and logged, and the event is answered as done. With `false` the event fails too.',
    default: true,
  }),
  service: text('K_SERVICE', { about: 'The label `cloud-function-name`. Cloud Run sets it.', default: '' }),
  hold: oneOf('HOLD_FILES', ['verify', 'snapshot'], {
    about:
      'The way to hold the files of a batch: read them again before the rows are published, or copy them first. Transforms always copy.',
    default: 'verify',
  }),
  lateFiles: oneOf('FILES_AFTER_SUCCESS', ['fail', 'load'], {
    about: 'The reaction to a file that was written after the success file, and before that was seen.',
    default: 'fail',
  }),
  ledgerBucket: text('LEDGER_BUCKET', {
    about:
      'The bucket of the ledgers. Empty for the bucket that the files come to; a bucket of its own saves an event a ledger.',
    default: '',
    ...BUCKET,
  }),
  statePrefix: text('LEDGER_PREFIX', {
    about: 'In front of every object of the loader’s state.',
    default: '_penstock/loader/',
    pattern: /^(?:[^/]+\/)+$/,
    allowed: 'a prefix with its final `/`',
  }),
  stagingBucket: text('STAGING_BUCKET', {
    about: 'The bucket for copies of files. Empty for the bucket of the ledgers.',
    default: '',
    ...BUCKET,
  }),
  sweepBuckets: list('SWEEP_BUCKETS', {
    about:
      'The buckets whose ledgers the scheduled sweep moves on, if `LEDGER_BUCKET` is empty and the sweep’s request names none.',
    default: [],
  }),
  tempDataset: text('TEMP_DATASET', {
    about: 'The dataset of temporary tables, in the location of the destination. Empty for the destination’s own.',
    default: '',
    pattern: /^\w+$/,
    allowed: 'the id of a dataset',
  }),
  tempExpiry: duration('TEMP_EXPIRY', {
    about: 'After which BigQuery drops a temporary table that was left behind.',
    default: '7d',
    min: '1h',
    max: '60d',
  }),
  loadsPerDay: integer('MAX_LOADS_PER_TABLE_PER_DAY', {
    about:
      'Loads and copies into one table in 24 hours, failed ones included. BigQuery takes 1,500; later batches wait or share a copy.',
    default: 1_400,
    min: 1,
    max: 1_500,
  }),
  trackingDataset: text('TRACKING_DATASET', {
    about: 'The dataset of the tables `loads` and `load_files`. Empty for no tracking.',
    default: '',
    pattern: /^\w+$/,
    allowed: 'the id of a dataset',
  }),
  errorsTopic: text('ERRORS_TOPIC', {
    about: 'The topic of the error records of failed loads. Empty for none.',
    default: '',
  }),
  microFiles: integer('MICRO_BATCH_FILES', {
    about: 'Without success files: load when so many files have come. 0 waits for success files.',
    default: 0,
    min: 0,
    max: 10_000,
  }),
  microBytes: integer('MICRO_BATCH_BYTES', {
    about: 'Without success files: load when the files have so many bytes.',
    default: 1_000_000_000,
    min: 1,
    max: 15_000_000_000_000,
  }),
  microAge: duration('MICRO_BATCH_AGE', {
    about: 'Without success files: load when the oldest file has waited so long.',
    default: '5m',
    min: '1s',
    max: '24h',
  }),
};

export type LoaderConfig = Config<typeof SETTINGS>;

/** Upstream reads these by Python's `strtobool`. */
const FLAGS = ['FAIL_ON_ZERO_DML_ROWS_AFFECTED', 'ORDER_PER_TABLE', 'WAIT_FOR_VALIDATION', 'USE_ERROR_REPORTING_API'];

/** Throws CONFIG_INVALID that lists everything that is wrong. */
export function readLoaderConfig(env: Environment): LoaderConfig {
  const flags = FLAGS.map(
    (name) =>
      [
        name,
        env[name]?.replace(/^(?:y|yes|t|true|on|1)$/i, 'true').replace(/^(?:n|no|f|false|off|0)$/i, 'false'),
      ] as const,
  );
  const given = { ...env, ...Object.fromEntries(flags), BQ_PROJECT: env.BQ_PROJECT ?? env.GCP_PROJECT };
  const regex = { ...SETTINGS.regex, parse: parseRegex };
  return readConfig(given, { ...SETTINGS, regex });
}

/** An expression that cannot be used stops the start. */
function parseRegex(found: string): string {
  compileDestinationRegex(found);
  return found;
}
