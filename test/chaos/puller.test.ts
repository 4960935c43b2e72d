import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { type FaultRule, mulberry32 } from '@penstock/local/core/faults/faults.ts';
import type { TableName } from '@penstock/shared/bigquery/table-name.ts';
import type { RunOutcome } from '../../functions/puller/outcome.ts';
import { runSource } from '../../functions/puller/run.ts';
import { type Source, SourceError } from '../../functions/puller/source.ts';
import { landedRows } from '../../functions/puller/window-ledger.ts';
import { type Fate, Life } from '../support/pull-chaos.ts';
import {
  afterWindows,
  type FakeRow,
  fakeSource,
  POLICY,
  type PullerWorld,
  startPullerWorld,
} from '../support/puller-world.ts';

/** `PENSTOCK_SEED=17` plays one schedule; with `PENSTOCK_SCHEDULES=500` it is the first of a block. */
const first = Number(process.env.PENSTOCK_SEED ?? 1);
const block = process.env.PENSTOCK_SCHEDULES ?? (process.env.PENSTOCK_SOAK === '1' ? 5_000 : 40);
const schedules = process.env.PENSTOCK_SEED !== undefined && !process.env.PENSTOCK_SCHEDULES ? 1 : Number(block);
/** The bound for the further schedules that a block plays until each event has happened. */
const MOST = Math.max(5 * schedules, 200);
const SIDE_BY_SIDE = 6;
const HOUR = 3_600_000;

/**
 * Two to five runs of one source overlap. They are killed at any await, stand still for longer than their lease, and have
 * clocks that are hours off. The source fails and changes its answers; BigQuery and Cloud Storage lose answers, throttle
 * and break connections. In the end every row is in the table once, in order, and the ledgers say so.
 */
