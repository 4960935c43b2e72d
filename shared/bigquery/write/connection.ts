/**
 * An ordered, resumable connection to one write stream. Requests are pipelined; whatever breaks, every one that has no
 * answer is sent again in order with the same bytes and offset, until it is acknowledged, refused or out of time. Each
 * promise settles, and one that rejects says whether its rows may have been written.
 *
 * The rules are in `append-queue.ts` (order), `verdict.ts` (meaning), `recovery.ts` (time) and `settlement.ts` (outcome),
 * the wire in `current-call.ts`; this file is the state machine that combines them.
 */

import { fromUnknown, PenstockError } from '../../runtime/errors.ts';
import type { AppendResponse, RowError } from './append-message.ts';
import type { Entry } from './append-queue.ts';
import type { Accepted, Batch, ConnectionOptions } from './batch.ts';
import type { WriteClient } from './client.ts';
import { type CallEnd, CurrentCall } from './current-call.ts';
import { Recovery } from './recovery.ts';
import { cannotShift, isolate } from './row-isolation.ts';
import { notWritten, Settlement } from './settlement.ts';
import { callFailure } from './storage-errors.ts';
import { type Verdict, verdictOf } from './verdict.ts';
import { Watchdog } from './watchdog.ts';

type Refusal = Extract<Verdict, { kind: 'retry' | 'too-early' | 'failed' }>;

export class AppendConnection {
  readonly #client: WriteClient;
  readonly #options: ConnectionOptions;
  readonly #settlement: Settlement;
  readonly #watchdog: Watchdog;
  readonly #recovery: Recovery;
  readonly #call: CurrentCall;
  /** Batches whose rejected rows the caller is making durable; nothing is sent meanwhile. */
  #isolating = 0;
  #failure: PenstockError | undefined;
  #closed: PenstockError | undefined;
  /** The error of a listener that no promise could carry. The next append rejects with it. */
  #untold: PenstockError | undefined;

