import { type Config, type Environment, readConfig, text } from '@penstock/shared/runtime/config.ts';

export const SETTINGS = {
  successFilename: text('SUCCESS_FILENAME', {
    about: 'The object whose arrival says that a folder is complete.',
    default: '_SUCCESS',
    pattern: /^[^/]+$/,
    allowed: 'a file name without `/`',
  }),
};

export type LoaderConfig = Config<typeof SETTINGS>;

export function readLoaderConfig(env: Environment): LoaderConfig {
  return readConfig(env, SETTINGS);
}
