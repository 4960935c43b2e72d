/**
 * One seeded schedule of a table's batches: events that come several times and at once, instances that die before or after
 * any of their calls, faults, and files that are changed on the way. Ends by counting rows.
 */

import assert from 'node:assert/strict';
import type { RestClient } from '@penstock/shared/bigquery/rest/rest-client.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import type { StorageClient } from '@penstock/shared/storage/client.ts';
import { mulberry32 } from '../../local/core/faults/faults.ts';
import { type Between, BUCKET, type Instance, type LoaderWorld } from './loader.ts';

interface Batch {
  readonly directory: string;
  readonly ids: readonly number[];
  /** The content of the changed file after its change. */
  changed: readonly number[] | undefined;
  answered: boolean;
}

/** Cuts an instance's wires at its `killAt`-th call, and lets others fail. */
class Wires {
  calls = 0;
  dead = false;
  readonly #random: () => number;
  readonly #killAt: number;
  readonly #faults: number;
  readonly #onCall: (call: number) => Promise<void>;

  constructor(random: () => number, killAt: number, faults: number, onCall: (call: number) => Promise<void>) {
    this.#random = random;
    this.#killAt = killAt;
    this.#faults = faults;
    this.#onCall = onCall;
  }

  readonly between: Between = {
    storage: (client): StorageClient => ({
      ...client,
      call: (call) => this.#around(() => client.call(call)),
      stream: (call) => this.#around(() => client.stream(call)),
    }),
    rest: (client): RestClient => ({
      ...client,
      request: (request) => this.#around(() => client.request(request)),
    }),
  };

  async #around<T>(work: () => Promise<T>): Promise<T> {
    if (this.dead) throw killed();
    this.calls += 1;
    const kill = this.calls === this.#killAt;
    const after = this.#random() < 0.5;
    const fails = this.#random() < this.#faults;
    await this.#onCall(this.calls);
    if (kill && !after) this.dead = true;
    if (this.dead) throw killed();
    if (fails && !after) throw new PenstockError('UNAVAILABLE', 'the wire was cut before');
    const answer = await work();
    if (kill) this.dead = true;
    if (this.dead) throw killed();
    if (fails) throw new PenstockError('OUTCOME_UNKNOWN', 'the wire was cut behind');
    return answer;
  }
}

function killed(): PenstockError {
  return new PenstockError('CANCELLED', 'the instance is dead');
}

