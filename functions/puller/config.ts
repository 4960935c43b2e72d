import { type Config, duration, type Environment, readConfig } from '@penstock/shared/runtime/config.ts';

export const SETTINGS = {
  window: duration('PULLER_WINDOW', {
    about: 'How much time one scheduled run covers: the span before its schedule time.',
    default: '10m',
    min: '1m',
    max: '1d',
  }),
};

export type PullerConfig = Config<typeof SETTINGS>;

export function readPullerConfig(env: Environment): PullerConfig {
  return readConfig(env, SETTINGS);
}
