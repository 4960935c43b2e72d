/**
 * Acknowledgements and changes of deadlines, joined for a few milliseconds and sent as unary calls: those are answered, and a
 * dead stream swallows them unnoticed (google-cloud-go #3676). A transient failure is tried again for as long as the lease lasts.
 */

import type { Clock } from '../runtime/clock.ts';
import type { PenstockError } from '../runtime/errors.ts';
import { retry } from '../runtime/retry.ts';

/** 512 KiB is the most that a request may have; ids are about 180 bytes. */
const MOST_IDS = 2_500;
const JOIN_MS = 5;

export interface AckSenderOptions {
  /** One request with these ids. */
  readonly send: (ackIds: readonly string[]) => Promise<void>;
  readonly clock: Clock;
  readonly budgetMs: number;
  /** Once it aborts, each request has one more attempt at most. */
  readonly signal: AbortSignal;
  /** After the last attempt: these messages come again. */
  readonly onFailed: (ackIds: readonly string[], error: PenstockError) => void;
}

export class AckSender {
  readonly #options: AckSenderOptions;
  #ids: string[] = [];
  #timer: NodeJS.Timeout | undefined;
  readonly #sending = new Set<Promise<void>>();

  constructor(options: AckSenderOptions) {
    this.#options = options;
  }

  add(ackId: string): void {
    this.#ids.push(ackId);
    if (this.#ids.length >= MOST_IDS) this.#send();
    else this.#timer ??= setTimeout(() => this.#send(), JOIN_MS);
  }

  /** Resolves when everything that was added has been answered or given up. */
  async flush(): Promise<void> {
    this.#send();
    await Promise.all(this.#sending);
  }

  #send(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#ids.length === 0) return;
    const ids = this.#ids;
    this.#ids = [];
    const sent = this.#attempts(ids).finally(() => this.#sending.delete(sent));
    this.#sending.add(sent);
  }

  async #attempts(ids: readonly string[]): Promise<void> {
    const { send, clock, budgetMs, signal, onFailed } = this.#options;
    try {
      await retry(() => send(ids), { clock, signal, policy: { initialMs: 100, maxMs: 5_000, budgetMs } });
    } catch (error) {
      onFailed(ids, error as PenstockError);
    }
  }
}
