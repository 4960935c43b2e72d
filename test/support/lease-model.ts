/**
 * The lease as a model: owners, a store with compare-and-set, and a network in which any write may arrive late or never,
 * and any answer may be lost. Its decisions are those of `lease-state.ts`.
 */

import { isStill, type Leased, ownLeftMs, standingOf, taken } from '@penstock/shared/storage/lease-state.ts';
import type { Model } from './explore.ts';

export const TERM = 20;
export const TICK = 10;

/** An entry of the store. `writer` is the id of the write that made it. */
interface Stored {
  readonly generation: number;
  readonly value: Leased<null>;
  readonly updatedMs: number;
  readonly writer: string;
}

interface Write {
  readonly id: string;
  readonly by: number;
  readonly ifGeneration: number;
  readonly value: Leased<null>;
  readonly sentMs: number;
  /** Whether its owner still waits for the answer. */
  readonly awaited: boolean;
}

interface Owner {
  readonly phase: 'idle' | 'decides' | 'waits' | 'holds' | 'dead';
  /** The state that it read or wrote last. */
  readonly read: Stored | null;
  readonly readMs: number;
  readonly epoch: number;
  readonly renewedMs: number;
  /** Told that its lease is lost. */
  readonly told: boolean;
  readonly writes: number;
}

export interface LeaseState {
  readonly nowMs: number;
  readonly stored: Stored | null;
  readonly owners: readonly Owner[];
  readonly network: readonly Write[];
  readonly crashes: number;
  readonly locked: string;
}

/** The places where a seeded bug can stand. */
export interface LeaseRules {
  /** When the span of a lease begins for its owner. */
  readonly since: (sentMs: number, answeredMs: number) => number;
  readonly mayTake: (stored: Stored, owner: string, nowMs: number) => boolean;
  /** The writer whose state a store holds after a precondition has failed. */
  readonly isOwn: (stored: Stored | null, write: Pick<Write, 'id'>) => boolean;
  readonly leftMs: (termMs: number, sinceMs: number) => number;
  readonly precondition: (stored: Stored | null, write: Pick<Write, 'ifGeneration'>) => boolean;
}

export const RULES: LeaseRules = {
  since: (sentMs) => sentMs,
  mayTake: (stored, owner, nowMs) => {
    const { value, updatedMs } = stored;
    return standingOf({ value, generation: '', updatedMs, nowMs }, owner).state !== 'held';
  },
  isOwn: (stored, { id }) => stored?.writer === id,
  leftMs: ownLeftMs,
  precondition: (stored, { ifGeneration }) => (stored?.generation ?? 0) === ifGeneration,
};

interface Bounds {
  readonly owners: number;
  readonly ticks: number;
  readonly crashes: number;
  /** Writes an owner may send. */
  readonly writes: number;
}

const FRESH: Owner = { phase: 'idle', read: null, readMs: 0, epoch: 0, renewedMs: 0, told: false, writes: 0 };

export function leaseModel(bounds: Bounds, rules: LeaseRules = RULES): Model<LeaseState> {
  return {
    initial: {
      nowMs: 0,
      stored: null,
      owners: Array.from({ length: bounds.owners }, () => FRESH),
      network: [],
      crashes: 0,
      locked: '',
    },
    wrong: (state) => {
      const holding = state.owners.filter((owner) => mayAct(owner, state.nowMs, rules));
      if (holding.length > 1) return 'two owners may act at once';
      return state.locked === '' ? undefined : state.locked;
    },
    *next(state) {
      if (state.nowMs < bounds.ticks * TICK) yield ['time passes', { ...state, nowMs: state.nowMs + TICK }];
      for (const at of state.owners.keys()) yield* stepsOf(state, at, bounds, rules);
      for (const write of state.network) yield* arrivals(state, write, rules);
    },
  };
}

function mayAct({ phase, renewedMs }: Owner, nowMs: number, { leftMs }: LeaseRules): boolean {
  return phase === 'holds' && leftMs(TERM, nowMs - renewedMs) > 0;
}

