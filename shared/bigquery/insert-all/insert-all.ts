/**
 * Rows by `tabledata.insertAll`: sent in batches, each row with an outcome of its own. A row that is at fault never takes
 * another with it, whether BigQuery names the row or refuses the whole request: then the request is halved until the row
 * stands alone.
 */

import { type Clock, systemClock } from '../../runtime/clock.ts';
import { PenstockError } from '../../runtime/errors.ts';
import { backoff, DEFAULT_RETRY, type RetryPolicy } from '../../runtime/retry.ts';
import { type BigQueryProblem, fromProblems, problemsFrom, problemsOf } from '../rest/problem.ts';
import { type RestClient, restPath } from '../rest/rest-client.ts';
import { type TableName, tableReference } from '../table-name.ts';
import { DEFAULT_INSERT_LIMITS, type InsertLimits, type InsertOutcome, type InsertRow } from './outcome.ts';
import { bodyOf, cutRequests, type PlacedRow, place } from './request-body.ts';

export interface InsertOptions {
  readonly limits?: Partial<InsertLimits>;
  /** Good rows are written beside bad ones. Without it BigQuery refuses all, and the good ones are sent again. Default true. */
  readonly skipInvalidRows?: boolean;
  /** Keys that name no column are dropped. Default false: such a row is rejected. */
  readonly ignoreUnknownValues?: boolean;
  readonly retry?: Partial<RetryPolicy>;
  readonly clock?: Clock;
  /** Milliseconds since the epoch: nothing is sent after it, and what is not delivered then is `retry`. */
  readonly deadline?: number;
  readonly signal?: AbortSignal;
  /** A table made just now may be NOT_FOUND at first: for so long that is tried again. Default 10 s. */
  readonly notFoundGraceMs?: number;
  /** Requests of one call that are under way at once. Default 4. */
  readonly parallel?: number;
  /** Called before each wait. */
  readonly onRetry?: (error: PenstockError, waitMs: number) => void;
}

/**
 * Sends the rows and returns their outcomes in the order of the rows. It does not throw for what BigQuery answers.
 *
 * Rows without an `insertId` may be written twice when an answer is lost.
 *
 * @example
 * const outcomes = await insertAll(rest, parseTableName('demo-penstock.d.t'), [{ json: '{"id":1}' }, { json: '{"id":"x"}' }]);
 * outcomes.map(({ outcome }) => outcome); // ['delivered', 'rejected']
 */
export async function insertAll(
  rest: RestClient,
  table: TableName,
  rows: readonly InsertRow[],
  options: InsertOptions = {},
): Promise<readonly InsertOutcome[]> {
  const insertion = new Insertion(rest, table, rows.length, options);
  const requests = cutRequests(place(rows), { ...DEFAULT_INSERT_LIMITS, ...options.limits });
  const next = requests.values();
  const lane = async (): Promise<void> => {
    for (const request of next) await insertion.send(request);
  };
  await Promise.all(Array.from({ length: options.parallel ?? 4 }, lane));
  return insertion.outcomes;
}

interface InsertAnswer {
  readonly insertErrors?: readonly { readonly index?: number; readonly errors?: unknown }[];
}

class Insertion {
  readonly outcomes: InsertOutcome[];
  readonly #rest: RestClient;
  readonly #path: string;
  readonly #options: InsertOptions;
  readonly #clock: Clock;
  readonly #policy: RetryPolicy;
  readonly #end: number;
  readonly #appearsUntil: number;
  /** Requests of one row that were refused one after another, without any row delivered in between. */
  #refusedAlone = 0;

  constructor(rest: RestClient, table: TableName, count: number, options: InsertOptions) {
    const { projectId, datasetId, tableId } = tableReference(table);
    this.#rest = rest;
    this.#path = restPath(projectId, 'datasets', datasetId, 'tables', tableId, 'insertAll');
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#policy = { ...DEFAULT_RETRY, ...options.retry };
    this.#end = Math.min(options.deadline ?? Number.POSITIVE_INFINITY, this.#clock.now() + this.#policy.budgetMs);
    this.#appearsUntil = this.#clock.now() + (options.notFoundGraceMs ?? 10_000);
    this.outcomes = Array.from({ length: count }, () => UNSENT);
  }

