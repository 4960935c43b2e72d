/** Puts the door together: its clients are made here, once an instance, and closed with it. */

import type { ServerResponse } from 'node:http';
import { createErrorOutput } from '@penstock/shared/errors/output-topic.ts';
import { createPublisher } from '@penstock/shared/pubsub/publisher.ts';
import { type Clock, systemClock } from '@penstock/shared/runtime/clock.ts';
import type { Environment } from '@penstock/shared/runtime/config.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { leaveDomain } from '@penstock/shared/runtime/framework/domain.ts';
import { keepRaw } from '@penstock/shared/runtime/framework/raw-body.ts';
import type { Instance } from '@penstock/shared/runtime/instance.ts';
import { createMetrics } from '@penstock/shared/runtime/metrics.ts';
import { createSecretReader, type SecretReader } from '@penstock/shared/runtime/secrets.ts';
import type { FirestoreConfig } from './config.ts';
import {
  createEarlyRefusal,
  createHandler,
  type FirestoreParts,
  type FirestoreRequest,
  MAX_BODY_BYTES,
} from './handler.ts';
import type { IssueOptions } from './issue.ts';
import { METRICS } from './metrics.ts';

/** How often counts are written while events come. */
const METRICS_EVERY_MS = 10_000;

export function createFirestore(
  instance: Instance,
  config: FirestoreConfig,
  port: number,
  env: Environment,
  clock: Clock = systemClock,
) {
  const { log, shutdown, projectId } = instance;
  const deadlineMs = config.publishDeadline;
  const publisher = createPublisher({ projectId, topic: config.topic, deadlineMs });
  const errors = createErrorOutput({
    projectId,
    topic: config.errorsTopic,
    bucket: config.errorsBucket,
    prefix: 'errors/firestore/',
    deadlineMs,
  });
  const metrics = createMetrics(METRICS, log);
  const secrets = createSecretReader({ env, clock });
  const flushing = setInterval(() => metrics.flush(), METRICS_EVERY_MS).unref();

  // Closed last to first: what is under way is answered, what was published is flushed, then the counts are written.
  shutdown.onClose('firestore metrics', () => {
    clearInterval(flushing);
    metrics.flush();
  });
  shutdown.onClose('firestore secrets', () => secrets.close());
  shutdown.onClose('firestore error output', () => errors.close());
  shutdown.onClose('firestore publisher', () => publisher.close());
  const parts: FirestoreParts = {
    publisher,
    errors,
    decide: config,
    issue: issueOptions(config, secrets),
    reject: new Set(config.reject),
    protects: config.fields !== null,
    log,
    metrics,
    clock,
    projectId,
  };
  const handler = createHandler(parts);
  const stopKeeping = keepRaw(port, { maxBytes: MAX_BODY_BYTES, refuse: createEarlyRefusal(parts) });
  const underWay = new Set<Promise<void>>();
  shutdown.onClose('firestore', async () => {
    stopKeeping();
    await Promise.allSettled(underWay);
  });
  // Not an async function: its promise would be made before the domain is left.
  return (request: FirestoreRequest, response: ServerResponse): Promise<void> => {
    leaveDomain();
    const answering = handler(request, response).finally(() => underWay.delete(answering));
    underWay.add(answering);
    return answering;
  };
}

/** Shorter keys could be guessed. */
const MIN_KEY_LENGTH = 16;

export function issueOptions(config: FirestoreConfig, secrets: SecretReader): () => Promise<IssueOptions> {
  const { encoding, ordering, hashSecret } = config;
  const options = { encoding, ordering, rules: config.fields ?? undefined };
  return async () => {
    if (hashSecret === '') return { ...options, key: '' };
    // A line's end after the key is how files come into Secret Manager.
    const key = (await secrets.read(hashSecret)).trim();
    if (key.length >= MIN_KEY_LENGTH) return { ...options, key };
    throw new PenstockError('CONFIG_INVALID', `The secret ${hashSecret} has fewer than ${MIN_KEY_LENGTH} characters`);
  };
}
