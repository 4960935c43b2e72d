/** The configuration of this door, for `penstock config`. */

import type { DoorConfiguration } from '@penstock/shared/config/door-configuration.ts';
import { readLoaderConfig, SETTINGS } from '../config.ts';
import { readExternalFile, readLoadFile, settleTree } from '../config-tree.ts';
import { needsOf } from '../needs.ts';

export const configuration: DoorConfiguration = {
  door: 'loader',
  settings: SETTINGS,
  read: readLoaderConfig,
  files: [
    {
      name: 'load',
      about: 'one level of how files are loaded',
      schema: new URL('../load.schema.json', import.meta.url),
      recognises: (name) => /(?:^|\/)load\.json$/.test(name),
      read: readLoadFile,
    },
    {
      name: 'external',
      about: 'the external table of a transform',
      schema: new URL('../external.schema.json', import.meta.url),
      recognises: (name) => /(?:^|\/)external\.json$/.test(name),
      read: readExternalFile,
    },
  ],
  tree: { about: 'the files of _config/ at every level above a directory', folder: '_config/', settle: settleTree },
  needs: needsOf,
};