  /** Returns when every row of the request has its outcome. */
  async send(rows: readonly PlacedRow[]): Promise<void> {
    let left = rows;
    for (let attempt = 1; left.length > 0; attempt += 1) {
      const before = left.length;
      const error = await this.#once(left).then(
        (again) => {
          left = again.rows;
          return again.error;
        },
        (failure: PenstockError) => failure,
      );
      if (left.length === 0) return;
      // The caller's own end: no row is at fault.
      if (this.#options.signal?.aborted) return this.#settle(left, { outcome: 'retry', error });
      if (error.kind === 'permanent' && !this.#mayAppear(error)) return this.#refused(left, error);
      // Rows that were held back because of others go again at once: the others are out of the request now.
      const progress = error === STOPPED && left.length < before;
      if (!progress && !(await this.#wait(error, attempt))) return this.#settle(left, { outcome: 'retry', error });
    }
  }

  /** One request. Returns the rows that have to be sent again, and why. */
  async #once(
    rows: readonly PlacedRow[],
  ): Promise<{ readonly rows: readonly PlacedRow[]; readonly error: PenstockError }> {
    const { skipInvalidRows = true, ignoreUnknownValues = false, signal } = this.#options;
    const body = bodyOf(rows, { skipInvalidRows, ignoreUnknownValues });
    const answer = await this.#rest.request<InsertAnswer>({
      method: 'POST',
      path: this.#path,
      body,
      ...(signal === undefined ? {} : { signal }),
      timeoutMs: Math.max(1, Math.min(60_000, this.#end - this.#clock.now())),
    });
    const named = new Map<number, readonly BigQueryProblem[]>();
    for (const { index = 0, errors } of answer.insertErrors ?? []) named.set(index, problemsFrom(errors));
    return this.#sort(rows, named);
  }

  #sort(
    rows: readonly PlacedRow[],
    named: ReadonlyMap<number, readonly BigQueryProblem[]>,
  ): { readonly rows: readonly PlacedRow[]; readonly error: PenstockError } {
    const again: PlacedRow[] = [];
    let error = STOPPED;
    rows.forEach((row, at) => {
      const problems = named.get(at);
      if (problems === undefined) {
        this.outcomes[row.index] = DELIVERED;
        this.#refusedAlone = 0;
        return;
      }
      const own = problems.filter(({ reason }) => reason !== 'stopped');
      const problem = fromProblems(own, own.map(told).join('; '));
      // `stopped`: nothing is wrong with this row, it was held back because of another.
      if (own.length === 0) again.push(row);
      else if (problem.kind === 'transient') {
        again.push(row);
        error = problem;
      } else this.outcomes[row.index] = rejected(problem, problems);
    });
    return { rows: again, error };
  }

  /** The whole request was refused for good. If a row can be the reason, the halves are tried. */
  async #refused(rows: readonly PlacedRow[], error: PenstockError): Promise<void> {
    if (rows.length === 1) this.#refusedAlone += 1;
    if (rows.length === 1 || !MAY_BE_A_ROW.has(error.code))
      return this.#settle(rows, rejected(error, problemsOf(error)));
    const middle = rows.length >> 1;
    for (const half of [rows.slice(0, middle), rows.slice(middle)]) {
      if (this.#refusedAlone < MOST_REFUSED_ALONE) await this.send(half);
      else this.#settle(half, { outcome: 'retry', error });
    }
  }

  /** A table made just now may be NOT_FOUND at first. */
  #mayAppear(error: PenstockError): boolean {
    return error.code === 'NOT_FOUND' && this.#clock.now() < this.#appearsUntil;
  }

  /** False where the time is up. */
  async #wait(error: PenstockError, attempt: number): Promise<boolean> {
    const waitMs = backoff(this.#policy, attempt, this.#clock.random(), error.retryAfterMs);
    const { signal, onRetry } = this.#options;
    if (this.#clock.now() + waitMs >= this.#end) return false;
    onRetry?.(error, waitMs);
    await this.#clock.sleep(waitMs, signal).catch(() => undefined);
    return signal?.aborted !== true;
  }

  #settle(rows: readonly PlacedRow[], outcome: InsertOutcome): void {
    for (const { index } of rows) this.outcomes[index] = outcome;
  }
}

/** After so many single refusals the request itself is refused, and the rows are not to blame. */
const MOST_REFUSED_ALONE = 32;
const DELIVERED: InsertOutcome = { outcome: 'delivered' };
const STOPPED = new PenstockError('ABORTED', 'the rows were held back because of others in their request', {
  stage: 'sending',
});
const UNSENT: InsertOutcome = { outcome: 'retry', error: STOPPED };
/** The codes of a request that BigQuery refuses because one of its rows is malformed, too large or of another shape. */
const MAY_BE_A_ROW: ReadonlySet<string> = new Set(['INPUT_INVALID', 'INPUT_MALFORMED', 'INPUT_TOO_LARGE']);

function rejected(error: PenstockError, problems: readonly BigQueryProblem[]): InsertOutcome {
  return { outcome: 'rejected', error: asRowProblem(error), problems };
}

/** Any other code says that the table, the caller's rights or the request is at fault, and not this row. */
function asRowProblem(error: PenstockError): PenstockError {
  if (error.code !== 'INPUT_INVALID') return error;
  const { message, context, stage, cause } = error;
  return new PenstockError('ROW_REJECTED', message, { stage, context, cause });
}

function told({ location, message }: BigQueryProblem): string {
  return location === '' ? message : `${location}: ${message}`;
}
