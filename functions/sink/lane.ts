/**
 * A table's own way through the sink. Its pauses, retries and halvings stop nothing but itself.
 *
 * Entries are in one of three places: `#waiting`, new and not given to the output; `#groups`, to be sent again, each group as a
 * batch of its own; or with the output, which owes them an outcome. After a failure the lane pauses, and then sends one group as
 * a probe: only when that is delivered the others follow.
 */

import type { Clock } from '@penstock/shared/runtime/clock.ts';
import { fromUnknown, type PenstockError } from '@penstock/shared/runtime/errors.ts';
import { needsPerson, pauseAfter } from './backoff.ts';
import type { Entry, Facts, Outcome } from './outcome.ts';
import type { OpenOutput } from './outputs/output.ts';
import type { Destination } from './routing/route.ts';
import { FailureErrors, type RowFailure } from './rows/failure.ts';
import { Session } from './session.ts';
import { Waiting } from './waiting.ts';

export interface LaneEvents {
  delivered(entries: readonly Entry[]): void;
  rejected(entry: Entry, error: PenstockError, facts: Facts): void;
  /** Not delivered, and not tried any more here: the input delivers them again. */
  returned(entries: readonly Entry[]): void;
  /** Before each pause. `alert`: nothing changes until a person acts. */
  paused(error: PenstockError, pauseMs: number, alert: boolean): void;
}

export interface LaneOptions {
  readonly destination: Destination;
  readonly open: OpenOutput;
  readonly clock: Clock;
  readonly events: LaneEvents;
  /** The time for which a table that was not found is taken for missing without asking again. */
  readonly missingMs: number;
  /** The table is described again after so long, so that new columns are noticed. */
  readonly refreshMs: number;
}

/** Rows made at one go before the event loop turns. */
const SLICE = 1_000;
/** New rows that try a table again after a failure. */
const PROBE = 250;
/** The number of times that the schema is read again for rows that do not fit it, before the rows are rejected. */
const REOPENINGS = 3;

export class Lane {
  readonly destination: Destination;
  readonly #options: LaneOptions;
  #session: Session | undefined;
  #openedAt = 0;
  #opening = false;
  #closed = false;
  readonly #errors = new FailureErrors();
  readonly #waiting = new Waiting<Entry>();
  #groups: (readonly Entry[])[] = [];
  #failures = 0;
  #reopenings = 0;
  /** Ends the pause after a failure. */
  #pausing: AbortController | undefined;
  #turn: NodeJS.Immediate | undefined;
  #probing: Session | undefined;
  #missing: { readonly error: PenstockError; readonly until: number } | undefined;
  /** Entries taken and not settled. */
  held = 0;
  heldBytes = 0;
  lastUsed: number;
  #used = false;

  constructor(options: LaneOptions) {
    this.#options = options;
    this.destination = options.destination;
    this.lastUsed = options.clock.now();
  }

  /** Whether rows go straight to the output. */
  get healthy(): boolean {
    return this.#failures === 0;
  }

  add(entry: Entry): void {
    this.held += 1;
    this.heldBytes += entry.bytes;
    this.#used = true;
    if (this.#missing !== undefined && this.#options.clock.now() < this.#missing.until) {
      this.#reject(entry, this.#missing.error);
    } else if (this.#session !== undefined && this.#flowing) {
      this.#give(entry);
    } else {
      this.#waiting.push(entry);
      this.#pump();
    }
  }

  /** Called about once a second, so that no message asks for the time. Describes the table in use again where that is due. */
  look(now: number): void {
    if (!this.#used) return;
    this.#used = false;
    this.lastUsed = now;
    if (this.#session !== undefined && this.#flowing && now - this.#openedAt > this.#options.refreshMs) this.#refresh();
  }

  flush(): void {
    this.#session?.output.flush();
  }

  /** Returns everything that is not durable. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#pausing?.abort();
    if (this.#turn) clearImmediate(this.#turn);
    const left = [...this.#groups.flat(), ...this.#waiting.takeAll()];
    this.#groups = [];
    this.#return(left);
    await this.#session?.output.close();
  }

  /** Nothing is ahead of a new entry. */
  get #flowing(): boolean {
    return this.#failures === 0 && this.#waiting.size === 0 && this.#groups.length === 0;
  }

  #give(entry: Entry): void {
    const failure = (this.#session as Session).add(entry);
    if (failure !== undefined) this.#refuse(entry, failure);
  }

  #refuse(entry: Entry, failure: RowFailure): void {
    this.#reject(entry, this.#errors.of(failure), { error_reason: failure.code, error_location: failure.location });
  }

