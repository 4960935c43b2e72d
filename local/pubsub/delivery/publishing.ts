/** Publish. */

import { PubsubError } from '../errors.ts';
import type { Hub } from '../hub.ts';
import { topicNamed } from '../resources/topics.ts';
import { validated } from '../schemas/validate.ts';
import { stringField } from '../wire/protobuf.ts';
import { checkPublish, cleaned, parsePublish } from '../wire/publish-request.ts';

/** The bytes of a PublishResponse. */
export async function publish(hub: Hub, body: Buffer): Promise<Uint8Array> {
  const request = parsePublish(body);
  const topic = topicNamed(hub, request.topic);
  const broken = checkPublish(request);
  if (broken !== undefined) throw broken;
  const { schemaSettings } = topic.config;
  const clean = cleaned(request);
  const whole = schemaSettings === undefined ? clean : await validated(hub.state.schemas, schemaSettings, clean);
  const ids = await hub.publish(topic, whole);
  return Buffer.concat(ids.map((id) => stringField(1, id)));
}

/** The service's throttling of a publisher: by region and by kilobytes. */
export function publishThrottled(): PubsubError {
  return new PubsubError(
    'RESOURCE_EXHAUSTED',
    "Quota exceeded for quota metric 'Regional publisher throughput, kB' and limit 'Regional publisher throughput, kB per minute per region' of service 'pubsub.googleapis.com'.",
    {
      reason: 'RATE_LIMIT_EXCEEDED',
      metadata: { service: 'pubsub.googleapis.com', quota_metric: 'pubsub.googleapis.com/regionalpublisher' },
    },
  );
}
