import assert from 'node:assert/strict';
import { type FaultRule, mulberry32 } from '@penstock/local/core/faults/faults.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { type LeaseWorld, Owner } from '../support/lease-world.ts';
import { BUCKET, type StorageWorld, storageWorld } from '../support/storage-client.ts';
import { VirtualTime } from '../support/virtual-time.ts';

const only = process.env.PENSTOCK_SEED;
const schedules = process.env.PENSTOCK_SOAK === '1' ? 5_000 : 60;
const TERM = 20_000;

/**
 * Two to five owners of one lease. Answers are lost, requests refused, held and carried out long after; owners are killed,
 * pause, and have clocks that are hours off. Only the service's time is right.
 */
describe('a lease among owners that fail', function () {
  this.timeout(3_600_000);
  let world: StorageWorld;
  let leases: LeaseWorld;

  before(async () => {
    const time = new VirtualTime(Date.parse('2030-01-01T00:00:00Z'));
    world = await storageWorld({ now: () => time.nowMs });
    leases = { time, address: world.service.address, faults: world.faults };
  });
  after(() => world.close());

  const covered = { passed: 0, free: 0, own: 0, new: 0, refused: 0, lost: 0, actions: 0, killed: 0 };

  it(`lets one owner at a time act, in ${only ? `schedule ${only}` : `${schedules} schedules`}`, async () => {
    for (let seed = Number(only ?? 1); seed <= (only ? Number(only) : schedules); seed += 1) {
      world.faults.clear();
      await new Schedule(leases, world, seed, covered).play().catch((error: unknown) => {
        throw new Error(`replay with PENSTOCK_SEED=${seed}: ${error}`, { cause: error });
      });
    }
    if (!only) for (const [what, count] of Object.entries(covered)) assert.ok(count > 0, `no schedule played ${what}`);
  });
});

/** The states that the schedules have reached, so that a test of nothing does not pass. */
type Covered = Record<'passed' | 'free' | 'own' | 'new' | 'refused' | 'lost' | 'actions' | 'killed', number>;

class Schedule {
  readonly #world: LeaseWorld;
  readonly #storage: StorageWorld;
  readonly #seed: number;
  readonly #random: () => number;
  readonly #entry: string;
  readonly #covered: Covered;
  readonly #owners: Owner[] = [];
  /** The resource that actions are done to: it refuses tokens older than the greatest that it has seen. */
  #greatest = 0;
  /** Since when the owner that never dies has been waiting. */
  #waitingSince = Number.POSITIVE_INFINITY;

  constructor(world: LeaseWorld, storage: StorageWorld, seed: number, covered: Covered) {
    this.#world = world;
    this.#storage = storage;
    this.#seed = seed;
    this.#random = mulberry32(seed);
    this.#entry = `lease-${seed}`;
    this.#covered = covered;
  }

