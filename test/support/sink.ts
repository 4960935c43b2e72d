/** The sink over a local cloud in memory: an engine as the function and the worker have it, and an input that remembers. */

import type { SinkFile } from '../../functions/sink/config/file.ts';
import { resolve } from '../../functions/sink/config/resolve.ts';
import type { SinkConfig } from '../../functions/sink/config.ts';
import { createEngine, type Engine } from '../../functions/sink/engine.ts';
import type { Delivery, Input, Settling } from '../../functions/sink/message.ts';
import { type LocalCloud, startLocalCloud } from '../../local/cloud.ts';
import { setEnvironment } from './environment.ts';
import { type PulledMessage, pullAll } from './pull.ts';
import { engineParts } from './sink-parts.ts';
import { struck } from './struck.ts';
import { queryRows } from './suite.ts';

export const PROJECT = 'demo-penstock';
export const BUCKET = 'sink-files';
export const ERRORS = 'sink-errors';
export const FALLBACK = 'sink-fallback';

export interface TestField {
  readonly name: string;
  readonly type: string;
  readonly mode?: string;
  readonly fields?: readonly TestField[];
}

export interface SinkWorld {
  readonly cloud: LocalCloud;
  createTable(datasetId: string, tableId: string, fields: readonly TestField[], more?: object): Promise<void>;
  /** An engine for this file; closed with the world. */
  open(file: SinkFile, process?: Partial<Omit<SinkConfig, 'plan'>>): OpenSink;
  rows(sql: string): Promise<readonly (readonly unknown[])[]>;
  /** The records that have come to the error output, or the fallback topic, since the last look. */
  errors(topic?: string): Promise<readonly PulledMessage[]>;
  /** Resolves once the fault that was scripted last has struck. */
  struck(): Promise<void>;
  close(): Promise<void>;
}

export interface OpenSink {
  readonly engine: Engine;
  readonly lines: readonly Record<string, unknown>[];
  /** Settled or given back, in the order of the messages. */
  deliver(messages: readonly TestMessage[]): Promise<readonly Settling[]>;
  close(): Promise<void>;
}

export interface TestMessage {
  readonly data: string | Buffer;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly messageId?: string;
}

let messages = 0;

export function deliveryOf({ data, attributes = {}, messageId }: TestMessage, input: Input): Delivery {
  messages += 1;
  return {
    data: Buffer.from(data as string),
    attributes,
    messageId: messageId ?? String(messages),
    publishMs: Date.now(),
    orderingKey: '',
    attempt: 0,
    input,
  };
}

export async function startSinkWorld(): Promise<SinkWorld> {
  const cloud = await startLocalCloud({
    resources: {
      buckets: [BUCKET],
      topics: [ERRORS, FALLBACK],
      subscriptions: [ERRORS, FALLBACK].map((topic) => ({ name: `${topic}-sub`, topic })),
      datasets: ['d'],
    },
  });
  const restore = setEnvironment({ METADATA_SERVER_DETECTION: 'none', ...cloud.env });
  const open: OpenSink[] = [];
  const rest = `http://${cloud.addresses.bigquery}/bigquery/v2/projects/${PROJECT}`;
  return {
    cloud,
    createTable: async (datasetId, tableId, fields, more = {}) => {
      const tableReference = { projectId: PROJECT, datasetId, tableId };
      const response = await fetch(`${rest}/datasets/${datasetId}/tables`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ tableReference, schema: { fields }, ...more }),
      });
      if (!response.ok) throw new Error(await response.text());
    },
    open: (file, process) => {
      const sink = openSink(cloud, file, process);
      open.push(sink);
      return sink;
    },
    rows: (sql) => queryRows(cloud, sql),
    errors: (topic = ERRORS) =>
      pullAll(cloud.addresses.pubsub as string, `projects/${PROJECT}/subscriptions/${topic}-sub`),
    struck: () => struck(cloud.faults),
    close: async () => {
      for (const sink of open) await sink.close();
      await cloud.close();
      restore();
    },
  };
}

export const PROCESS: Omit<SinkConfig, 'plan'> = {
  file: '',
  drain: 5_000,
  ackDeadline: 60_000,
  missing: 10_000,
  refresh: 60_000,
  loads: true,
};

function openSink(cloud: LocalCloud, file: SinkFile, process: Partial<Omit<SinkConfig, 'plan'>> = {}): OpenSink {
  const { parts, lines } = engineParts(cloud.env);
  const engine = createEngine({
    ...parts,
    projectId: PROJECT,
    config: { ...PROCESS, ...process, plan: resolve(file, PROJECT) },
  });
  let closing: Promise<void> | undefined;
  return {
    engine,
    lines,
    deliver: (sent) =>
      Promise.all(
        sent.map(
          (message) =>
            new Promise<Settling>((settled) => {
              const settle = (_delivery: Delivery, settling: Settling): void => settled(settling);
              engine.flow.deliver(deliveryOf(message, { name: 'test-input', type: 'pubsub', settle }));
            }),
        ),
      ),
    close: () => {
      closing ??= engine.close();
      return closing;
    },
  };
}
