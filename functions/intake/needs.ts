/** The resources that the intake needs, for `penstock doctor`. */

import type { Need } from '@penstock/shared/config/door-configuration.ts';
import type { Environment } from '@penstock/shared/runtime/config.ts';
import { readIntakeConfig, SETTINGS } from './config.ts';

export function needsOf(env: Environment): readonly Need[] {
  const { topic, ledgerBucket, apiKeysSecret, webhookSecret } = readIntakeConfig(env);
  const secrets = [
    [apiKeysSecret, SETTINGS.apiKeysSecret.variable],
    [webhookSecret, SETTINGS.webhookSecret.variable],
  ] as const;
  return [
    { kind: 'topic', name: topic, use: 'publish', because: SETTINGS.topic.variable, kept: true },
    ...(ledgerBucket === ''
      ? []
      : [{ kind: 'bucket', name: ledgerBucket, use: 'change', because: SETTINGS.ledgerBucket.variable } as const]),
    ...secrets
      .filter(([name]) => name !== '')
      .map(([name, because]): Need => ({ kind: 'secret', name, use: 'read', because })),
  ];
}
