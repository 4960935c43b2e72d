/** Puts the door together: its clients are made here, once an instance, and closed with it. */

import { createErrorOutput } from '@penstock/shared/errors/output-topic.ts';
import { createPublisher } from '@penstock/shared/pubsub/publisher.ts';
import type { Door, DoorParts } from '@penstock/shared/runtime/door.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import type { SecretReader } from '@penstock/shared/runtime/secrets.ts';
import type { FirestoreConfig } from './config.ts';
import { createEarlyRefusal, createHandler, type FirestoreParts, MAX_BODY_BYTES } from './handler.ts';
import type { IssueOptions } from './issue.ts';
import type { METRICS } from './metrics.ts';

export function createFirestore(door: Door<FirestoreConfig, typeof METRICS>): DoorParts {
  const { config, projectId, log, metrics, secrets, clock, onClose } = door;
  const deadlineMs = config.publishDeadline;
  const publisher = createPublisher({ projectId, topic: config.topic, deadlineMs });
  const errors = createErrorOutput({
    projectId,
    topic: config.errorsTopic,
    bucket: config.errorsBucket,
    prefix: 'errors/firestore/',
    deadlineMs,
  });
  onClose('error output', () => errors.close());
  onClose('publisher', () => publisher.close());
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
  return { body: { maxBytes: MAX_BODY_BYTES }, handle: createHandler(parts), refuse: createEarlyRefusal(parts) };
}

/** Shorter keys could be guessed. */
const MIN_KEY_LENGTH = 16;

export function issueOptions(
  config: FirestoreConfig,
  secrets: SecretReader,
): () => IssueOptions | Promise<IssueOptions> {
  const { encoding, ordering, hashSecret } = config;
  const options = { encoding, ordering, rules: config.fields ?? undefined, key: '' };
  if (hashSecret === '') return () => options;
  return async () => {
    // A line's end after the key is how files come into Secret Manager.
    const key = (await secrets.read(hashSecret)).trim();
    if (key.length >= MIN_KEY_LENGTH) return { ...options, key };
    throw new PenstockError('CONFIG_INVALID', `The secret ${hashSecret} has fewer than ${MIN_KEY_LENGTH} characters`);
  };
}