  constructor(client: WriteClient, options: ConnectionOptions) {
    this.#client = client;
    this.#options = options;
    this.#settlement = new Settlement(client, options.firstOffset);
    this.#watchdog = new Watchdog(
      client.clock,
      () => this.#nearestDeadline(),
      () => this.#overdue(),
    );
    this.#recovery = new Recovery(client, () => this.#pump());
    this.#call = new CurrentCall(client, options, this.#settlement.queue, {
      answer: (answer) => this.#answer(answer),
      end: (end) => this.#ended(end),
      drain: () => this.#pump(),
      closed: (error) => {
        this.#settlement.refuse(error);
        this.#abort(error);
      },
    });
  }

  /** Why a stream with offsets takes nothing more. The default stream recovers from everything. */
  get failure(): PenstockError | undefined {
    return this.#failure;
  }

  /** Batches accepted and not settled. */
  get unsettled(): number {
    return this.#settlement.queue.size;
  }

  /** Resolves once there is room, in the order of the calls; the acknowledgement comes later. */
  append(batch: Batch): Promise<Accepted> {
    const over = this.#closed ?? this.#failure ?? this.#client.tooLate() ?? this.#untold;
    this.#untold = undefined;
    const refusal = over ? notWritten(over, batch) : this.#call.unsendable(batch);
    return refusal ? Promise.reject(refusal) : this.#settlement.admit(batch, () => this.#pump());
  }

  /** Resolves when everything that was appended is settled, well or not. */
  flush(): Promise<void> {
    return this.#settlement.whenIdle();
  }

  /** Settles what is left at once (`flush` first to wait for it), and ends the call. */
  async close(): Promise<void> {
    this.#closed ??= new PenstockError('CANCELLED', 'the write stream is closed', { stage: 'sending' });
    const { queue } = this.#settlement;
    this.#recovery.stop();
    this.#watchdog.stop();
    this.#settlement.refuse(this.#closed);
    this.#call.leave();
    queue.disconnected();
    this.#settlement.reject(queue.entries, this.#closed);
    await this.#call.whenOver();
  }

  /** Sends what can be sent. Called whenever something has changed that may allow it. */
  #pump(): void {
    const { queue } = this.#settlement;
    const over = this.#client.tooLate();
    if (over) {
      this.#settlement.refuse(over);
      if (queue.waiting.length > 0) this.#giveUp(over, queue.waiting);
    } else if (!this.#closed && !this.#failure && !this.#recovery.pausing && this.#isolating === 0) this.#call.send();
    // While the caller makes rejections durable, requests wait until the deadline and no longer.
    if (queue.unanswered > 0 || (this.#isolating > 0 && queue.size > 0)) this.#watchdog.watch();
    else this.#watchdog.stop();
    if (this.#failure && queue.size === 0) this.#call.leave();
  }

  #answer(answer: AppendResponse): void {
    const { settles, updatedSchema } = answer;
    if (settles) {
      const entry = this.#settlement.queue.answered();
      if (entry === 'unasked') this.#breakOff(new PenstockError('INTERNAL', 'an answer without a request'));
      else if (entry !== 'stale') this.#judge(entry, verdictOf(answer, entry));
      this.#pump();
    }
    // Last: a listener that throws ends the call that this answer is counted on.
    if (updatedSchema) this.#tell(() => this.#options.onSchemaUpdated?.(updatedSchema));
  }

  /** A listener that throws, at once or later, is neither a broken connection nor silent: what is unsettled ends here. */
  #tell(listener: () => unknown): void {
    try {
      const told = listener();
      if (told instanceof Promise) told.catch((error: unknown) => this.#listenerFailed(error));
    } catch (error) {
      this.#listenerFailed(error);
    }
  }

  #listenerFailed(thrown: unknown): void {
    const error = fromUnknown(thrown);
    if (this.#settlement.queue.size === 0) this.#untold = error;
    this.#abort(error);
    this.#pump();
  }

  #judge(entry: Entry, verdict: Verdict): void {
    // This comes first: the request that takes the place of one that is given up must not be sent over this call.
    if (verdict.kind !== 'delivered' && verdict.kind !== 'too-early') this.#call.cutOffIfFirst();
    if (verdict.kind === 'rows-rejected') this.#rowsRejected(entry, verdict.rows);
    else if (verdict.kind !== 'delivered') this.#refused(entry, verdict);
    else {
      this.#recovery.progressed();
      this.#settlement.acknowledge(entry);
    }
  }

  /** The request was refused as a whole, for now or for good. */
  #refused(entry: Entry, verdict: Refusal): void {
    const { queue, ordered } = this.#settlement;
    const { policy, clock } = this.#client;
    const { error } = verdict;
    entry.failingSince ??= clock.now();
    entry.refusals += 1;
    if (verdict.kind === 'too-early') entry.probes += 1;
    const nothingDone = verdict.kind === 'too-early' || verdict.nothingDone;
    if (!nothingDone) entry.uncertain = true;
    const final = verdict.kind === 'failed' ? !this.#mayAppear(error) : entry.probes > policy.staleProbes;
    // A failed stream sends nothing again: what was on its way only hears its own answer.
    if (final || this.#failure) {
      this.#giveUp(this.#failure ?? error, [entry]);
      return;
    }
    if (ordered) queue.requeueAll(nothingDone);
    else queue.requeueOldest(nothingDone);
    if (verdict.kind === 'too-early') this.#rest(policy.staleWaitMs, error);
    else this.#rest(this.#recovery.wait(error, verdict.kind === 'retry' && verdict.throttled, entry.refusals), error);
  }

  /** The batch was not written: the bad rows go to the caller, the good ones are sent again at the same offset. */
  #rowsRejected(entry: Entry, errors: readonly RowError[]): void {
    const isolated = isolate(entry, errors);
    if (this.#failure || isolated === undefined) {
      const said = errors.map(({ message }) => message).join(' ');
      const error = this.#failure ?? new PenstockError('ROW_REJECTED', said, { stage: 'sending' });
      this.#giveUp(error, [entry]);
      return;
    }
    const { queue, ordered } = this.#settlement;
    // Rows that are refused once are refused always: no send of these bytes was written, nor will be.
    Object.assign(entry, { uncertain: false, mayArriveLate: false });
    if (!this.#settlement.canShrink(entry)) {
      this.#giveUp(cannotShift(), [entry]);
      return;
    }
    if (ordered) queue.requeueAll();
    else queue.requeueOldest();
    this.#isolating += 1;
    const done = (async () => this.#options.onRejected?.(entry.batch, isolated.rejected))();
    void done
      .then(
        () => this.#goOnWithout(entry, isolated),
        (error: unknown) => this.#giveUp(fromUnknown(error), [entry]),
      )
      .finally(() => {
        this.#isolating -= 1;
        // It may be asleep until the deadline of all the work; what is sent now is to be answered sooner.
        this.#watchdog.stop();
        this.#pump();
      });
  }

  #goOnWithout(entry: Entry, isolated: NonNullable<ReturnType<typeof isolate>>): void {
    // Closed or failed meanwhile: it has its answer already.
    if (!this.#settlement.queue.entries.includes(entry)) return;
    if (!this.#settlement.canShrink(entry)) {
      this.#giveUp(cannotShift(), [entry]);
      return;
    }
    this.#settlement.shrink(entry, entry.rowCount - isolated.rowCount);
    const { protoRows, rowCount, indexes } = isolated;
    const rejected = [...entry.rejected, ...isolated.rejected].sort((a, b) => a.index - b.index);
    Object.assign(entry, { protoRows, rowCount, indexes, rejected });
    if (rowCount === 0) this.#settlement.acknowledge(entry);
  }

  #ended(end: CallEnd): void {
    const { queue } = this.#settlement;
    // Idle close and everything like it is no failure: the next append opens another (write-api.md, Errors).
    if (queue.unanswered === 0) queue.disconnected();
    else {
      const failure = callFailure(end.status);
      if (failure.transient || this.#mayAppear(failure.error)) {
        // A call that ends before its first answer, because its table or stream may still appear, has done nothing.
        queue.disconnected(end.reached && (failure.transient || end.answers > 0));
        this.#rest(this.#recovery.wait(failure.error, failure.throttled), failure.error);
      } else this.#turnedAway(end, failure.error);
    }
    this.#pump();
  }

  /**
   * The service ended the call for good. Before the first answer it has done nothing. Later on it is not known how far it
   * came: on a stream without order the oldest request takes the blame, and the others are tried again.
   */
  #turnedAway({ answers, schema }: CallEnd, error: PenstockError): void {
    const { queue, ordered } = this.#settlement;
    const atFirst = answers === 0;
    const sameSchema = queue.entries.filter(({ batch }) => batch.schema === schema);
    queue.disconnected(!atFirst);
    this.#giveUp(error, ordered || atFirst ? sameSchema : sameSchema.slice(0, 1));
    this.#rest(this.#recovery.wait(error, false), error);
  }

  /** The call is as good as dead: everything is sent again on another one, over another channel. */
  #breakOff(error: PenstockError): void {
    this.#call.cutOff(true);
    this.#settlement.queue.disconnected();
    this.#rest(this.#recovery.wait(error, false), error);
  }

  /** Waits, unless what waits would be out of time by then. */
  #rest(waitMs: number, error: PenstockError): void {
    const { waiting } = this.#settlement.queue;
    // Requests on their way are not late: their answer or the watchdog ends them.
    const late = this.#failure ? waiting : this.#recovery.late(waiting, waitMs);
    if (late.length > 0) this.#giveUp(error, late);
    if (this.#failure || this.#settlement.queue.size === 0) return;
    this.#recovery.pause(error, waitMs);
    this.#tell(() => this.#options.onRetry?.(error, waitMs));
  }

  /**
   * These requests end here. On a stream with offsets that is the end of the stream: what has not been sent is rejected,
   * and what is on its way still hears its own answer.
   */
  #giveUp(error: PenstockError, entries: readonly Entry[]): void {
    if (this.#settlement.ordered) {
      this.#failure ??= error;
      this.#recovery.stop();
      this.#settlement.refuse(error);
      this.#settlement.reject(this.#settlement.queue.waiting, error);
    }
    this.#settlement.reject(entries, error);
  }

  /** Everything ends here, on any stream. */
  #abort(error: PenstockError): void {
    this.#call.cutOff();
    this.#settlement.queue.disconnected();
    this.#giveUp(error, this.#settlement.queue.entries);
  }

  #mayAppear(error: PenstockError): boolean {
    return error.code === 'NOT_FOUND' && this.#client.clock.now() < (this.#options.notFoundUntil ?? 0);
  }

  #nearestDeadline(): number {
    const { policy, deadline } = this.#client;
    return Math.min(this.#settlement.queue.oldestSentAt + policy.appendTimeoutMs, deadline);
  }

  #overdue(): void {
    this.#breakOff(new PenstockError('DEADLINE_EXCEEDED', 'no answer to an append in time', { stage: 'sending' }));
    this.#pump();
  }
}
