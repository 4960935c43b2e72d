/** `penstock sink routes explain` and `list`. */

import { readFile } from 'node:fs/promises';
import { connectBigQuery } from '@penstock/shared/bigquery/client.ts';
import { subscriptionName } from '../config/resolve.ts';
import { summaryOf } from '../config/summary.ts';
import { explainMessage } from '../explain.ts';
import type { Delivery } from '../message.ts';
import { describeWith } from '../outputs/table.ts';
import { type AnyCall, configOf } from './open.ts';

export interface ExplainFlags {
  readonly attributes: readonly string[];
  readonly payload: string;
  readonly file: string;
  readonly subscription: string;
}

export async function explain(call: AnyCall & { readonly flags: ExplainFlags }): Promise<'done' | 'partial'> {
  const { attributes, payload, file, subscription } = call.flags;
  const { plan } = await configOf(call);
  const data = file === '' ? Buffer.from(payload) : await readFile(file);
  const delivery = messageOf(data, attributes, subscriptionName(subscription, call.project()), call.clock.now());
  const explanation = await explainMessage(
    delivery,
    plan,
    describeWith(() => connectBigQuery(call.project())),
  );
  delivery.input.settle(delivery, 'settled');
  const { outcome, route, mode, table, row, change, sequence, reasons } = explanation;
  const lines = [
    `outcome: ${outcome}`,
    ...(route === undefined ? [] : [`route: ${route}`]),
    ...(table === undefined ? [] : [`table: ${table} (${mode})`]),
    ...(change === undefined ? [] : [`change: ${change}, sequence ${sequence}`]),
    ...(row === undefined ? [] : [`row: ${row}`]),
    ...reasons.map((reason) => `why: ${reason}`),
  ];
  call.print.record({ ...explanation }, lines.join('\n'));
  return outcome === 'row' ? 'done' : 'partial';
}

export async function listRoutes(call: AnyCall): Promise<undefined> {
  const { plan } = await configOf(call);
  call.print.record(
    { routes: plan.routes.map(({ name, table, mode }) => ({ name, table, mode })) },
    summaryOf(plan).join('\n'),
  );
  return undefined;
}

function messageOf(data: Buffer, attributes: readonly string[], input: string, now: number): Delivery {
  const pairs = attributes.map(
    (pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)] as const,
  );
  return {
    data,
    attributes: Object.fromEntries(pairs),
    messageId: '1',
    publishMs: now,
    orderingKey: '',
    attempt: 0,
    input: { name: input, type: 'push', settle: () => undefined },
  };
}
