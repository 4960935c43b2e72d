/** The configuration of this door, for `penstock config`. */

import type { DoorConfiguration } from '@penstock/shared/config/door-configuration.ts';
import { readPullerConfig, SETTINGS } from '../config.ts';
import { needsOf } from '../needs.ts';
import { readSourceFile } from '../source-file/load.ts';
import { loadSourceFiles } from '../sources.ts';

export const configuration: DoorConfiguration = {
  door: 'puller',
  settings: SETTINGS,
  read: async (env) => loadSourceFiles(readPullerConfig(env).sources),
  files: [
    {
      name: 'source',
      about: 'a source of the puller',
      schema: new URL('../source-file/source.schema.json', import.meta.url),
      recognises: (_name, keys) => keys.includes('window') && keys.includes('table'),
      read: readSourceFile,
    },
  ],
  needs: needsOf,
};
