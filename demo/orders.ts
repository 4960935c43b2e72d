/** The sample source as `npm start` runs it: its fake API, and its file with the API's address and a start at this minute. */

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startOrdersApi } from './orders-api.ts';

const MINUTE_MS = 60_000;

export interface Orders {
  /** The folder of the source file, for PULLER_SOURCES. */
  readonly sources: string;
  readonly address: string;
  close(): Promise<void>;
}

/** Windows from the last whole minute on: what the computer slept through is not caught up in a demo. */
export async function startOrders(nowMs: number): Promise<Orders> {
  const api = await startOrdersApi();
  const sources = await mkdtemp(join(tmpdir(), 'penstock-sources-'));
  const start = `${new Date(Math.floor(nowMs / MINUTE_MS) * MINUTE_MS - MINUTE_MS).toISOString().slice(0, 19)}Z`;
  const text = await readFile(new URL('sources/orders.yaml', import.meta.url), 'utf8');
  const adapted = text.replace(/api: \S+/, `api: ${api.address}`).replace(/start: '[^']+'/, `start: '${start}'`);
  await writeFile(join(sources, 'orders.yaml'), adapted);
  return {
    sources,
    address: api.address,
    close: async () => {
      await api.close();
      await rm(sources, { recursive: true, force: true });
    },
  };
}
