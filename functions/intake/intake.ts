/** Puts the door together: its clients are made here, once an instance, and closed with it. */

import { createPublisher } from '@penstock/shared/pubsub/publisher.ts';
import type { Clock } from '@penstock/shared/runtime/clock.ts';
import type { Door, DoorParts } from '@penstock/shared/runtime/door.ts';
import type { SecretReader } from '@penstock/shared/runtime/secrets.ts';
import { openStorage } from '@penstock/shared/storage/client.ts';
import { createLedger } from '@penstock/shared/storage/ledger.ts';
import {
  type Authenticate,
  byApiKey,
  byPlatform,
  bySignature,
  parseKeys,
  parseSigningSecrets,
} from './authentication.ts';
import type { IntakeConfig } from './config.ts';
import { cors } from './cors.ts';
import { createEarlyRefusal, createHandler, type IntakeParts } from './handler.ts';
import { boundedMemory, type KeyMemory, ledgerMemory, localMemory, parseKeyUse } from './idempotency.ts';
import { compileSchema } from './issue-schema.ts';
import type { METRICS } from './metrics.ts';
import { openapi } from './openapi.ts';
import { NO_LIMIT, rateLimit } from './rate-limit.ts';

type IntakeDoor = Door<IntakeConfig, typeof METRICS>;

export async function createIntake(door: IntakeDoor): Promise<DoorParts> {
  const { config, projectId, log, metrics, secrets, clock, onClose } = door;
  const form = config.form && config.auth === 'platform';
  const publisher = createPublisher({ projectId, topic: config.topic, deadlineMs: config.publishDeadline });
  onClose('publisher', () => publisher.close());
  const parts: IntakeParts = {
    publisher,
    // A schema that cannot be used stops the start, as every other wrong setting does.
    schema: config.schema === null ? undefined : await compileSchema(config.schema),
    memory: memoryOf(door),
    clock,
    authenticate: authenticateBy(config, secrets, clock),
    cors: cors(config.origins),
    rate: config.ratePerMinute === 0 ? NO_LIMIT : rateLimit(config.ratePerMinute, clock),
    limits: config,
    forms: config.auth !== 'webhook',
    form,
    proxies: config.proxies,
    openapi: JSON.stringify(openapi({ config: { ...config, form }, schema: config.schema })),
    log,
    metrics,
    projectId,
  };
  return {
    body: { maxBytes: config.maxBytes },
    handle: createHandler(parts),
    refuse: createEarlyRefusal(parts, config.maxBytes),
  };
}

function memoryOf({ config, projectId, onClose }: IntakeDoor): KeyMemory {
  const { ledgerBucket, keyWindow, publishDeadline } = config;
  if (ledgerBucket === '') return localMemory(keyWindow);
  const storage = openStorage({ projectId, budgetMs: publishDeadline });
  onClose('storage', () => storage.close());
  const ledger = createLedger({ storage, bucket: ledgerBucket, prefix: 'intake/keys/', parse: parseKeyUse });
  return boundedMemory(ledgerMemory(ledger, keyWindow), publishDeadline);
}

function authenticateBy(config: IntakeConfig, secrets: SecretReader, clock: Clock): Authenticate {
  switch (config.auth) {
    case 'platform':
      return byPlatform();
    case 'api-key':
      return byApiKey(async () => parseKeys(await secrets.read(config.apiKeysSecret)));
    case 'webhook':
      return bySignature(
        async () => parseSigningSecrets(await secrets.read(config.webhookSecret)),
        config.webhookTolerance,
        clock,
      );
  }
}