describe('the puller under chaos', function () {
  this.timeout(7_200_000);
  let world: PullerWorld;

  before(async () => {
    world = await startPullerWorld();
  });
  after(() => world.close());

  it(`lands each row of each window once, in ${schedules} or more schedules from seed ${first}`, async () => {
    const covered = { killed: 0, resumed: 0, elsewhere: 0, retried: 0, relisted: 0, refused: 0, altered: 0 };
    const missing = (): string[] => Object.keys(covered).filter((what) => covered[what as keyof Covered] === 0);
    let next = first;
    let failed = false;
    // A busy machine shifts what happens in a schedule. While an event has not happened, more schedules are played.
    const goesOn = (): boolean => {
      const played = next - first;
      return !failed && (played < schedules || (schedules > 1 && played < MOST && missing().length > 0));
    };
    const work = async (): Promise<void> => {
      while (goesOn()) {
        const seed = next++;
        await new Schedule(world, seed, covered).play().catch((error: unknown) => {
          failed = true;
          throw new Error(`replay with PENSTOCK_SEED=${seed}: ${error}`, { cause: error });
        });
      }
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
    if (schedules > 1) assert.deepEqual(missing(), [], `no schedule of ${next - first} played these`);
  });
});

type Covered = Record<'killed' | 'resumed' | 'elsewhere' | 'retried' | 'relisted' | 'refused' | 'altered', number>;

class Schedule {
  readonly #world: PullerWorld;
  readonly #random: () => number;
  readonly #covered: Covered;
  readonly #prefix: string;
  readonly #windows: number;
  readonly #rows: readonly number[];
  readonly #rejected: ReadonlySet<number>;
  readonly #refused: ReadonlySet<number>;
  #listings = 0;
  #trouble = true;

  constructor(world: PullerWorld, seed: number, covered: Covered) {
    this.#world = world;
    this.#random = mulberry32(seed);
    this.#covered = covered;
    this.#prefix = `s${seed}/`;
    this.#windows = this.#whole(1, 3);
    this.#rows = Array.from({ length: this.#windows }, () => this.#whole(0, 45));
    this.#rejected = new Set(this.#some(0.05));
    this.#refused = new Set(this.#some(0.03).filter((id) => !this.#rejected.has(id)));
  }

  async play(): Promise<void> {
    const table = await this.#world.write.table();
    this.#addFaults(table);
    const runs = Array.from({ length: this.#whole(2, 5) }, async () => {
      await wait(this.#whole(0, 250));
      await this.#run(table, this.#fate());
    });
    // A column is added while rows are spooled and sent.
    const altering = this.#random() < 0.3 ? wait(this.#whole(0, 300)).then(() => this.#addColumn(table)) : undefined;
    await Promise.all([...runs, altering]);
    this.#trouble = false;
    let last: RunOutcome | undefined;
    for (let tries = 0; tries < 60 && last?.state !== 'done' && last?.state !== 'idle'; tries += 1) {
      last = await this.#run(table, {});
      if (last?.state !== 'done' && last?.state !== 'idle') await wait(60);
    }
    assert.ok(last?.state === 'done' || last?.state === 'idle', `never done: ${JSON.stringify(last)}`);
    await this.#check(table);
  }

  async #addColumn({ tableId }: TableName): Promise<void> {
    await this.#world.write.alterTable(tableId, {
      schema: [
        { name: 'id', type: 'INT64', mode: 'NULLABLE' },
        { name: 'name', type: 'STRING', mode: 'NULLABLE', maxLength: 10 },
        { name: 'extra', type: 'INT64', mode: 'NULLABLE' },
      ],
    });
    this.#covered.altered += 1;
  }

  #fate(): Fate {
    const draw = this.#random();
    if (draw < 0.45) return { killAt: this.#whole(1, 90) };
    if (draw < 0.7) return { pauseAt: this.#whole(1, 90), pauseMs: this.#whole(300, 700) };
    return {};
  }

  async #run(table: TableName, fate: Fate): Promise<RunOutcome | undefined> {
    const core = this.#world.write.newCore();
    const life = new Life(fate, core);
    const skewMs = Math.floor((this.#random() - 0.5) * 10 * HOUR);
    // A short lease passes on a busy machine although its owner lives: chaos of its own, and no way to an end.
    const termMs = (this.#trouble ? 250 : 10_000) * this.#world.speed;
    const options = {
      prefix: this.#prefix,
      core,
      network: life.network,
      skewMs,
      termMs,
      limits: { rejectedShare: 1 },
      patient: !this.#trouble,
    };
    const run = this.#world.run(table, this.#source(life), options);
    const now = run.clock.now();
    const patience = this.#trouble && this.#random() < 0.2 ? this.#whole(50, 300) : 20_000;
    const times = {
      scheduledMs: afterWindows(this.#windows),
      deadlineMs: now + patience * this.#world.speed,
      reserveMs: 20 * this.#world.speed,
    };
    const outcome = await Promise.race([runSource(run, times), life.died]).catch((error: unknown) => {
      // A run whose ledgers cannot be read ends with that error; Cloud Scheduler tries again.
      if ((error as { kind?: string }).kind === 'transient') return undefined;
      throw error;
    });
    if (outcome !== 'killed') {
      core.close();
      await run.client.close();
    }
    return this.#count(outcome);
  }

  #count(outcome: RunOutcome | 'killed' | undefined): RunOutcome | undefined {
    if (outcome === 'killed') this.#covered.killed += 1;
    if (outcome === undefined || outcome === 'killed') return undefined;
    const failed = outcome.windows.find(({ state }) => state === 'failed');
    assert.equal(failed, undefined, `given up: ${JSON.stringify(failed)}`);
    if (outcome.state === 'elsewhere') this.#covered.elsewhere += 1;
    if (outcome.state === 'retry') this.#covered.retried += 1;
    this.#covered.resumed += outcome.windows.filter(({ resumes }) => resumes > 0).length;
    return outcome;
  }

  /** Every listing has the same rows under another name, so that rows of two listings can be told apart. */
  #source(life: Life): Source {
    return fakeSource({
      pageRows: this.#whole(2, 9),
      rows: (window) => {
        this.#listings += 1;
        const at = (Date.parse(window.from) - POLICY.startMs) / POLICY.lengthMs;
        return this.#ids(at).map((id) => this.#row(id, this.#listings));
      },
      before: async () => {
        await life.step();
        if (!this.#trouble) return;
        const draw = this.#random();
        if (draw < 0.03) throw new SourceError('retry', 'UNAVAILABLE', 'the API is down');
        if (draw < 0.06) {
          this.#covered.relisted += 1;
          throw new SourceError('relist', 'ABORTED', 'the token has passed');
        }
        await wait(draw < 0.2 ? this.#whole(1, 30) : 0);
      },
    });
  }

  #row(id: number, listing: number): FakeRow {
    // 10 characters fit the table, 20 fit the codec.
    if (this.#rejected.has(id)) return { id, name: 'x'.repeat(25) };
    if (this.#refused.has(id)) return { id, name: 'x'.repeat(15) };
    return { id, name: `L${listing}` };
  }

  #ids(window: number): readonly number[] {
    return Array.from({ length: this.#rows[window] ?? 0 }, (_, n) => window * 1_000 + n);
  }

  #some(share: number): number[] {
    return this.#rows.flatMap((_count, window) => this.#ids(window)).filter(() => this.#random() < share);
  }

  async #check(table: TableName): Promise<void> {
    const { write, storage } = this.#world;
    const expected = this.#rows
      .flatMap((_count, window) => this.#ids(window))
      .filter((id) => !this.#rejected.has(id) && !this.#refused.has(id));
    assert.deepEqual(await write.ids(table), expected, 'each row once, in the order of windows and rows');
    const found = await write.query(`SELECT id, name FROM ${write.physical(table.tableId)}`);
    const names = new Map<number, Set<unknown>>();
    for (const { id, name } of found) {
      const window = Math.floor(Number(id) / 1_000);
      names.set(window, (names.get(window) ?? new Set()).add(name));
    }
    for (const [window, listings] of names) assert.equal(listings.size, 1, `window ${window} mixes listings`);
    const run = this.#world.run(table, this.#source(new Life({}, write.core)), {
      prefix: this.#prefix,
      patient: true,
    });
    const rejected = new Set<number>();
    for (let window = 0; window < this.#windows; window += 1) {
      const from = new Date(POLICY.startMs + window * POLICY.lengthMs).toISOString();
      const record = (await run.ledger.read(`orders/${from}`))?.value.value;
      assert.ok(record?.state === 'done' && record.plan !== null, `${from} is not done`);
      const ids = this.#ids(window);
      assert.equal(
        landedRows(record),
        ids.filter((id) => expected.includes(id)).length,
        'the ledger agrees with the table',
      );
      assert.equal(record.plan.rejected, ids.filter((id) => this.#rejected.has(id)).length);
      assert.equal(record.refused.length, ids.filter((id) => this.#refused.has(id)).length);
      this.#covered.refused += record.refused.length;
      const prefix = `${this.#prefix}${this.#prefix}spool/orders/${from}/${record.plan.listing}/0`;
      for (const { name } of storage.service.listObjects('errors', prefix)) {
        for (const line of (await storage.service.readObject('errors', name)).toString().split('\n').filter(Boolean)) {
          const { id } = JSON.parse(Buffer.from(JSON.parse(line).data, 'base64').toString());
          assert.ok(!rejected.has(id), `row ${id} is rejected twice`);
          rejected.add(id);
        }
      }
    }
    assert.deepEqual(rejected, this.#rejected, 'each rejected row is in the error output once');
    await run.client.close();
  }

  #addFaults(table: TableName): void {
    const { write, storage } = this.#world;
    const kinds: readonly Partial<FaultRule>[] = [
      { kind: 'ack-lost' },
      { kind: 'reset', at: 'before' },
      { kind: 'reset', at: 'during' },
      { kind: 'reset', at: 'after' },
      { kind: 'slow', delayMs: 50 },
      { kind: 'throttle' },
    ];
    for (let count = this.#whole(0, 5); count > 0; count -= 1) {
      const method = this.#pick(['AppendRows', 'AppendRows', 'CreateWriteStream', 'FinalizeWriteStream']);
      const extra: readonly Partial<FaultRule>[] = [{ kind: 'error', code: 'UNAVAILABLE' }, { kind: 'stale' }];
      const rule = { ...this.#pick([...kinds, ...extra]), method, skip: this.#whole(0, 8) };
      write.faults.add({ service: 'bigquery-storage', resource: `/${table.tableId}`, ...rule } as FaultRule);
    }
    for (let count = this.#whole(0, 6); count > 0; count -= 1) {
      const method = this.#pick(['objects.insert', 'objects.insert', 'objects.get', 'objects.rewrite']);
      const rule = { ...this.#pick([...kinds, { kind: 'error', code: 503 }]), method, skip: this.#whole(0, 30) };
      storage.faults.add({ service: 'storage', resource: this.#prefix, ...rule } as FaultRule);
    }
  }

  #whole(least: number, most: number): number {
    return least + Math.floor(this.#random() * (most - least + 1));
  }

  #pick<T>(list: readonly T[]): T {
    return list[this.#whole(0, list.length - 1)] as T;
  }
}
