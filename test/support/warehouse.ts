/** A local BigQuery for tests: in memory, its clock and faults in hand, its Cloud Storage a map. */

import { readFile } from 'node:fs/promises';
import { BigQuery } from '@google-cloud/bigquery';
import { type BigQueryOptions, type BigQueryService, startBigQuery } from '@penstock/local/bigquery/index.ts';
import type { ObjectSource, StoredObject } from '@penstock/local/bigquery/objects.ts';
import { Faults } from '@penstock/local/core/faults/faults.ts';

/** Objects by `bucket/name`. */
export class MapObjects implements ObjectSource {
  readonly #objects = new Map<string, { object: StoredObject; bytes: Buffer }>();
  readonly #buckets = new Set<string>();
  #generation = 1;

  /** `gs://bucket/name` holds these bytes from now on. Returns the URI. */
  put(uri: string, bytes: string | Uint8Array): string {
    const [, bucket = '', name = ''] = /^gs:\/\/([^/]+)\/(.+)$/.exec(uri) ?? [];
    const data = Buffer.from(bytes as Uint8Array);
    this.#buckets.add(bucket);
    this.#generation += 1;
    const object = { bucket, name, generation: String(this.#generation), size: data.length };
    this.#objects.set(`${bucket}/${name}`, { object, bytes: data });
    return uri;
  }

  async list(bucket: string, prefix: string): Promise<readonly StoredObject[] | undefined> {
    if (!this.#buckets.has(bucket)) return undefined;
    return [...this.#objects.values()]
      .map(({ object }) => object)
      .filter((object) => object.bucket === bucket && object.name.startsWith(prefix))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  async write(bucket: string, name: string, path: string): Promise<void> {
    this.put(`gs://${bucket}/${name}`, await readFile(path));
  }

  /** The bytes of an object that is there. */
  bytes(uri: string): Buffer {
    const found = this.#objects.get(uri.slice('gs://'.length));
    if (found === undefined) throw new Error(`there is no ${uri}`);
    return found.bytes;
  }

  async *read(object: StoredObject): AsyncGenerator<Uint8Array> {
    const found = this.#objects.get(`${object.bucket}/${object.name}`);
    if (found === undefined || found.object.generation !== object.generation) throw new Error('the object is gone');
    // In pieces, so that no reader relies on getting all at once.
    for (let at = 0; at < found.bytes.length; at += 65_536) yield found.bytes.subarray(at, at + 65_536);
  }
}

export interface Warehouse {
  readonly service: BigQueryService;
  readonly client: BigQuery;
  readonly objects: MapObjects;
  readonly faults: Faults;
  /** The service's clock; it only moves when told. */
  readonly clock: { now: number };
  close(): Promise<void>;
}

export const PROJECT = 'demo-test';

export async function startWarehouse(options: Partial<BigQueryOptions> = {}): Promise<Warehouse> {
  const objects = new MapObjects();
  const faults = new Faults();
  const clock = { now: Date.UTC(2026, 0, 2, 3, 4, 5) };
  const service = await startBigQuery({
    host: '127.0.0.1',
    port: 0,
    stateDir: undefined,
    faults,
    report: () => undefined,
    now: () => clock.now,
    objects,
    ...options,
  });
  return { service, client: newBigQuery(service.address), objects, faults, clock, close: () => service.close() };
}

/** Google's client, unmodified, pointed at the service as BIGQUERY_EMULATOR_HOST points it. */
export function newBigQuery(address: string): BigQuery {
  const before = process.env.BIGQUERY_EMULATOR_HOST;
  process.env.METADATA_SERVER_DETECTION = 'none';
  process.env.BIGQUERY_EMULATOR_HOST = `http://${address}`;
  try {
    return new BigQuery({ projectId: PROJECT });
  } finally {
    if (before === undefined) delete process.env.BIGQUERY_EMULATOR_HOST;
    else process.env.BIGQUERY_EMULATOR_HOST = before;
  }
}
