/** Messages as rows of the table of a BigQuery subscription (cloud.google.com/pubsub/docs/bigquery). */

import { type Contents, contentsOf, type Message } from '../backlog/message.ts';
import { invalid, PubsubError } from '../errors.ts';
import type { BigQueryConfig } from '../resources/sink-config.ts';
import type { FormField } from '../schemas/form.ts';
import type { BigQuerySink } from './sinks.ts';

const METADATA: Readonly<Record<string, readonly string[]>> = {
  subscription_name: ['STRING'],
  message_id: ['STRING'],
  publish_time: ['TIMESTAMP'],
  attributes: ['STRING', 'JSON'],
};
const DATA = ['BYTES', 'STRING', 'JSON'];

/** Throws where the table cannot take the rows, as the service does when the subscription is made or changed. */
export function checkTable(sink: BigQuerySink, config: BigQueryConfig, fields?: readonly FormField[]): void {
  const { table, useTableSchema, useTopicSchema, writeMetadata } = config;
  const columns = sink.columns(table);
  if (columns === undefined) throw new PubsubError('NOT_FOUND', `BigQuery table not found: ${table}.`);
  const wanted: Record<string, readonly string[]> = {
    ...(useTableSchema === true || useTopicSchema === true ? {} : { data: DATA }),
    ...(writeMetadata === true ? METADATA : {}),
  };
  if (useTopicSchema === true) {
    if (fields === undefined) throw invalid('use_topic_schema needs a topic with a schema.');
    for (const { name: given, columns: types } of fields) {
      const name = given.toLowerCase();
      if (!columns.has(name) && config.dropUnknownFields === true) continue;
      if (types.length === 0) throw invalid(`Incompatible schema: the field ${name} has a type that no column holds.`);
      wanted[name] = types;
    }
  }
  for (const [name, types] of Object.entries(wanted)) {
    if (types.includes(columns.get(name) ?? '')) continue;
    throw invalid(
      `Incompatible schema: the BigQuery table ${table} needs a column ${name} of type ${types.join(' or ')}.`,
    );
  }
}

export interface RowSource {
  readonly subscription: string;
  readonly config: BigQueryConfig;
  /** A message's fields by the schema of its topic. Rejects where it has none. */
  readonly fieldsOf: (contents: Contents) => Promise<unknown>;
}

/** Writes what can be written; the message of each that cannot comes again. */
export async function exportRows(
  sink: BigQuerySink,
  source: RowSource,
  messages: readonly Message[],
): Promise<ReadonlyMap<number, string>> {
  const { config } = source;
  const type = sink.columns(config.table)?.get('data') ?? 'BYTES';
  const failed = new Map<number, string>();
  const rows: object[] = [];
  const places: number[] = [];
  for (const [index, message] of messages.entries()) {
    try {
      rows.push(await rowOf(message, source, type));
      places.push(index);
    } catch (error) {
      failed.set(index, (error as Error).message);
    }
  }
  const refused = rows.length === 0 ? [] : await sink.insert(config.table, rows, config.dropUnknownFields === true);
  for (const [row, reason] of refused) failed.set(places[row] as number, reason);
  return failed;
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

async function rowOf(message: Message, { subscription, config, fieldsOf }: RowSource, type: string): Promise<object> {
  const contents = contentsOf(message);
  const { data, attributes } = contents;
  const metadata =
    config.writeMetadata !== true
      ? {}
      : {
          subscription_name: subscription,
          message_id: String(message.seq),
          publish_time: new Date(message.time).toISOString(),
          attributes: JSON.stringify(Object.fromEntries(attributes)),
        };
  if (config.useTableSchema !== true && config.useTopicSchema !== true) {
    return { ...metadata, data: type === 'BYTES' ? data.toString('base64') : UTF8.decode(data) };
  }
  const fields: unknown = config.useTopicSchema === true ? await fieldsOf(contents) : JSON.parse(UTF8.decode(data));
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields))
    throw new Error('the message is no JSON object');
  return { ...fields, ...metadata };
}
