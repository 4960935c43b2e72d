/**
 * The puller's protocol as a model: runs, a ledger with compare-and-set, streams that check offsets and can be finalized,
 * and a network in which an append may arrive late and an answer may be lost. Its decisions are the door's own
 * (`takeover.ts`, `window-ledger.ts`). Time is not in it: a lease may pass at any moment, even in the middle of a step,
 * so what the model finds safe is safe by its fence and not by its clocks.
 */

import { nextStep } from '../../functions/puller/takeover.ts';
import {
  done,
  newWindow,
  type WindowRecord,
  withCount,
  withPlan,
  withSegment,
} from '../../functions/puller/window-ledger.ts';
import type { Model } from './explore.ts';

/** A row of the source, by its listing: two listings have other rows in the same places. */
type Row = `${number}:${number}`;

interface Stream {
  readonly rows: readonly Row[];
  readonly final: boolean;
}

interface Append {
  readonly stream: number;
  readonly offset: number;
  readonly row: Row;
  /** The run that waits for the answer; null when it is gone. */
  readonly by: number | null;
}

interface Run {
  readonly phase: 'idle' | 'working' | 'fenced' | 'listed' | 'made' | 'sending' | 'waiting' | 'ended';
  /** The ledger as it last read or wrote it. */
  readonly record: WindowRecord | null;
  readonly generation: number;
  readonly stream: number;
  /** Rows of its own stream that are acknowledged. */
  readonly acknowledged: number;
  readonly count: number;
  readonly listing: number;
}

export interface PullState {
  readonly record: WindowRecord;
  readonly generation: number;
  readonly streams: readonly Stream[];
  readonly network: readonly Append[];
  readonly runs: readonly Run[];
  /** The rows in the table, in the order of their arrival. */
  readonly table: readonly Row[];
  readonly listings: number;
  readonly crashes: number;
}

/** Places in which a seeded bug can stand. Every rule is as in the door by default. */
export interface PullRules {
  readonly next: typeof nextStep;
  /** Whether the old stream is finalized when it is taken over. */
  readonly fences: boolean;
  /** Which count of the old stream is believed. */
  readonly counted: (stream: Stream, segmentRows: number) => number;
  /** Whether the stream is in the ledger before its first append. */
  readonly namesFirst: boolean;
  /** Whether the ledger is written by compare-and-set. */
  readonly compares: boolean;
  /** Whether the service is told the offset of an append. */
  readonly offsets: boolean;
  /** Whether an append without an answer, or one that is answered OUT_OF_RANGE, counts as acknowledged. */
  readonly silenceAcknowledges: boolean;
  /** Whether the stream's count is compared with the acknowledgements. */
  readonly verifies: boolean;
  /** Whether an append to a finalized stream counts as acknowledged. */
  readonly finalizedAcknowledges: boolean;
  /** Which row of the plan is sent at an offset of a new stream. */
  readonly rowAt: (from: number, offset: number) => number;
  /** Whether rows come from the plan in the ledger; otherwise each run lists the source anew. */
  readonly keepsPlan: boolean;
  /** Whether the plan is in the ledger before a row is sent. */
  readonly plansFirst: boolean;
}

export const PULL_RULES: PullRules = {
  next: nextStep,
  fences: true,
  counted: ({ rows }) => rows.length,
  namesFirst: true,
  compares: true,
  offsets: true,
  silenceAcknowledges: false,
  verifies: true,
  finalizedAcknowledges: false,
  rowAt: (from, offset) => from + offset,
  keepsPlan: true,
  plansFirst: true,
};

export interface PullBounds {
  readonly runs: number;
  readonly rows: number;
  readonly crashes: number;
  readonly streams: number;
  readonly listings: number;
}

const IDLE: Run = { phase: 'idle', record: null, generation: 0, stream: -1, acknowledged: 0, count: 0, listing: 0 };
const WINDOW = { from: 'a', to: 'b' };

