/** Messages as rows of the table of a BigQuery subscription (cloud.google.com/pubsub/docs/bigquery). */

import { contentsOf, type Message } from '../backlog/message.ts';
import { invalid, PubsubError } from '../errors.ts';
import type { BigQueryConfig } from '../resources/sink-config.ts';
import type { BigQuerySink } from './sinks.ts';

const METADATA: Readonly<Record<string, readonly string[]>> = {
  subscription_name: ['STRING'],
  message_id: ['STRING'],
  publish_time: ['TIMESTAMP'],
  attributes: ['STRING', 'JSON'],
};
const DATA = ['BYTES', 'STRING', 'JSON'];

/** Throws where the table cannot take the rows, as the service does when the subscription is made or changed. */
export function checkTable(sink: BigQuerySink, { table, useTableSchema, writeMetadata }: BigQueryConfig): void {
  const columns = sink.columns(table);
  if (columns === undefined) throw new PubsubError('NOT_FOUND', `BigQuery table not found: ${table}.`);
  const wanted = { ...(useTableSchema === true ? {} : { data: DATA }), ...(writeMetadata === true ? METADATA : {}) };
  for (const [name, types] of Object.entries(wanted)) {
    if (types.includes(columns.get(name) ?? '')) continue;
    throw invalid(
      `Incompatible schema: the BigQuery table ${table} needs a column ${name} of type ${types.join(' or ')}.`,
    );
  }
}

/** Writes what can be written; the message of each that cannot comes again. */
export async function exportRows(
  sink: BigQuerySink,
  subscription: string,
  config: BigQueryConfig,
  messages: readonly Message[],
): Promise<ReadonlyMap<number, string>> {
  checkTable(sink, config);
  const type = sink.columns(config.table)?.get('data') ?? 'BYTES';
  const failed = new Map<number, string>();
  const rows: object[] = [];
  const places: number[] = [];
  for (const [index, message] of messages.entries()) {
    try {
      rows.push(rowOf(message, subscription, config, type));
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

function rowOf(message: Message, subscription: string, config: BigQueryConfig, type: string): object {
  const { data, attributes } = contentsOf(message);
  const metadata =
    config.writeMetadata !== true
      ? {}
      : {
          subscription_name: subscription,
          message_id: String(message.seq),
          publish_time: new Date(message.time).toISOString(),
          attributes: JSON.stringify(Object.fromEntries(attributes)),
        };
  if (config.useTableSchema !== true) {
    return { ...metadata, data: type === 'BYTES' ? data.toString('base64') : UTF8.decode(data) };
  }
  const fields: unknown = JSON.parse(UTF8.decode(data));
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields))
    throw new Error('the message is no JSON object');
  return { ...fields, ...metadata };
}
