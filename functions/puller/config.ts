import {
  type Config,
  duration,
  type Environment,
  flag,
  integer,
  readConfig,
  text,
} from '@penstock/shared/runtime/config.ts';

/** The rule for a prefix of the ledgers' names, in the environment and on the command line. */
export const PREFIX = { default: 'puller/', pattern: /^$|\/$/, allowed: 'empty, or a prefix that ends in /' };

export const SETTINGS = {
  sources: text('PULLER_SOURCES', { about: 'The folder of the source files.', default: 'sources' }),
  bucket: text('PULLER_BUCKET', { about: 'The bucket of ledgers, spool and error output.' }),
  errorsBucket: text('PULLER_ERRORS_BUCKET', {
    about: 'Another bucket for the error output; without it that of the ledgers.',
    default: '',
  }),
  prefix: text('PULLER_PREFIX', { about: 'Before the names of all objects.', ...PREFIX }),
  proto: text('PULLER_PROTO', {
    about: 'The folder of the .proto files, for sources that name a message.',
    default: 'proto',
  }),
  parallel: integer('PULLER_PARALLEL', { about: 'Sources that run side by side.', default: 4, min: 1, max: 64 }),
  leaseTerm: duration('PULLER_LEASE_TERM', {
    about: 'The time that a run that died keeps others from its window.',
    default: '1m',
    min: '15s',
    max: '15m',
  }),
  reserve: duration('PULLER_RESERVE', {
    about: 'Time kept before the end of the function, in which a run ends at a clean point.',
    default: '10s',
    min: '2s',
    max: '5m',
  }),
  allowLoopback: flag('PULLER_ALLOW_LOOPBACK', {
    about: 'Lets sources be on this machine, over http: for the local cloud alone.',
    default: false,
  }),
};

export type PullerConfig = Config<typeof SETTINGS>;

export function readPullerConfig(env: Environment): PullerConfig {
  return readConfig(env, SETTINGS);
}
