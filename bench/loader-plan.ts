/**
 * Plans a batch of 1,000,000 listed objects: skip rules, manifest, parts. The listing is made up page by page, and its own
 * cost is measured alone and taken off. Also: no-op events a second.
 */

import { readStorageObject } from '@penstock/shared/events/storage-object.ts';
import { actionOf } from '../functions/loader/data-files.ts';
import { type DatedFile, ManifestWriter } from '../functions/loader/manifest.ts';

const OBJECTS = 1_000_000;
const PAGE = 1_000;
const ROUNDS = 5;
const NO_OPS = 200_000;

const RULES = {
  successFilename: '_SUCCESS',
  gateFilename: '',
  bucket: 'ingestion',
  prefix: 'sales/orders/',
  successMs: Number.MAX_SAFE_INTEGER,
  lateFiles: 'fail' as const,
  maxBytes: 15_000_000_000_000,
  maxUris: 10_000,
  maxUriBytes: 8_000_000,
  maxFiles: Number.MAX_SAFE_INTEGER,
};

export async function run(): Promise<Record<string, unknown>> {
  await plan(OBJECTS / 10);
  const seconds: number[] = [];
  const listing: number[] = [];
  const tenth: number[] = [];
  let parts = 0;
  let peak = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    listing.push(await cpuOf(() => drain(OBJECTS)));
    const planned = await plan(OBJECTS);
    seconds.push(planned.seconds);
    ({ parts } = planned);
    peak = Math.max(peak, planned.peakMegabytes);
    tenth.push((await plan(OBJECTS / 10)).seconds);
  }
  const [whole, list] = [median(seconds), median(listing)];
  return {
    unit: 's of CPU',
    ours: round(whole - list),
    objects: OBJECTS,
    parts,
    listing_alone_s: round(list),
    tenth_of_the_objects_s: round(median(tenth) - list / 10),
    heap_growth_mb_at_most: Math.round(peak),
    no_op_events_per_second: Math.round(await noOps()),
  };
}

async function* pages(objects: number): AsyncGenerator<readonly DatedFile[]> {
  for (let at = 0; at < objects; at += PAGE) {
    yield Array.from({ length: PAGE }, (_, index) => ({
      name: `sales/orders/2026/01/02/part-${String(at + index).padStart(8, '0')}.parquet`,
      generation: String(1_790_000_000_000_000 + at + index),
      size: 10_000_000,
      updatedMs: 1_790_000_000_000,
    }));
  }
}

async function drain(objects: number): Promise<void> {
  for await (const page of pages(objects)) if (page.length !== PAGE) throw new Error('a page is short');
}

async function plan(
  objects: number,
): Promise<{ readonly seconds: number; readonly parts: number; readonly peakMegabytes: number }> {
  const before = process.memoryUsage().heapUsed;
  let peak = 0;
  let files = 0;
  let parts = 0;
  const seconds = await cpuOf(async () => {
    const writer = new ManifestWriter(RULES);
    let bytes = 0;
    for await (const chunk of writer.lines(pages(objects))) {
      bytes += chunk.length;
      peak = Math.max(peak, process.memoryUsage().heapUsed - before);
    }
    const totals = writer.totals();
    ({ files } = totals);
    parts = totals.parts.length;
    if (totals.parts.at(-1)?.to !== bytes) throw new Error('the parts do not cover the manifest');
  });
  if (files !== objects) throw new Error(`${files} of ${objects} files were planned`);
  return { seconds, parts, peakMegabytes: peak / 1e6 };
}

/** Events of data files: read, judged by the name, dropped. */
async function noOps(): Promise<number> {
  const names = { successFilename: '_SUCCESS', gateFilename: '', waitForValidation: false };
  const rawBody = Buffer.from(
    JSON.stringify({
      message: {
        messageId: '1',
        attributes: {
          eventType: 'OBJECT_FINALIZE',
          bucketId: 'b',
          objectId: 'ds/t/2026/01/02/part-1.parquet',
          objectGeneration: '1',
        },
      },
      subscription: 's',
    }),
  );
  const began = performance.now();
  for (let event = 0; event < NO_OPS; event += 1) {
    if (actionOf(readStorageObject({ headers: {}, rawBody }).name, names) !== undefined)
      throw new Error('it is no no-op');
  }
  return NO_OPS / ((performance.now() - began) / 1_000);
}

async function cpuOf(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
