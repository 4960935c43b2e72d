/**
 * Decides on the messages of a vector file as the sink does: with its own flow, lanes, routes, row makers, codec and error records, with
 * outputs that write nothing and say what they would have written.
 */

import assert from 'node:assert/strict';
import type { BigQuery } from '@google-cloud/bigquery';
import { parseSinkFile } from '../../../functions/sink/config/parse.ts';
import type { Route } from '../../../functions/sink/config/resolve.ts';
import { resolve } from '../../../functions/sink/config/resolve.ts';
import { Flow } from '../../../functions/sink/flow.ts';
import type { Delivery, Settling } from '../../../functions/sink/message.ts';
import { DELIVERED, type Entry } from '../../../functions/sink/outcome.ts';
import { mixed } from '../../../functions/sink/outputs/mixed.ts';
import type { OpenOutput } from '../../../functions/sink/outputs/output.ts';
import { type DescribeTable, describeWith } from '../../../functions/sink/outputs/table.ts';
import type { RecordOutput } from '../../../functions/sink/rejects.ts';
import { compileMatch } from '../../../functions/sink/routing/match.ts';
import { createRouter } from '../../../functions/sink/routing/route.ts';
import { RowMaker } from '../../../functions/sink/rows/row-maker.ts';
import { compileCodec } from '../../../shared/bigquery/codec/codec.ts';
import { RowBuffer } from '../../../shared/bigquery/codec/row-buffer.ts';
import { errorRecord } from '../../../shared/errors/record.ts';
import { bufDecoder } from '../../support/decode-rows.ts';
import { engineParts } from '../../support/sink-parts.ts';
import { canonicalRow } from './canonical-row.ts';
import {
  dataOf,
  MESSAGE,
  type Outcome,
  PROJECT,
  type VectorFile,
  type VectorMessage,
  type VectorOutput,
} from './vector.ts';

/** In the order of the cases. */
export async function decide(file: VectorFile): Promise<readonly Outcome[]> {
  const plan = resolve(await parseSinkFile(`${file.name}.json`, JSON.stringify(file.config)), PROJECT);
  const found = new Map<Delivery, Outcome>();
  const record = (outcome: 'rejected' | 'fallback'): RecordOutput => ({
    reject: async (rejection) => {
      const { data, attributes } = errorRecord(rejection);
      assert.deepEqual(data, Buffer.from(rejection.data), 'a record keeps the payload byte for byte');
      const told = Object.entries(attributes).filter(([key]) => !key.startsWith('stack_trace'));
      found.set(deliveryOf(rejection), { outcome, attributes: Object.fromEntries(told) });
    },
  });
  let current: Delivery | undefined;
  const deliveryOf = (rejection: { readonly data: Uint8Array }): Delivery => {
    assert(current !== undefined && rejection.data === current.data);
    return current;
  };
  const { parts } = engineParts({});
  const flow = new Flow<Route>({
    router: createRouter(plan.routes, plan.defaultProject),
    openOutput: (route) => outputOf(route, describes(file), found),
    errorOutput: record('rejected'),
    fallback: plan.fallbackTopic === undefined ? undefined : record('fallback'),
    compression: plan.compression,
    limits: plan.limits,
    missingMs: 0,
    refreshMs: 3_600_000,
    idleMs: 3_600_000,
    ...parts,
  });
  const outcomes: Outcome[] = [];
  try {
    for (const { message, name } of file.cases) {
      const settled = await new Promise<Settling>((done) => {
        current = asDelivery(message, (_delivery, settling) => done(settling));
        flow.deliver(current);
      });
      assert.equal(settled, 'settled', name);
      outcomes.push(found.get(current as unknown as Delivery) ?? { outcome: 'dropped' });
    }
  } finally {
    await flow.close();
  }
  return outcomes;
}

function asDelivery(message: VectorMessage, settle: Delivery['input']['settle']): Delivery {
  const { attributes = {}, messageId, publishTime, orderingKey, subscription } = { ...MESSAGE, ...message };
  return {
    data: dataOf(message),
    attributes,
    messageId,
    publishMs: Date.parse(publishTime),
    orderingKey,
    attempt: 0,
    input: { name: subscription, type: 'pubsub', settle },
  };
}

/** `tables.get` of the vector's tables. */
function describes({ tables }: VectorFile): DescribeTable {
  const getMetadata = async (name: string): Promise<readonly [unknown]> => {
    const table = tables[name];
    if (table === undefined) throw Object.assign(new Error(`Not found: Table ${name}`), { code: 404 });
    const { fields, primaryKey } = table;
    return [
      {
        schema: { fields },
        ...(primaryKey === undefined ? {} : { tableConstraints: { primaryKey: { columns: primaryKey } } }),
      },
    ];
  };
  const bigquery = {
    dataset: (dataset: string, { projectId }: { readonly projectId: string }) => ({
      table: (table: string) => ({ getMetadata: () => getMetadata(`${projectId}.${dataset}.${table}`) }),
    }),
  };
  return describeWith(async () => bigquery as unknown as BigQuery);
}

function outputOf(route: Route, describe: DescribeTable, found: Map<Delivery, Outcome>): OpenOutput {
  const named = (output: VectorOutput): OpenOutput => recording(route, output, describe, found);
  if (route.mode !== 'MIXED') return named(route.mode);
  const matches = compileMatch(route.streamed.match);
  return mixed({
    streaming: named('STREAMING_INSERTS'),
    files: named('FILE_LOADS'),
    streams: (attributes) => matches(attributes) === undefined,
    maxStreamedBytes: route.streamed.maxBytes,
  });
}

/** As the real outputs do: the row maker, and the codec's word on every row before it joins a batch. */
function recording(
  route: Route,
  output: VectorOutput,
  describe: DescribeTable,
  found: Map<Delivery, Outcome>,
): OpenOutput {
  return async ({ destination, settle }) => {
    const { schema, primaryKey, version } = await describe(destination.table);
    const { format, unknownFields, change: rule } = route;
    const change = rule === undefined ? undefined : { rule, primaryKey };
    const maker = new RowMaker({ schema, format, unknownFields, change });
    const codec = compileCodec(schema, { unknownFields, ...(change === undefined ? {} : { cdc: true, primaryKey }) });
    const decode = bufDecoder(codec.descriptorBytes);
    return {
      version,
      add: ({ delivery, payload }: Entry) => {
        let made: Outcome | undefined;
        const failure = maker.admit(delivery, payload, ({ row, change: changed }) => {
          const buffer = new RowBuffer();
          const problem = codec.encode(row, buffer, changed);
          if (problem !== undefined) return problem;
          const canonical = canonicalRow(decode(buffer.row(0)), schema.fields);
          const told = changed === undefined ? {} : { change: changed.type, sequence: changed.sequence ?? '' };
          made = { outcome: 'row', route: route.name, output, table: destination.name, row: canonical, ...told };
          return undefined;
        });
        if (failure !== undefined) return failure;
        found.set(delivery, made as Outcome);
        setImmediate(() => settle([{ delivery, payload, bytes: 0 }], DELIVERED));
        return undefined;
      },
      flush: () => undefined,
      close: async () => undefined,
    };
  };
}
