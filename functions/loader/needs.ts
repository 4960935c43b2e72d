/** The resources that the loader needs, for `penstock doctor`. Destinations are named by paths, when files come. */

import type { Need } from '@penstock/shared/config/door-configuration.ts';
import type { Environment } from '@penstock/shared/runtime/config.ts';
import { readLoaderConfig, SETTINGS } from './config.ts';

export function needsOf(env: Environment, projectId: string): readonly Need[] {
  const { ledgerBucket, stagingBucket, sweepBuckets, errorsTopic, trackingDataset, tempDataset, storageProject } =
    readLoaderConfig(env);
  const dataset = (id: string): string => (id === '' ? '' : `${storageProject || projectId}.${id}`);
  const needs: readonly Need[] = [
    { kind: 'bucket', name: ledgerBucket, use: 'change', because: SETTINGS.ledgerBucket.variable },
    { kind: 'bucket', name: stagingBucket, use: 'change', because: SETTINGS.stagingBucket.variable },
    ...sweepBuckets.map(
      (name): Need => ({ kind: 'bucket', name, use: 'change', because: SETTINGS.sweepBuckets.variable }),
    ),
    { kind: 'topic', name: errorsTopic, use: 'publish', because: SETTINGS.errorsTopic.variable, kept: true },
    { kind: 'dataset', name: dataset(trackingDataset), use: 'write', because: SETTINGS.trackingDataset.variable },
    { kind: 'dataset', name: dataset(tempDataset), use: 'write', because: SETTINGS.tempDataset.variable },
    { kind: 'schedule', name: 'loader-sweep', use: 'call', because: 'unfinished loads are moved on by a schedule' },
  ];
  return needs.filter(({ name }) => name !== '');
}