  async play(): Promise<void> {
    const { time, faults } = this.#world;
    const kinds: readonly Partial<FaultRule>[] = [
      { kind: 'ack-lost' },
      { kind: 'reset', at: 'before' },
      { kind: 'reset', at: 'during' },
      { kind: 'reset', at: 'after' },
      { kind: 'error', code: 503 },
      { kind: 'throttle' },
    ];
    for (let count = this.#whole(0, 6); count > 0; count -= 1) {
      const rule = { ...this.#pick(kinds), method: this.#pick(['objects.insert', 'objects.get']) };
      faults.add({ service: 'storage', resource: this.#entry, skip: this.#whole(0, 30), ...rule } as FaultRule);
    }
    const steady = this.#newOwner('steady');
    const others = Array.from({ length: this.#whole(1, 4) }, (_, n) => this.#live(this.#newOwner(`owner-${n}`)));
    const watching = this.#watch(steady);
    try {
      await time.run(Promise.all([...others, watching]));
    } finally {
      for (const owner of this.#owners) owner.kill();
      await Promise.all(this.#owners.map((owner) => owner.close()));
    }
  }

  #newOwner(name: string): Owner {
    const owner = new Owner(this.#world, `${name}-${this.#seed}`, this.#whole(1, 1e9), TERM);
    this.#owners.push(owner);
    return owner;
  }

  /** Takes the lease whenever it can and keeps it shortly, until long after the others have gone. */
  async #watch(owner: Owner): Promise<void> {
    const { time } = this.#world;
    const end = time.nowMs + 8 * TERM;
    while (time.nowMs < end) {
      this.#waitingSince = Math.min(this.#waitingSince, time.nowMs);
      if (await this.#take(owner)) {
        this.#waitingSince = Number.POSITIVE_INFINITY;
        this.#act(owner);
        await this.#tolerant(owner, () => owner.lease?.release() ?? Promise.resolve());
        owner.lease = undefined;
        await owner.sleep(owner.random() * TERM);
      }
      await owner.sleep(TERM / 10);
    }
  }

  async #live(owner: Owner): Promise<void> {
    const lives = this.#whole(1, 4);
    for (let life = 0; life < lives && owner.alive; life += 1) {
      await owner.sleep(owner.random() * TERM);
      if (!(await this.#take(owner))) continue;
      await this.#tolerant(owner, () => this.#work(owner));
      owner.lease = undefined;
    }
  }

  /** The work of a run under its lease, done well or badly. */
  async #work(owner: Owner): Promise<void> {
    const { lease } = owner;
    if (lease === undefined) return;
    const draw = owner.random();
    if (draw < 0.15) {
      this.#covered.killed += 1;
      owner.kill();
      // It may be killed while a write of its own is under way.
      if (owner.random() < 0.5) void lease.renew().catch(() => undefined);
      return;
    }
    if (draw < 0.4) {
      await lease.hold(async (signal) => {
        for (let turn = this.#whole(1, 8); turn > 0; turn -= 1) {
          await owner.sleep((owner.random() * TERM) / 2, signal);
          this.#act(owner);
        }
      });
    } else {
      for (let turn = this.#whole(1, 5); turn > 0; turn -= 1) {
        this.#act(owner);
        // Now and then it is paused for longer than its term.
        await owner.sleep(owner.random() * TERM * (owner.random() < 0.2 ? 3 : 0.5));
        this.#actLate(owner);
        const write = () => (owner.random() < 0.5 ? lease.update(lease.value + 1) : lease.renew());
        // The second write may meet a first one that was given up and has arrived since.
        await write().catch((error: PenstockError) => (error.kind === 'transient' ? write() : Promise.reject(error)));
      }
    }
    const heir = this.#pick(this.#owners);
    if (owner.random() < 0.3 && heir !== owner && heir.alive) await lease.passOn(heir.name);
    else await lease.release();
  }

  async #take(owner: Owner): Promise<boolean> {
    const result = await this.#tolerant(owner, () => owner.take(this.#entry));
    if (result === undefined) return false;
    if (result.state === 'held') assert.notEqual(result.owner, owner.name, 'an owner is locked out by itself');
    if (result.state !== 'taken') return false;
    this.#covered[result.from] += 1;
    owner.lease = result.lease;
    if (result.from === 'passed') this.#checkInTime(owner);
    return true;
  }

  /** A lease that has passed is taken within a term, if another owner waits for it. */
  #checkInTime(owner: Owner): void {
    const { seen } = owner;
    assert.ok(seen !== undefined);
    const passedMs = Math.max(seen.updatedMs + TERM, this.#waitingSince);
    const late = this.#world.time.nowMs - passedMs;
    assert.ok(late <= TERM || this.#waitingSince === Number.POSITIVE_INFINITY, `taken ${late} ms after it passed`);
  }

  /** A fenced action: checked and done in one step. */
  #act(owner: Owner): void {
    const { lease } = owner;
    if (lease === undefined || lease.leftMs() <= 0) {
      this.#covered.refused += 1;
      return;
    }
    lease.check();
    this.#covered.actions += 1;
    for (const other of this.#owners) {
      const theirs = other.lease;
      if (other === owner || theirs === undefined || !other.alive) continue;
      assert.ok(theirs.leftMs() <= 0, `${owner.name} acts while ${other.name} may act too`);
    }
    assert.ok(lease.epoch >= this.#greatest, `${owner.name} acts after a later owner has`);
    this.#greatest = lease.epoch;
  }

  /** An action of an owner that does not look at its lease: the resource refuses it by its token. */
  #actLate({ lease }: Owner): void {
    if (lease === undefined) return;
    if (lease.epoch < this.#greatest) this.#covered.refused += 1;
    else this.#greatest = lease.epoch;
  }

  /** Failures of the network are what an owner has to live with; a lost lease must have been lost. */
  async #tolerant<T>(owner: Owner, work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      assert.ok(error instanceof PenstockError, String(error));
      if (error.code !== 'LEASE_LOST') {
        assert.equal(error.kind, 'transient', `${error.code}: ${error.message}`);
        return undefined;
      }
      this.#covered.lost += 1;
      const epoch = owner.lease?.epoch ?? 0;
      const stored = JSON.parse((await this.#storage.service.readObject(BUCKET, this.#entry)).toString());
      const gone = stored.epoch !== epoch || stored.lease?.owner !== owner.name;
      const late = /used up|could not be renewed in time/.test(error.message);
      assert.ok(gone || late, `${owner.name} was told that its own lease is lost: ${error.message}`);
      return undefined;
    }
  }

  #whole(least: number, most: number): number {
    return least + Math.floor(this.#random() * (most - least + 1));
  }

  #pick<T>(list: readonly T[]): T {
    return list[this.#whole(0, list.length - 1)] as T;
  }
}
