/** Messages as a file of a Cloud Storage subscription (cloud.google.com/pubsub/docs/cloudstorage). */

import { AvroWriter } from '../../core/avro/avro-writer.ts';
import { avroFile } from '../../core/avro/container.ts';
import { contentsOf, type Message } from '../backlog/message.ts';
import type { CloudStorageConfig } from '../resources/sink-config.ts';

export interface ExportFile {
  readonly bytes: Buffer;
  readonly contentType: string;
}

const TEXT = 'text/plain';
const AVRO = 'application/avro';

const DATA_FIELD = { name: 'data', type: 'bytes' };
const METADATA_FIELDS = [
  { name: 'subscription_name', type: 'string' },
  { name: 'message_id', type: 'string' },
  { name: 'publish_time', type: { type: 'long', logicalType: 'timestamp-micros' } },
  { name: 'attributes', type: { type: 'map', values: 'string' } },
];

export function exportFile(
  config: CloudStorageConfig,
  subscription: string,
  messages: readonly Message[],
  sync: Uint8Array,
): ExportFile {
  if (config.avroConfig === undefined) {
    const lines = messages.flatMap((message) => [contentsOf(message).data, Buffer.from('\n')]);
    return { bytes: Buffer.concat(lines), contentType: TEXT };
  }
  const withMetadata = config.avroConfig.writeMetadata === true;
  const fields = withMetadata ? [...METADATA_FIELDS, DATA_FIELD] : [DATA_FIELD];
  const schema = { type: 'record', namespace: 'com.google.pubsub', name: 'PubsubMessage', fields };
  const out = new AvroWriter();
  for (const message of messages) {
    const { data, attributes } = contentsOf(message);
    if (withMetadata) writeMetadata(out, subscription, message, attributes);
    out.bytes(data);
  }
  return { bytes: avroFile(schema, sync, messages.length, out.taken()), contentType: AVRO };
}

function writeMetadata(
  out: AvroWriter,
  subscription: string,
  message: Message,
  attributes: ReadonlyMap<string, string>,
): void {
  out.bytes(Buffer.from(subscription));
  out.bytes(Buffer.from(String(message.seq)));
  out.long(BigInt(message.time) * 1_000n);
  if (attributes.size > 0) out.long(BigInt(attributes.size));
  for (const [key, value] of attributes) {
    out.bytes(Buffer.from(key));
    out.bytes(Buffer.from(value));
  }
  out.byte(0);
}

const DEFAULT_FORMAT = 'YYYY-MM-DDThh:mm:ssZ';

/** Prefix, time in UTC, an id, suffix. */
export function fileName(config: CloudStorageConfig, timeMs: number, id: string): string {
  const { filenamePrefix = '', filenameSuffix = '', filenameDatetimeFormat = DEFAULT_FORMAT } = config;
  const [date = '', clock = ''] = new Date(timeMs).toISOString().split('T');
  const [year = '', month = '', day = ''] = date.split('-');
  const [hour = '', minute = '', second = ''] = clock.split(/[:.]/);
  const parts: Readonly<Record<string, string>> = {
    YYYY: year,
    MM: month,
    DD: day,
    hh: hour,
    mm: minute,
    ss: second,
    Z: '+00:00',
  };
  const time = filenameDatetimeFormat.replace(/YYYY|MM|DD|hh|mm|ss|Z/g, (part) => parts[part] as string);
  return `${filenamePrefix}${time}_${id}${filenameSuffix}`;
}
