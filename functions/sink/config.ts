import type { Environment } from '@penstock/shared/runtime/config.ts';
import { type Config, readConfig, text } from '@penstock/shared/runtime/config.ts';

export const SETTINGS = {
  table: text('SINK_TABLE', {
    about: 'Where rows go, as `dataset.table`.',
    default: 'issues_ds.issues_stream',
    pattern: /^[A-Za-z0-9_]+\.[^.\s]+$/,
    allowed: '`dataset.table`',
  }),
};

export type SinkConfig = Config<typeof SETTINGS>;

export function readSinkConfig(env: Environment): SinkConfig {
  return readConfig(env, SETTINGS);
}