export async function playSchedule(world: LoaderWorld, seed: number): Promise<void> {
  const random = mulberry32(seed);
  const pick = <T>(...values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const table = `s${seed}`;
  const env: Record<string, string> = {
    LEDGER_PREFIX: `_penstock/${table}/`,
    MAX_BATCH_URIS: pick('1', '2', '10000'),
    HOLD_FILES: pick('verify', 'snapshot'),
    ORDER_PER_TABLE: pick('true', 'false', 'false'),
    ...(random() < 0.3 && { WAIT_FOR_JOB_SECONDS: '0' }),
  };
  const truncates = random() < 0.25;
  const transform = !truncates && random() < 0.25;
  await prepare(world, table, truncates, transform);
  const batches: Batch[] = [];
  let nextId = 1;
  for (let index = 0, count = pick(1, 1, 2, 3); index < count; index += 1) {
    const batch: Batch = { directory: `d/${table}/b${index}/`, ids: [], changed: undefined, answered: false };
    const ids: number[] = [];
    for (let file = 0, files = pick(1, 2, 4); file < files; file += 1) {
      await world.put(`${batch.directory}f${file}.json`, `{"id":${nextId}}\n{"id":${nextId + 1}}\n`);
      ids.push(nextId, nextId + 1);
      nextId += 2;
    }
    await world.put(`${batch.directory}_SUCCESS`, '');
    const whole = { ...batch, ids };
    batches.push(whole);
    await deliver(world, whole, env, random);
    await check(world, table, batches, truncates);
    if (truncates) await settle(world, batches, env);
  }
  await settle(world, batches, env);
  await check(world, table, batches, truncates, true);
}

async function prepare(world: LoaderWorld, table: string, truncates: boolean, transform: boolean): Promise<void> {
  await world.warehouse.query(`CREATE TABLE d.${table} (id INT64)`);
  if (truncates) await world.put(`d/${table}/_config/load.json`, '{"writeDisposition":"WRITE_TRUNCATE"}');
  if (!transform) return;
  const schema = { fields: [{ name: 'id', type: 'INTEGER' }] };
  await world.put(
    `d/${table}/_config/external.json`,
    JSON.stringify({ sourceFormat: 'NEWLINE_DELIMITED_JSON', schema }),
  );
  await world.put(`d/${table}/_config/t.sql`, 'INSERT {dest_dataset}.{dest_table} SELECT id FROM temp_ext');
}

/** 2 to 10 deliveries, some at once, by warm and cold instances that may die; one file may change on the way. */
async function deliver(
  world: LoaderWorld,
  batch: Batch,
  env: Readonly<Record<string, string>>,
  random: () => number,
): Promise<void> {
  const changesAt = random() < 0.3 ? Math.floor(random() * 80) : -1;
  const vanishes = random() < 0.3;
  let changing: Promise<void> | undefined;
  const onCall = async (call: number): Promise<void> => {
    if (call !== changesAt || changing !== undefined) return changing;
    changing = change(world, batch, vanishes);
    return changing;
  };
  const open = (): { wires: Wires; instance: Instance } => {
    const killAt = random() < 0.6 ? 1 + Math.floor(random() * 90) : 0;
    const wires = new Wires(mulberry32(Math.floor(random() * 2 ** 31)), killAt, random() < 0.4 ? 0.08 : 0, onCall);
    return { wires, instance: world.instance(env, undefined, wires.between) };
  };
  let warm = open();
  const deliveries = 2 + Math.floor(random() * 9);
  const opened = [warm];
  for (let done = 0; done < deliveries; ) {
    const together = Math.min(deliveries - done, 1 + Math.floor(random() * 4));
    await Promise.all(
      Array.from({ length: together }, async () => {
        const { wires, instance } = random() < 0.5 ? warm : open();
        if (wires !== warm.wires) opened.push({ wires, instance });
        const sweeps = random() < 0.2;
        const answer = await (sweeps ? instance.sweep() : instance.event(`${batch.directory}_SUCCESS`)).catch(
          () => 'again',
        );
        if (answer === 'done' && !sweeps && !wires.dead) batch.answered = true;
      }),
    );
    done += together;
    if (warm.wires.dead) {
      warm = open();
      opened.push(warm);
    }
  }
  await changing;
  await Promise.all(opened.map(({ instance }) => instance.close()));
}

async function change(world: LoaderWorld, batch: Batch, vanishes: boolean): Promise<void> {
  const name = `${batch.directory}f0.json`;
  if (vanishes) {
    batch.changed = batch.ids.slice(2);
    await world.client.bucket(BUCKET).file(name).delete();
  } else {
    const [first = 0] = batch.ids;
    batch.changed = [first + 1_000_000, ...batch.ids.slice(2)];
    await world.put(name, `{"id":${first + 1_000_000}}\n`);
  }
}

/** The platform's retry and the sweeps of healthy instances; an uploader whose batch failed writes the success file again. */
async function settle(
  world: LoaderWorld,
  batches: readonly Batch[],
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const healthy = world.instance(env);
  for (const batch of batches) if (!batch.answered) await healthy.event(`${batch.directory}_SUCCESS`);
  for (let turn = 0; turn < 400; turn += 1) {
    await healthy.sweep();
    const open = await world.names(`${env.LEDGER_PREFIX}open/`);
    const failed = await failedBatches(world, batches);
    if (open.length === 0 && failed.length === 0) break;
    for (const batch of failed) {
      if (batch.changed?.length === 0)
        await world
          .put(`${batch.directory}f9.json`, `{"id":${(batch.ids[0] ?? 0) + 2_000_000}}\n`)
          .then(() => addLast(batch));
      await world.put(`${batch.directory}_SUCCESS`, '');
      await healthy.event(`${batch.directory}_SUCCESS`);
    }
    if (turn === 399) assert.fail(`still open: ${open.join(', ')}; ${healthy.lines.slice(-5).join('')}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await healthy.close();
}

/** A directory that was emptied gets another file before its success file is written again. */
function addLast(batch: Batch): void {
  batch.changed = [(batch.ids[0] ?? 0) + 2_000_000];
}

/** Those whose present success file is the one that failed: an earlier failure is on record until the new load is done. */
async function failedBatches(world: LoaderWorld, batches: readonly Batch[]): Promise<readonly Batch[]> {
  const failed = await Promise.all(
    batches.map(async ({ directory }) => {
      const bucket = world.client.bucket(BUCKET);
      const text = await bucket
        .file(`${directory}_FAILED`)
        .download()
        .then(
          ([bytes]) => bytes.toString(),
          () => '{}',
        );
      const [{ generation }] = await bucket.file(`${directory}_SUCCESS`).getMetadata();
      return JSON.parse(text).generation === String(generation);
    }),
  );
  return batches.filter((_, index) => failed[index]);
}

/** Each batch is in the table whole and once, as it was or as it was changed to, or, before the end, not at all. */
async function check(
  world: LoaderWorld,
  table: string,
  batches: readonly Batch[],
  truncates: boolean,
  atEnd = false,
): Promise<void> {
  const rows = (await world.rows(`d.${table}`))
    .map((row) => Number(JSON.parse(row).id))
    .sort((one, other) => one - other);
  let left = rows.length;
  for (const [index, { ids, changed }] of batches.entries()) {
    const wanted = [ids, ...(changed === undefined ? [] : [changed])];
    const known = new Set(wanted.flat());
    const found = rows.filter((id) => known.has(id));
    const none = found.length === 0 && (!atEnd || (truncates && index < batches.length - 1));
    const whole = wanted.some(
      (expected) => JSON.stringify(found) === JSON.stringify(expected.toSorted((one, other) => one - other)),
    );
    assert.ok(
      none || whole,
      `batch ${index} of ${table}: found ${found.join()}, expected ${wanted.map((one) => one.join()).join(' or ')}${atEnd ? '' : ', or none'}`,
    );
    left -= found.length;
  }
  assert.equal(left, 0, `${table} holds rows that no batch has: ${rows.join()}`);
}
