/** The configuration of this door, for `penstock config`. */

import type { DoorConfiguration } from '@penstock/shared/config/door-configuration.ts';
import { derivedValue } from '../config/derived.ts';
import { readSinkFile } from '../config/parse.ts';
import { readSinkConfig, SETTINGS } from '../config.ts';
import { needsOf } from '../needs.ts';

export const configuration: DoorConfiguration = {
  door: 'sink',
  settings: SETTINGS,
  read: readSinkConfig,
  files: [
    {
      name: 'sink',
      about: 'routes, outputs and errors of the sink',
      schema: new URL('../sink.schema.json', import.meta.url),
      recognises: (_name, keys) => keys.includes('routes'),
      read: readSinkFile,
      derived: derivedValue,
    },
  ],
  needs: needsOf,
};
