/** Sends one request until it has an answer that can be used: budget, credentials, redirects, error rules, decoding, retries. */

import type { Clock } from '@penstock/shared/runtime/clock.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { backoff, DEFAULT_RETRY } from '@penstock/shared/runtime/retry.ts';
import { SourceError } from '../source.ts';
import type { Authenticator } from './auth/authenticator.ts';
import { parseBody } from './decode/body.ts';
import { decompress } from './decode/inflate.ts';
import { decodeText } from './decode/text.ts';
import type { Budget } from './rate.ts';
import type { RowsConfig } from './source-config.ts';
import type { ErrorRules, Verdict } from './verdict.ts';
import type { Exchange, Outgoing } from './wire/exchange.ts';
import { type Followed, follow } from './wire/follow.ts';
import type { Gate } from './wire/gate.ts';
import type { Redactor } from './wire/redact.ts';

export interface RequestLimits {
  readonly timeoutMs: number;
  readonly wireBytes: number;
  readonly decodedBytes: number;
  readonly ratio: number;
  readonly attempts: number;
}

export interface RequesterParts {
  readonly clock: Clock;
  readonly exchange: Exchange;
  readonly gate: Gate;
  readonly budget: Budget;
  readonly redactor: Redactor;
  readonly limits: RequestLimits;
  /** Told of the headers of each answer: some say how many requests are left. */
  readonly onHeaders?: (headers: Readonly<Record<string, string>>) => void;
  /** Told of each attempt: for metrics. */
  readonly onAttempt?: (attempt: Attempt) => void;
}

export interface Attempt {
  readonly outcome: 'taken' | 'retried' | 'failed';
  readonly status: number;
  readonly ms: number;
  readonly wireBytes: number;
}

export interface Asking {
  readonly auth: Authenticator;
  readonly rules: ErrorRules;
  readonly decode: Pick<RowsConfig, 'format' | 'csv' | 'emptyBody'>;
  readonly signal: AbortSignal;
  readonly deadlineMs: number;
  /** Throws where the body is not what is expected: it is asked for again, and then the listing fails. */
  readonly check: (body: unknown) => void;
}

export type Answered =
  | {
      readonly kind: 'answer';
      readonly body: unknown;
      readonly headers: Readonly<Record<string, string>>;
      readonly url: URL;
      readonly bytes: number;
      readonly request: string;
    }
  | { readonly kind: 'skip' | 'empty' | 'split'; readonly reason: string; readonly request: string };

export interface Requester {
  ask(outgoing: Outgoing, asking: Asking): Promise<Answered>;
}

export function createRequester(parts: RequesterParts): Requester {
  return { ask: (outgoing, asking) => new Question(parts, outgoing, asking).answer() };
}

class Question {
  readonly #parts: RequesterParts;
  readonly #outgoing: Outgoing;
  readonly #asking: Asking;
  readonly #shown: string;
  #renewed = false;

  constructor(parts: RequesterParts, outgoing: Outgoing, asking: Asking) {
    this.#parts = parts;
    this.#outgoing = outgoing;
    this.#asking = asking;
    this.#shown = `${outgoing.method} ${parts.redactor.url(outgoing.url)}`;
  }

  async answer(): Promise<Answered> {
    const { clock, limits } = this.#parts;
    const { deadlineMs, signal } = this.#asking;
    let attempt = 0;
    for (;;) {
      attempt += 1;
      try {
        const answered = await this.#attempt();
        if (answered !== undefined) return answered;
      } catch (thrown) {
        const error = this.#told(thrown);
        if (error.action !== 'retry' || signal.aborted) throw error;
        const waitMs = backoff(POLICY, attempt, clock.random(), error.retryAfterMs);
        if (clock.now() + waitMs > deadlineMs) throw this.#later(error, clock.now() + waitMs);
        if (attempt >= limits.attempts) throw this.#givenUp(error, attempt);
        if (error.retryAfterMs !== undefined) this.#parts.budget.holdUntil(clock.now() + error.retryAfterMs);
        await clock.sleep(waitMs, signal);
      }
    }
  }

