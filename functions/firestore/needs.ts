/** The resources that the Firestore function needs, for `penstock doctor`. */

import type { Need } from '@penstock/shared/config/door-configuration.ts';
import type { Environment } from '@penstock/shared/runtime/config.ts';
import { readFirestoreConfig, SETTINGS } from './config.ts';

export function needsOf(env: Environment): readonly Need[] {
  const { topic, errorsTopic, errorsBucket, hashSecret } = readFirestoreConfig(env);
  const needs: readonly Need[] = [
    { kind: 'topic', name: topic, use: 'publish', because: SETTINGS.topic.variable, kept: true },
    { kind: 'topic', name: errorsTopic, use: 'publish', because: SETTINGS.errorsTopic.variable, kept: true },
    { kind: 'bucket', name: errorsBucket, use: 'create', because: SETTINGS.errorsBucket.variable },
    { kind: 'secret', name: hashSecret, use: 'read', because: SETTINGS.hashSecret.variable },
  ];
  return needs.filter(({ name }) => name !== '');
}