export function pullModel(bounds: PullBounds, rules: PullRules = PULL_RULES): Model<PullState> {
  return {
    initial: {
      record: newWindow(WINDOW),
      generation: 1,
      streams: [],
      network: [],
      runs: Array.from({ length: bounds.runs }, () => IDLE),
      table: [],
      listings: 0,
      crashes: 0,
    },
    wrong: (state) => wrongIn(state, bounds.rows),
    *next(state) {
      for (const at of state.runs.keys()) yield* stepsOf(state, at, bounds, rules);
      for (const append of state.network) yield* arrivals(state, append, rules);
    },
  };
}

function wrongIn({ table, record }: PullState, rows: number): string | undefined {
  const places = table.map((row) => row.split(':')[1]);
  if (new Set(places).size < places.length) return `a row is in the table twice: ${table}`;
  if (new Set(table.map((row) => row.split(':')[0])).size > 1) return `two listings are mixed in the table: ${table}`;
  if (table.some((row, at) => !row.endsWith(`:${at}`))) return `the table misses a row or its order: ${table}`;
  if (record.state === 'done' && table.length !== rows) return `done with ${table.length} of ${rows} rows`;
  return undefined;
}

function* stepsOf(state: PullState, at: number, bounds: PullBounds, rules: PullRules): Generator<[string, PullState]> {
  const run = state.runs[at] as Run;
  const name = `run ${at}`;
  const to = (change: Partial<Run>, more: Partial<PullState> = {}): PullState => {
    const next = { ...state, ...more };
    return { ...next, runs: next.runs.map((other, n) => (n === at ? { ...run, ...change } : other)) };
  };
  /** Writes the ledger; a run that has lost its lease stops there. */
  const write = (record: WindowRecord, change: Partial<Run>, more: Partial<PullState> = {}): PullState => {
    if (rules.compares && run.generation !== state.generation) return to(IDLE, more);
    const generation = state.generation + 1;
    return to({ phase: 'working', record, generation, ...change }, { ...more, record, generation });
  };
  if (run.phase === 'idle') {
    // The lease of the run before may have passed at any time.
    const generation = state.generation + 1;
    if (state.record.state === 'open')
      yield [`${name} takes the lease`, to({ phase: 'working', record: state.record, generation }, { generation })];
    return;
  }
  if (state.crashes < bounds.crashes)
    yield [
      `${name} dies`,
      to(IDLE, {
        crashes: state.crashes + 1,
        network: state.network.map((append) => (append.by === at ? { ...append, by: null } : append)),
      }),
    ];
  const record = run.record as WindowRecord;
  const own = state.streams[run.stream] as Stream;
  const planRows = record.plan?.rows ?? bounds.rows;
  const from = record.segments.at(-1)?.from ?? 0;
  switch (run.phase) {
    case 'working': {
      const step = rules.next(record);
      if (step.do === 'fence') {
        const old = Number(step.stream);
        const stream = state.streams[old] as Stream;
        const streams = rules.fences ? withStream(state, old, { ...stream, final: true }) : state.streams;
        yield [`${name} ends stream ${old}`, to({ phase: 'fenced', count: rules.counted(stream, 0) }, { streams })];
      } else if (step.do === 'spool') {
        if (state.listings < bounds.listings) {
          const listing = state.listings + 1;
          const listed = to({ phase: 'listed', listing }, { listings: listing });
          yield [`${name} spools listing ${listing}`, rules.plansFirst ? listed : makeStream(listed, at, bounds)];
        }
      } else if (step.do === 'send') {
        yield [`${name} makes a stream`, makeStream(state, at, bounds)];
      } else if (step.do === 'finish') yield [`${name} writes done`, write(done(record), IDLE)];
      return;
    }
    case 'fenced':
      yield [`${name} records the count`, write(withCount(record, run.count), {})];
      return;
    case 'listed':
      yield [`${name} records the plan`, write(planOf(record, run.listing, bounds.rows), {})];
      return;
    case 'made':
      if (rules.namesFirst)
        yield [
          `${name} names its stream`,
          write(withSegment(record, String(run.stream)), { phase: 'sending', stream: run.stream }),
        ];
      else yield [`${name} goes on without naming its stream`, to({ phase: 'sending' })];
      return;
    case 'sending': {
      const named = record.segments.some(({ stream }) => stream === String(run.stream));
      if (!named && run.acknowledged > 0) {
        yield [
          `${name} names its stream late`,
          write(withSegment(record, String(run.stream)), { phase: 'sending', stream: run.stream }),
        ];
        return;
      }
      const place = rules.rowAt(from, run.acknowledged);
      if (place < planRows) {
        const listing = rules.keepsPlan ? Number(record.plan?.listing ?? run.listing) : at + 1;
        const append: Append = { stream: run.stream, offset: run.acknowledged, row: `${listing}:${place}`, by: at };
        yield [`${name} appends ${append.row}`, to({ phase: 'waiting' }, { network: [...state.network, append] })];
      } else {
        const streams = withStream(state, run.stream, { ...own, final: true });
        yield [`${name} finalizes its stream`, to({ phase: 'ended', count: own.rows.length }, { streams })];
      }
      return;
    }
    case 'waiting': {
      const sent = state.network.find(({ by }) => by === at);
      if (sent === undefined) return;
      const others = state.network.filter((append) => append !== sent);
      const unheard = [...others, { ...sent, by: null }];
      // The answer does not come: the same bytes go to the same offset again, and the first request may still arrive.
      if (state.network.length < 3)
        yield [`${name} sends ${sent.row} again`, { ...state, network: [...unheard, sent] }];
      if (rules.silenceAcknowledges)
        yield [
          `${name} takes silence for an answer`,
          to({ phase: 'sending', acknowledged: run.acknowledged + 1 }, { network: unheard }),
        ];
      return;
    }
    default: {
      const rows = rules.verifies ? run.count : run.acknowledged;
      // If the counts differ, the run stops, and the next one counts again.
      if (rows === run.acknowledged) yield [`${name} records its count`, write(withCount(record, rows), {})];
      return;
    }
  }
}

