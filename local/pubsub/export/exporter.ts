/** The receiver of a subscription that writes its messages to another service. */

import { randomBytes, randomUUID } from 'node:crypto';
import type { Contents } from '../backlog/message.ts';
import { PubsubError } from '../errors.ts';
import type { Hub } from '../hub.ts';
import type { Subscription } from '../kept/resource-state.ts';
import { milliseconds, type SubscriptionConfig } from '../resources/shapes.ts';
import type { BigQueryConfig } from '../resources/sink-config.ts';
import { fieldsOfTopic, readByRevision } from '../schemas/topic-form.ts';
import { checkTable, exportRows } from './bigquery-rows.ts';
import { Collector } from './collector.ts';
import { exportFile, fileName } from './file.ts';
import type { BigQuerySink, Sinks } from './sinks.ts';

/** Rows are written as they come, those of a moment together. */
const ROWS = { messages: 1_000, bytes: 4 * 1024 * 1024, ms: 20 };
/** A file's size where the subscription names none: as much as is gathered in memory. */
const FILE = { messages: 100_000, bytes: 64 * 1024 * 1024 };

export function exporter(hub: Hub, subscription: Subscription): Collector | undefined {
  const { bigqueryConfig, cloudStorageConfig, name } = subscription.config;
  if (bigqueryConfig !== undefined) {
    const fieldsOf = (contents: Contents): Promise<unknown> => readByRevision(hub.state.schemas, contents);
    return new Collector(hub, subscription, ROWS, async (messages) => {
      const { bigquery } = sinksOf(hub);
      await checkColumns(hub, bigquery, subscription.config.topic, bigqueryConfig);
      return exportRows(bigquery, { subscription: name, config: bigqueryConfig, fieldsOf }, messages);
    });
  }
  if (cloudStorageConfig === undefined) return undefined;
  const limits = {
    messages: Math.min(cloudStorageConfig.maxMessages ?? FILE.messages, FILE.messages),
    bytes: Math.min(cloudStorageConfig.maxBytes ?? FILE.bytes, FILE.bytes),
    ms: milliseconds(cloudStorageConfig.maxDuration),
  };
  return new Collector(hub, subscription, limits, async (messages) => {
    const { storage } = sinksOf(hub);
    const { bytes, contentType } = exportFile(cloudStorageConfig, name, messages, randomBytes(16));
    await storage.write(
      cloudStorageConfig.bucket,
      fileName(cloudStorageConfig, hub.now, randomUUID()),
      bytes,
      contentType,
    );
    return new Map();
  });
}

/** Rejects where what a subscription would write to is not there or does not fit. */
export async function checkExports(hub: Hub, config: SubscriptionConfig): Promise<void> {
  const { topic, bigqueryConfig, cloudStorageConfig } = config;
  if (bigqueryConfig !== undefined) await checkColumns(hub, sinksOf(hub).bigquery, topic, bigqueryConfig);
  if (cloudStorageConfig !== undefined && !sinksOf(hub).storage.hasBucket(cloudStorageConfig.bucket)) {
    throw new PubsubError('NOT_FOUND', `Cloud Storage bucket not found: ${cloudStorageConfig.bucket}.`);
  }
}

async function checkColumns(hub: Hub, sink: BigQuerySink, topic: string, config: BigQueryConfig): Promise<void> {
  if (config.useTopicSchema !== true) return checkTable(sink, config);
  const { topics, schemas } = hub.state;
  checkTable(sink, config, await fieldsOfTopic(schemas, topics.get(topic)?.config.schemaSettings));
}

function sinksOf(hub: Hub): Sinks {
  const sinks = hub.options.sinks?.();
  if (sinks === undefined)
    throw new PubsubError('UNAVAILABLE', 'The services that subscriptions write to have not started.');
  return sinks;
}
