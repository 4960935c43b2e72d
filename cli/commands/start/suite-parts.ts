/** The parts of the suite that the local cloud's console shows and that it cannot know by itself. Each is loaded when asked for. */

import type { LocalCloudOptions } from '@penstock/local/cloud-options.ts';
import { operationsOf } from './operations.ts';

export const SUITE_PARTS: Pick<LocalCloudOptions, 'operations' | 'calculator' | 'dashboards'> = {
  operations: operationsOf,
  calculator: async () => (await import('./calculator.ts')).calculator(),
  dashboards: async () => (await import('../../../deploy/dashboards/draw.ts')).dashboards(),
};
