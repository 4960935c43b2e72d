/**
 * The one path of every message, for all inputs and outputs: decide, give it to its table's lane, and settle it
 * with its input once it is durable in exactly one output.
 */

import type { Clock } from '@penstock/shared/runtime/clock.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import type { Logger } from '@penstock/shared/runtime/log.ts';
import type { Metrics } from '@penstock/shared/runtime/metrics.ts';
import { defers, type Held, isFull, type Limits, nearlyFull, part } from './isolation.ts';
import { Lane, type LaneEvents } from './lane.ts';
import { type Delivery, type Settling, sizeOf } from './message.ts';
import type { SinkMetrics } from './metrics.ts';
import type { Entry, Facts } from './outcome.ts';
import { OutcomeLog } from './outcome-log.ts';
import type { OpenOutput } from './outputs/output.ts';
import { type RecordOutput, Rejects } from './rejects.ts';
import type { Destination, RouteRule, Router } from './routing/route.ts';
import { errorOf, RowFailure } from './rows/failure.ts';
import { type Compression, decompress } from './rows/payload.ts';

export interface FlowRoute extends RouteRule {
  readonly mode: string;
}

export interface FlowOptions<R extends FlowRoute> {
  readonly router: Router<R>;
  readonly openOutput: (route: R) => OpenOutput;
  readonly errorOutput: RecordOutput;
  /** Messages without a route; without a topic for them they are dropped and counted, as seed 001 says. */
  readonly fallback: RecordOutput | undefined;
  readonly compression: Compression;
  readonly limits: Limits;
  readonly missingMs: number;
  readonly refreshMs: number;
  /** A table without messages for so long is closed. */
  readonly idleMs: number;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics<SinkMetrics>;
}

/** The interval at which idle tables are closed and held rows are counted. */
const TICK_MS = 1_000;
/** Full for so long without one row settled: what is held waits in open batches. */
const STALLED_MS = 10;

export class Flow<R extends FlowRoute> {
  readonly #options: FlowOptions<R>;
  readonly #lanes = new Map<R, Map<string, Lane>>();
  readonly #rejects: Rejects;
  readonly #fallback: Rejects | undefined;
  readonly #tick: NodeJS.Timeout;
  readonly #outcomes: OutcomeLog;
  #laneCount = 0;
  #flushing: NodeJS.Timeout | undefined;
  #messages = 0;
  #bytes = 0;
  #whenEmpty: (() => void)[] = [];
  #closed = false;
  /** The number of messages that have an outcome. */
  settled = 0;
  #hurrying: NodeJS.Timeout | undefined;
  #closing: Promise<void> | undefined;

  constructor(options: FlowOptions<R>) {
    this.#options = options;
    this.#outcomes = new OutcomeLog(options.clock, options.log);
    const rejects = (output: RecordOutput, outcome: 'rejected' | 'fallback'): Rejects =>
      new Rejects({
        output,
        clock: options.clock,
        mostWaiting: Math.ceil(options.limits.maxMessages / 4),
        settle: (delivery, settling) => {
          this.#count(settling === 'settled' ? outcome : 'retry', 'none', 1);
          this.#settle(delivery, settling);
        },
        paused: (error, pauseMs, alert) =>
          this.#paused(outcome === 'rejected' ? 'error output' : 'fallback topic', error, pauseMs, alert),
      });
    this.#rejects = rejects(options.errorOutput, 'rejected');
    this.#fallback = options.fallback && rejects(options.fallback, 'fallback');
    this.#tick = setInterval(() => this.#lookAround(), TICK_MS);
    this.#tick.unref();
  }

