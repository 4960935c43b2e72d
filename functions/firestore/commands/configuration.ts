/** The configuration of this door, for `penstock config`. */

import type { DoorConfiguration } from '@penstock/shared/config/door-configuration.ts';
import { readFirestoreConfig, SETTINGS } from '../config.ts';
import { needsOf } from '../needs.ts';

export const configuration: DoorConfiguration = {
  door: 'firestore',
  settings: SETTINGS,
  read: readFirestoreConfig,
  files: [],
  needs: needsOf,
};
