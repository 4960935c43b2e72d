/**
 * The way of messages into the error output and the fallback topic. A message counts as settled only when its record is
 * durable there; while the output fails, records are tried again with pauses, up to a bound, and beyond it given back.
 */

import type { Rejection } from '@penstock/shared/errors/record.ts';
import type { Clock } from '@penstock/shared/runtime/clock.ts';
import { fromUnknown, type PenstockError } from '@penstock/shared/runtime/errors.ts';
import { needsPerson, pauseAfter } from './backoff.ts';
import type { Delivery, Settling } from './message.ts';
import type { Facts } from './outcome.ts';
import { Waiting } from './waiting.ts';

/** Resolves when the record is durable. */
export interface RecordOutput {
  reject(rejection: Rejection): Promise<void>;
}

export interface RejectsOptions {
  readonly output: RecordOutput;
  readonly clock: Clock;
  /** Records that may wait while the output fails. */
  readonly mostWaiting: number;
  readonly settle: (delivery: Delivery, settling: Settling) => void;
  readonly paused: (error: PenstockError, pauseMs: number, alert: boolean) => void;
}

/** Records on their way to the output at once, fewer than a publisher takes: others wait here, where no deadline runs. */
const MOST_UNDER_WAY = 5_000;

export class Rejects {
  readonly #options: RejectsOptions;
  readonly #stop = new AbortController();
  readonly #turns = new Waiting<() => void>();
  #underWay = 0;
  #waiting = 0;
  /** In a row; while it is above 0, one record at a time goes out as a probe. */
  #failures = 0;
  #resume: Promise<void> | undefined;

  constructor(options: RejectsOptions) {
    this.#options = options;
  }

  /** Never rejects: the outcome is told through `settle`. */
  async reject(delivery: Delivery, error: PenstockError, facts: Facts): Promise<void> {
    if (this.#failures > 0 && this.#waiting >= this.#options.mostWaiting) {
      this.#options.settle(delivery, 'retry');
      return;
    }
    this.#waiting += 1;
    const durable = await this.#write(delivery, error, facts);
    this.#waiting -= 1;
    this.#options.settle(delivery, durable ? 'settled' : 'retry');
  }

  /** Gives back the messages whose records are not durable. */
  close(): void {
    this.#stop.abort();
    for (const turn of this.#turns.takeAll()) turn();
  }

  async #write(delivery: Delivery, error: PenstockError, facts: Facts): Promise<boolean> {
    if (this.#underWay >= MOST_UNDER_WAY) await new Promise<void>((resolve) => this.#turns.push(resolve));
    this.#underWay += 1;
    const durable = await this.#record(recordOf(delivery, error, facts));
    this.#underWay -= 1;
    this.#turns.take(1)[0]?.();
    return durable;
  }

  async #record(record: Rejection): Promise<boolean> {
    for (;;) {
      await this.#resume;
      if (this.#stop.signal.aborted) return false;
      try {
        await this.#options.output.reject(record);
        this.#failures = 0;
        return true;
      } catch (thrown) {
        this.#pause(fromUnknown(thrown));
      }
    }
  }

  /** One pause for all that fail together. */
  #pause(error: PenstockError): void {
    if (this.#resume !== undefined) return;
    const { clock, paused } = this.#options;
    this.#failures += 1;
    const pauseMs = pauseAfter(error, this.#failures, clock.random());
    paused(error, pauseMs, needsPerson(error));
    this.#resume = clock
      .sleep(pauseMs, this.#stop.signal)
      .catch(() => undefined)
      .finally(() => {
        this.#resume = undefined;
      });
  }
}

function recordOf(delivery: Delivery, error: PenstockError, facts: Facts): Rejection {
  const { data, attributes, orderingKey, input, attempt } = delivery;
  return {
    data,
    attributes,
    orderingKey,
    error,
    facts: {
      input: input.name,
      input_type: input.type,
      job_name: 'penstock-sink',
      ...(attempt > 0 ? { attempt: String(attempt) } : {}),
      ...facts,
    },
  };
}