  /** Undefined: once more, with another credential. */
  async #attempt(): Promise<Answered | undefined> {
    const { clock, budget, exchange, gate, limits, onAttempt } = this.#parts;
    const { auth, deadlineMs, signal } = this.#asking;
    await budget.take(deadlineMs, signal);
    const begun = clock.now();
    const bounded = { ...limits, timeoutMs: Math.max(1, Math.min(limits.timeoutMs, deadlineMs - begun)) };
    let status = 0;
    let wireBytes = 0;
    let sent = this.#outgoing;
    const authorize = async (outgoing: Outgoing): Promise<Outgoing> => {
      sent = await auth.authorize(outgoing);
      return sent;
    };
    const answering = follow({ exchange, gate, authorize }, this.#outgoing, bounded, signal).then((followed) => {
      status = followed.status;
      wireBytes = followed.wire.length;
      this.#parts.onHeaders?.(followed.headers);
      return this.#judge(followed, sent);
    });
    const outcome = await answering.then(
      (answered) => (answered === undefined ? 'retried' : 'taken'),
      (error: unknown) => (error instanceof SourceError && error.action === 'retry' ? 'retried' : 'failed'),
    );
    onAttempt?.({ outcome, status, ms: clock.now() - begun, wireBytes });
    return answering;
  }

  async #judge(followed: Followed, sent: Outgoing): Promise<Answered | undefined> {
    const { rules, decode } = this.#asking;
    const { status, headers, url } = followed;
    const success = status >= 200 && status < 300;
    const bytes = await decompress(followed.wire, headers['content-encoding'], this.#parts.limits);
    const early =
      success && !rules.looksIntoBody
        ? rules.judge({ status, headers, body: undefined }, this.#parts.clock.now())
        : undefined;
    const wanted = early === undefined || early.action === 'take';
    const body = success && wanted ? this.#decoded(bytes, headers) : readable(bytes);
    const verdict = early ?? rules.judge({ status, headers, body }, this.#parts.clock.now());
    if (verdict.action === 'take') {
      const taken = body ?? this.#nothing(decode);
      this.#asking.check(taken);
      return {
        kind: 'answer',
        body: taken,
        headers,
        url,
        bytes: bytes.length,
        request: this.#shown,
      };
    }
    return this.#follow(verdict, body, sent);
  }

  #decoded(bytes: Buffer, headers: Readonly<Record<string, string>>): unknown {
    if (bytes.length === 0) return undefined;
    return parseBody(decodeText(bytes, headers['content-type']), this.#asking.decode, headers['content-type']);
  }

  #nothing({ emptyBody }: Asking['decode']): unknown {
    if (emptyBody === true) return NO_BODY;
    throw new SourceError(
      'retry',
      'INPUT_MALFORMED',
      'The answer has no body; declare rows.emptyBody if that means zero rows.',
    );
  }

  #follow(verdict: Exclude<Verdict, { readonly action: 'take' }>, body: unknown, sent: Outgoing): Answered | undefined {
    const reason = `the source ${verdict.reason}${messageIn(body)}`;
    switch (verdict.action) {
      case 'skip':
      case 'empty':
      case 'split':
        return { kind: verdict.action, reason, request: this.#shown };
      case 'reauth':
        if (!this.#renewed && this.#asking.auth.renew(sent)) {
          this.#renewed = true;
          return undefined;
        }
        throw new SourceError('fail', 'UNAUTHENTICATED', `Refused: ${reason}.`);
      case 'relist':
        throw new SourceError('relist', 'ABORTED', `The listing has to be begun anew: ${reason}.`);
      case 'retry':
        throw new SourceError(
          'retry',
          'UNAVAILABLE',
          `Not answered: ${reason}.`,
          verdict.waitMs === undefined ? {} : { retryAfterMs: verdict.waitMs },
        );
      case 'fail':
        throw new SourceError('fail', 'INPUT_INVALID', `Refused: ${reason}.`);
    }
  }

  /** Every error names the request, without its credentials. */
  #told(thrown: unknown): SourceError {
    const known = thrown instanceof PenstockError ? thrown : undefined;
    const message = this.#parts.redactor.text(`${this.#shown}: ${(thrown as Error).message}`);
    const action = thrown instanceof SourceError ? thrown.action : known?.kind === 'permanent' ? 'fail' : 'retry';
    const { retryAfterMs } = known ?? {};
    const untilMs = thrown instanceof SourceError ? thrown.untilMs : undefined;
    return new SourceError(action, known?.code ?? 'INTERNAL', message, {
      cause: thrown,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      ...(untilMs === undefined ? {} : { untilMs }),
    });
  }

  #later(error: SourceError, untilMs: number): SourceError {
    return new SourceError(
      'wait',
      error.code,
      `${error.message} The next attempt would be after the end of this run.`,
      { cause: error, untilMs },
    );
  }

  /** An answer that still cannot be read after all attempts is a permanent failure. */
  #givenUp(error: SourceError, attempts: number): SourceError {
    const action = error.code === 'INPUT_MALFORMED' ? 'fail' : 'retry';
    return new SourceError(action, error.code, `${error.message} Given up after ${attempts} attempts.`, {
      cause: error,
    });
  }
}

/** An answer without a body where that is allowed. */
export const NO_BODY = Symbol('no body');

const POLICY = { ...DEFAULT_RETRY, initialMs: 500, maxMs: 60_000 };

/** The body of an error, where it is small JSON. */
function readable(bytes: Buffer): unknown {
  if (bytes.length === 0 || bytes.length > 65_536) return undefined;
  const text = bytes.toString('utf8');
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The text of an error body, cut short. Bodies of successes are rows and never shown. */
function messageIn(body: unknown): string {
  if (typeof body !== 'object' || body === null) return '';
  const { error, message, detail } = body as Readonly<Record<string, unknown>>;
  const nested =
    typeof error === 'object' && error !== null ? (error as { readonly message?: unknown }).message : error;
  const text = [nested, message, detail].find((one) => typeof one === 'string') as string | undefined;
  return text === undefined ? '' : `: ${text.slice(0, 200)}`;
}
