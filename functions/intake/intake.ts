/** Puts the door together: its clients are made here, once an instance, and closed with it. */

import { createPublisher } from '@penstock/shared/pubsub/publisher.ts';
import { type Clock, systemClock } from '@penstock/shared/runtime/clock.ts';
import type { Environment } from '@penstock/shared/runtime/config.ts';
import { keepRaw } from '@penstock/shared/runtime/framework/raw-body.ts';
import type { Instance } from '@penstock/shared/runtime/instance.ts';
import { createMetrics } from '@penstock/shared/runtime/metrics.ts';
import { createSecretReader, type SecretReader } from '@penstock/shared/runtime/secrets.ts';
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
import { METRICS } from './metrics.ts';
import { openapi } from './openapi.ts';
import { NO_LIMIT, rateLimit } from './rate-limit.ts';
import { createUnderWay } from './under-way.ts';

/** How often counts are written while requests come. */
const METRICS_EVERY_MS = 10_000;

export function createIntake(
  instance: Instance,
  config: IntakeConfig,
  port: number,
  env: Environment,
  clock: Clock = systemClock,
) {
  const { log, shutdown, projectId } = instance;
  // Nobody catches a schema that is none: like every other wrong setting it stops the start.
  const schema = config.schema === null ? undefined : compileSchema(config.schema);
  const publisher = createPublisher({ projectId, topic: config.topic, deadlineMs: config.publishDeadline });
  const metrics = createMetrics(METRICS, log);
  const secrets = createSecretReader({ env, clock });
  const underWay = createUnderWay();
  const flushing = setInterval(() => metrics.flush(), METRICS_EVERY_MS).unref();

  // Closed last to first: what is under way is answered, what was accepted is published, then the counts are written.
  shutdown.onClose('intake metrics', () => {
    clearInterval(flushing);
    metrics.flush();
  });
  shutdown.onClose('intake secrets', () => secrets.close());
  shutdown.onClose('intake publisher', () => publisher.close());
  const parts: IntakeParts = {
    publisher,
    schema,
    memory: memoryOf(config, instance),
    clock,
    authenticate: authenticateBy(config, secrets, clock),
    cors: cors(config.origins),
    rate: config.ratePerMinute === 0 ? NO_LIMIT : rateLimit(config.ratePerMinute, clock),
    limits: config,
    form: config.form && config.auth === 'platform',
    proxies: config.proxies,
    openapi: JSON.stringify(
      openapi({ config: { ...config, form: config.form && config.auth === 'platform' }, schema: config.schema }),
    ),
    underWay,
    log,
    metrics,
    projectId,
  };
  const stopReceiving = keepRaw(port, {
    maxBytes: config.maxBytes,
    refuse: createEarlyRefusal(parts, config.maxBytes),
  });
  shutdown.onClose('intake', async () => {
    stopReceiving();
    await underWay.stop();
  });
  return createHandler(parts);
}

function memoryOf({ ledgerBucket, keyWindow, publishDeadline }: IntakeConfig, instance: Instance): KeyMemory {
  if (ledgerBucket === '') return localMemory(keyWindow);
  const storage = openStorage({ projectId: instance.projectId, budgetMs: publishDeadline });
  instance.shutdown.onClose('intake storage', () => storage.close());
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