function* stepsOf(state: LeaseState, at: number, bounds: Bounds, rules: LeaseRules): Generator<[string, LeaseState]> {
  const owner = state.owners[at] as Owner;
  const name = `owner ${at}`;
  if (owner.phase === 'dead') return;
  if (state.crashes < bounds.crashes) {
    const dead = withOwner(state, at, { ...FRESH, phase: 'dead' });
    yield [`${name} dies`, { ...dead, crashes: state.crashes + 1, network: state.network.map((w) => unheard(w, at)) }];
  }
  if (owner.phase === 'idle')
    yield [
      `${name} reads`,
      withOwner(state, at, { ...owner, phase: 'decides', read: state.stored, readMs: state.nowMs }),
    ];
  if (owner.phase === 'decides') {
    const { read, readMs } = owner;
    if (read !== null && !rules.mayTake(read, name, readMs)) {
      yield [`${name} stands off`, withOwner(state, at, { ...owner, phase: 'idle', read: null })];
    } else if (owner.writes < bounds.writes) {
      const value = taken(read?.value ?? { epoch: 0, lease: null, value: null }, { owner: name, termMs: TERM });
      yield [`${name} sends its take`, sent(state, at, value, read?.generation ?? 0)];
    }
  }
  if (owner.phase === 'holds' && owner.writes < bounds.writes && owner.read !== null)
    yield [`${name} sends a renewal`, sent(state, at, owner.read.value, owner.read.generation)];
  if (owner.phase === 'waits')
    yield [
      `${name} gives its write up`,
      {
        ...withOwner(state, at, { ...owner, phase: 'idle', read: null }),
        network: state.network.map((write) => unheard(write, at)),
      },
    ];
}

function sent(state: LeaseState, at: number, value: Leased<null>, ifGeneration: number): LeaseState {
  const owner = state.owners[at] as Owner;
  const id = `${at}.${owner.writes}`;
  const write = { id, by: at, ifGeneration, value, sentMs: state.nowMs, awaited: true };
  const waiting = withOwner(state, at, { ...owner, phase: 'waits', writes: owner.writes + 1 });
  return { ...waiting, network: [...state.network, write] };
}

/** A write arrives; then its answer does, or is lost and the same bytes are sent again. */
function* arrivals(state: LeaseState, write: Write, rules: LeaseRules): Generator<[string, LeaseState]> {
  const landed = rules.precondition(state.stored, write);
  const stored = landed
    ? { generation: (state.stored?.generation ?? 0) + 1, value: write.value, updatedMs: state.nowMs, writer: write.id }
    : state.stored;
  const rest = state.network.filter((other) => other !== write);
  const after = { ...state, stored };
  if (!write.awaited) {
    yield [`write ${write.id} arrives late`, { ...after, network: rest }];
    return;
  }
  if (landed) yield [`write ${write.id} arrives and its answer is lost`, after];
  yield [`write ${write.id} is answered`, answered({ ...after, network: rest }, write, landed, rules)];
}

function answered(state: LeaseState, write: Write, landed: boolean, rules: LeaseRules): LeaseState {
  const owner = state.owners[write.by] as Owner;
  const name = `owner ${write.by}`;
  const won = landed || rules.isOwn(state.stored, write);
  if (won)
    return withOwner(state, write.by, {
      ...owner,
      phase: 'holds',
      read: state.stored,
      epoch: write.value.epoch,
      renewedMs: rules.since(write.sentMs, state.nowMs),
    });
  const mine = state.stored?.writer === write.id;
  const lost = withOwner(state, write.by, { ...owner, phase: 'idle', read: null });
  // An owner whose own write is in the store is told that another has won: it would stand off from itself.
  if (mine) return { ...lost, locked: `${name} takes its own write for another's` };
  // A renewal that met an earlier write of the same owner goes on from there.
  if (owner.epoch > 0 && state.stored !== null && isStill(state.stored.value, name, owner.epoch))
    return withOwner(state, write.by, { ...owner, phase: 'holds', read: state.stored });
  return lost;
}

function unheard(write: Write, at: number): Write {
  return write.by === at ? { ...write, awaited: false } : write;
}

function withOwner(state: LeaseState, at: number, owner: Owner): LeaseState {
  return { ...state, owners: state.owners.map((other, n) => (n === at ? owner : other)) };
}
