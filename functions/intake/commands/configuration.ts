/** The configuration of this door, for `penstock config`. */

import type { DoorConfiguration } from '@penstock/shared/config/door-configuration.ts';
import { readIntakeConfig, SETTINGS } from '../config.ts';
import { needsOf } from '../needs.ts';

export const configuration: DoorConfiguration = {
  door: 'intake',
  settings: SETTINGS,
  read: readIntakeConfig,
  files: [],
  needs: needsOf,
};