  get held(): Held {
    return { messages: this.#messages, bytes: this.#bytes };
  }

  /** Whether the input must hold its messages back. */
  get full(): boolean {
    return isFull(this.#messages, this.#bytes, this.#options.limits);
  }

  get tables(): number {
    return this.#laneCount;
  }

  deliver(delivery: Delivery): void {
    this.#messages += 1;
    this.#bytes += sizeOf(delivery);
    if (this.#closed) {
      this.#settle(delivery, 'retry');
      return;
    }
    const routing = this.#options.router.route(delivery.attributes, delivery.input.name);
    if (routing.kind === 'routed') this.#toLane(delivery, routing.route, routing.destination);
    else if (routing.kind === 'unroutable')
      this.#reject(delivery, unroutable(routing.reason), { error_reason: 'UNROUTABLE' });
    else this.#noRoute(delivery, routing.skipped);
    if (nearlyFull(this.#messages, this.#bytes, this.#options.limits)) this.#flushSoon();
  }

  /** Closes every open batch now. */
  flush(): void {
    for (const lane of this.#allLanes()) lane.flush();
  }

  /** From now on no batch waits for more rows, not even of a table that is being opened: the process is told to end. */
  hurry(): void {
    this.flush();
    this.#hurrying ??= setInterval(() => this.flush(), STALLED_MS);
  }

  /** Resolves when nothing is held any more, or when the time is up. */
  async drain(deadlineMs: number): Promise<void> {
    this.hurry();
    if (this.#messages === 0) return;
    const empty = new Promise<void>((resolve) => this.#whenEmpty.push(resolve));
    const stop = new AbortController();
    const late = this.#options.clock.sleep(Math.max(1, deadlineMs - this.#options.clock.now()), stop.signal);
    await Promise.race([empty, late.catch(() => undefined)]);
    stop.abort();
  }

  /** Gives everything back that is not durable. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#tick);
    clearInterval(this.#hurrying);
    clearTimeout(this.#flushing);
    this.#outcomes.close();
    this.#rejects.close();
    this.#fallback?.close();
    await Promise.all(this.#allLanes().map((lane) => lane.close()));
  }

  #toLane(delivery: Delivery, route: R, destination: Destination): void {
    const { compression, limits } = this.#options;
    const payload = decompress(delivery.data, compression);
    if (payload instanceof RowFailure) {
      this.#reject(delivery, errorOf(payload), { error_table: destination.name, error_reason: payload.code });
      return;
    }
    const lane = this.#laneOf(route, destination);
    if (this.#laneCount > 1 || !lane.healthy) {
      const share = part(lane.held, lane.heldBytes, limits);
      if (defers(share, lane.healthy, part(this.#messages, this.#bytes, limits))) {
        this.#defer(delivery);
        return;
      }
    }
    const grown = payload === delivery.data ? 0 : payload.length;
    this.#bytes += grown;
    lane.add({ delivery, payload, bytes: sizeOf(delivery) + grown });
  }

  #defer(delivery: Delivery): void {
    this.#options.metrics.count('sink/deferred');
    this.#settle(delivery, 'retry');
  }

  #noRoute(delivery: Delivery, skipped: readonly string[]): void {
    if (this.#fallback === undefined) {
      this.#count('dropped', 'none', 1);
      this.#settle(delivery, 'settled');
      return;
    }
    const error = new PenstockError('INPUT_INVALID', `no route matches: ${skipped.join('; ')}`, {
      stage: 'processing',
    });
    void this.#fallback.reject(delivery, error, { error_reason: 'NO_ROUTE' });
  }

  #reject(delivery: Delivery, error: PenstockError, facts: Facts): void {
    this.#options.metrics.count('sink/rejections', 1, { code: error.code });
    this.#outcomes.add({ outcome: 'rejected', table: facts.error_table ?? 'none', code: error.code }, [{ delivery }]);
    void this.#rejects.reject(delivery, error, facts);
  }

  #settle(delivery: Delivery, settling: Settling, grown = 0): void {
    this.#messages -= 1;
    this.settled += 1;
    this.#bytes -= sizeOf(delivery) + grown;
    delivery.input.settle(delivery, settling);
    if (this.#messages === 0) for (const tell of this.#whenEmpty.splice(0)) tell();
  }

  #laneOf(route: R, destination: Destination): Lane {
    let lanes = this.#lanes.get(route);
    if (lanes === undefined) {
      lanes = new Map();
      this.#lanes.set(route, lanes);
    }
    let lane = lanes.get(destination.name);
    if (lane === undefined) {
      const { openOutput, clock, missingMs, refreshMs } = this.#options;
      const events = this.#events(route, destination);
      lane = new Lane({ destination, open: openOutput(route), clock, missingMs, refreshMs, events });
      lanes.set(destination.name, lane);
      this.#laneCount += 1;
    }
    return lane;
  }

  #events({ mode }: R, { name }: Destination): LaneEvents {
    const { metrics, clock } = this.#options;
    return {
      delivered: (entries) => {
        let bytes = 0;
        for (const entry of entries) {
          bytes += entry.delivery.data.length;
          this.#settle(entry.delivery, 'settled', grownOf(entry));
        }
        this.#count('delivered', mode, entries.length);
        this.#outcomes.add({ outcome: 'delivered', table: name, mode }, entries);
        metrics.count('sink/bytes', bytes, { mode });
        metrics.observe('sink/latency', clock.now() - (entries[0] as Entry).delivery.publishMs, { mode });
      },
      rejected: (entry, error, facts) => {
        this.#bytes -= grownOf(entry);
        this.#reject(entry.delivery, error, facts);
      },
      returned: (entries) => {
        this.#count('retry', mode, entries.length);
        for (const entry of entries) this.#settle(entry.delivery, 'retry', grownOf(entry));
      },
      paused: (error, pauseMs, alert) => this.#paused(name, error, pauseMs, alert),
    };
  }

  #paused(what: string, error: PenstockError, pauseMs: number, alert: boolean): void {
    this.#options.metrics.count('sink/pauses', 1, { code: error.code, alert: String(alert) });
    const fields = { destination: what, pause_ms: pauseMs, alert, outcome: 'retry' };
    if (alert) this.#options.log.error(`${what} needs attention: ${error.message}`, error, fields);
    else
      this.#options.log.warning(`${what} is left alone for ${pauseMs} ms`, {
        ...fields,
        error_code: error.code,
        reason: error.message,
      });
  }

  #count(outcome: string, mode: string, by: number): void {
    this.#options.metrics.count('sink/messages', by, { outcome, mode });
  }

  /** If rows were settled meanwhile, there is room already, so open batches may go on filling. */
  #flushSoon(): void {
    const { settled } = this;
    this.#flushing ??= setTimeout(() => {
      this.#flushing = undefined;
      if (this.settled === settled) this.flush();
    }, STALLED_MS);
  }

  #lookAround(): void {
    this.#options.metrics.observe('sink/held', this.#messages);
    this.#outcomes.tick();
    const now = this.#options.clock.now();
    const longAgo = now - this.#options.idleMs;
    for (const lanes of this.#lanes.values()) {
      for (const [name, lane] of lanes) {
        lane.look(now);
        if (lane.held > 0 || lane.lastUsed > longAgo) continue;
        lanes.delete(name);
        this.#laneCount -= 1;
        void lane.close();
      }
    }
  }

  #allLanes(): readonly Lane[] {
    return [...this.#lanes.values()].flatMap((lanes) => [...lanes.values()]);
  }
}

function grownOf({ delivery, payload }: Entry): number {
  return payload === delivery.data ? 0 : payload.length;
}

function unroutable(reason: string): PenstockError {
  return new PenstockError('INPUT_INVALID', reason, { stage: 'processing' });
}