  /** Sends on what waits, as far as the lane's state allows. */
  #pump(): void {
    if (this.#closed || this.#opening || this.#pausing !== undefined || this.#turn !== undefined) return;
    if (this.#session === undefined) {
      if (this.#waiting.size > 0 || this.#groups.length > 0) void this.#open();
      return;
    }
    if (this.#failures > 0) this.#probe(this.#session);
    else this.#sendOn(this.#session);
  }

  #probe(session: Session): void {
    if (this.#probing === session) return;
    const group = this.#groups.shift() ?? this.#waiting.take(PROBE);
    if (group.length === 0) return;
    this.#probing = session;
    session.send(group, (entry, failure) => this.#refuse(entry, failure));
    // Every entry of it was refused as a row: the table was not asked.
    if (session.owed === 0) this.#probed();
  }

  #probed(): void {
    this.#probing = undefined;
    this.#turn = setImmediate(() => this.#turned());
  }

  #turned(): void {
    this.#turn = undefined;
    this.#pump();
  }

  #sendOn(session: Session): void {
    const group = this.#groups.shift();
    if (group !== undefined) session.send(group, (entry, failure) => this.#refuse(entry, failure));
    else for (const entry of this.#waiting.take(SLICE)) this.#give(entry);
    if (this.#groups.length > 0 || this.#waiting.size > 0) this.#turn = setImmediate(() => this.#turned());
  }

  async #open(): Promise<void> {
    this.#opening = true;
    const { open, clock, destination, missingMs } = this.#options;
    try {
      let session: Session | undefined;
      const output = await open({ destination, settle: (entries, outcome) => this.#settle(session, entries, outcome) });
      session = new Session(output);
      this.#session = session;
      this.#openedAt = clock.now();
      this.#missing = undefined;
    } catch (thrown) {
      const error = fromUnknown(thrown);
      if (error.code === 'NOT_FOUND') {
        this.#missing = { error, until: clock.now() + missingMs };
        this.#options.events.paused(error, missingMs, true);
        for (const entry of [...this.#groups.flat(), ...this.#waiting.takeAll()]) this.#reject(entry, error);
        this.#groups = [];
        this.#failures = 0;
      } else this.#pause(error);
    } finally {
      this.#opening = false;
    }
    if (this.#closed) await this.#session?.output.close();
    else this.#pump();
  }

  /** Another opening takes over where the table has changed; the old one settles what it owes. */
  #refresh(): void {
    const { open, clock, destination } = this.#options;
    const before = this.#session as Session;
    this.#openedAt = clock.now();
    let session: Session | undefined;
    const opened = open({ destination, settle: (entries, outcome) => this.#settle(session, entries, outcome) });
    const replace = (output: Session['output']): void => {
      if (this.#closed || this.#session !== before || output.version === before.output.version) void output.close();
      else {
        session = new Session(output);
        this.#session = session;
        before.retire();
      }
    };
    // A failure to look is no failure of the table: its rows say so themselves.
    opened.then(replace, () => undefined);
  }

  #settle(session: Session | undefined, entries: readonly Entry[], outcome: Outcome): void {
    session?.settled(entries.length);
    this.#decide(entries, outcome);
    if (session !== undefined && this.#probing === session && session.owed === 0) this.#probed();
    else this.#pump();
  }

  #decide(entries: readonly Entry[], outcome: Outcome): void {
    switch (outcome.kind) {
      case 'delivered':
        this.#failures = 0;
        this.#reopenings = 0;
        this.#release(entries);
        this.#options.events.delivered(entries);
        return;
      case 'rejected':
        for (const entry of entries) this.#reject(entry, outcome.error, outcome.facts);
        return;
      case 'refused':
        this.#refused(entries, outcome.error);
        return;
      case 'retry':
        this.#again(entries, outcome.error);
    }
  }

  #refused(entries: readonly Entry[], error: PenstockError): void {
    const stale = error.code === 'SCHEMA_MISMATCH' || error.code === 'NOT_FOUND';
    if (stale && this.#reopenings < REOPENINGS) {
      this.#reopenings += 1;
      this.#reopen();
      this.#again(entries, error);
    } else if (needsPerson(error)) this.#again(entries, error);
    else if (entries.length === 1) this.#reject(entries[0] as Entry, error);
    else {
      const middle = entries.length >> 1;
      this.#groups.unshift(entries.slice(0, middle), entries.slice(middle));
    }
  }

  #reopen(): void {
    this.#session?.retire();
    this.#session = undefined;
    this.#probing = undefined;
  }

  #again(entries: readonly Entry[], error: PenstockError): void {
    if (this.#closed) this.#return(entries);
    else {
      this.#groups.push(entries);
      this.#pause(error);
    }
  }

  /** Batches that fail together are one failure. */
  #pause(error: PenstockError): void {
    if (this.#pausing !== undefined || this.#closed) return;
    const { clock, events } = this.#options;
    this.#failures += 1;
    const pauseMs = pauseAfter(error, this.#failures, clock.random());
    events.paused(error, pauseMs, needsPerson(error));
    const pausing = new AbortController();
    this.#pausing = pausing;
    const over = (): void => {
      this.#pausing = undefined;
      this.#pump();
    };
    clock.sleep(pauseMs, pausing.signal).then(over, () => undefined);
  }

  #reject(entry: Entry, error: PenstockError, facts: Facts = {}): void {
    this.#release([entry]);
    this.#options.events.rejected(entry, error, { error_table: this.destination.name, ...facts });
  }

  #return(entries: readonly Entry[]): void {
    this.#release(entries);
    this.#options.events.returned(entries);
  }

  #release(entries: readonly Entry[]): void {
    this.held -= entries.length;
    for (const { bytes } of entries) this.heldBytes -= bytes;
  }
}