function makeStream(state: PullState, at: number, bounds: PullBounds): PullState {
  if (state.streams.length >= bounds.streams) return state;
  const runs = state.runs.map((run, n) =>
    n === at ? { ...run, phase: 'made' as const, stream: state.streams.length, acknowledged: 0 } : run,
  );
  return { ...state, runs, streams: [...state.streams, { rows: [], final: false }] };
}

function planOf(record: WindowRecord, listing: number, rows: number): WindowRecord {
  return withPlan(record, { listing: String(listing), batches: 1, pages: 1, rows, rejected: 0, bytes: 0 });
}

/** An append arrives at the service, and its answer at the run, unless it is lost. */
function* arrivals(state: PullState, append: Append, rules: PullRules): Generator<[string, PullState]> {
  const { by, row, offset } = append;
  const stream = state.streams[append.stream] as Stream;
  const end = stream.rows.length;
  const lands = !stream.final && (!rules.offsets || offset === end);
  const acknowledges =
    lands || (stream.final ? rules.finalizedAcknowledges : offset < end || rules.silenceAcknowledges);
  const after: PullState = {
    ...state,
    streams: lands ? withStream(state, append.stream, { ...stream, rows: [...stream.rows, row] }) : state.streams,
    table: lands ? [...state.table, row] : state.table,
  };
  const network = state.network.filter((other) => other !== append);
  if (by === null) {
    yield [`${row} arrives late`, { ...after, network }];
    return;
  }
  if (lands) yield [`${row} arrives and its answer is lost`, after];
  const answered = (run: Run): Run => {
    if (acknowledges) return { ...run, phase: 'sending', acknowledged: run.acknowledged + 1 };
    // Finalized by another run: the lease is gone. Out of range: it is sent again.
    return stream.final ? IDLE : { ...run, phase: 'sending' };
  };
  yield [
    `${row} is answered`,
    { ...after, network, runs: state.runs.map((run, n) => (n === by ? answered(run) : run)) },
  ];
}

function withStream(state: PullState, at: number, stream: Stream): readonly Stream[] {
  return state.streams.map((other, n) => (n === at ? stream : other));
}
