/** Writes one listing into the spool: pages come in, batches of encoded rows go out, and the plan at the end. */

import type { JsonRow, RowCodec } from '@penstock/shared/bigquery/codec/codec.ts';
import type { RowProblem } from '@penstock/shared/bigquery/codec/problem.ts';
import { RowBuffer } from '@penstock/shared/bigquery/codec/row-buffer.ts';
import { errorRecord } from '@penstock/shared/errors/record.ts';
import { recordLine } from '@penstock/shared/errors/record-line.ts';
import { rowRejection } from '@penstock/shared/errors/row-problem.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import type { Listing, SourcePage } from './source.ts';
import { partName, type Spool, spoolJson, spoolOnce } from './spool.ts';
import type { Plan } from './window-ledger.ts';

export interface SpoolLimits {
  /** Rows of a batch. */
  readonly batchRows: number;
  /** Bytes of a batch, below what a request may have. */
  readonly batchBytes: number;
  /** Batches that are written at once, each in memory until it is durable. */
  readonly writes: number;
  /** The share of rows that may be rejected; more fails the window. */
  readonly rejectedShare: number;
}

export interface SpoolContext {
  readonly spool: Spool;
  readonly codec: RowCodec;
  readonly limits: SpoolLimits;
  /** `project.dataset.table`, for error records. */
  readonly table: string;
  readonly source: string;
  /** The window's start. */
  readonly window: string;
}

/** Spools a listing to its end. Ends early, with the signal's reason, when the lease is lost. */
export async function spoolListing(context: SpoolContext, listing: Listing, signal: AbortSignal): Promise<Plan> {
  const { spool, codec } = context;
  await spoolJson(spool, listing.id, 'schema', { descriptor: Buffer.from(codec.descriptorBytes).toString('base64') });
  const batches = new BatchSpooler(context, listing.id);
  for await (const page of listing.pages) {
    signal.throwIfAborted();
    await batches.add(page);
  }
  return batches.finish();
}

class BatchSpooler {
  readonly #context: SpoolContext;
  readonly #listing: string;
  readonly #rows: number[] = [];
  readonly #rejected: number[] = [];
  readonly #writing = new Set<Promise<void>>();
  /** Buffers whose rows are durable, to be used again. */
  readonly #free: RowBuffer[] = [];
  #buffer = new RowBuffer();
  #pageLines: string[] = [];
  #rejectedLines: string[] = [];
  /** The path and the reason of the first row that does not fit, without its value. */
  #firstProblem = '';
  #failure: unknown;
  #pages = 0;
  #bytes = 0;

  constructor(context: SpoolContext, listing: string) {
    this.#context = context;
    this.#listing = listing;
  }

  async add(page: SourcePage): Promise<void> {
    if (page.index !== this.#pages) {
      const message = `The source gave page ${page.index} where page ${this.#pages} had to come: a page is missing`;
      throw new PenstockError('INPUT_INVALID', message, { stage: 'receiving' });
    }
    this.#pages += 1;
    const { batchRows, batchBytes } = this.#context.limits;
    for (const [index, row] of page.rows.entries()) {
      const problem = this.#context.codec.encode(row, this.#buffer);
      if (problem !== undefined) this.#reject(row, problem, page, index);
      if (this.#buffer.byteLength > batchBytes && this.#buffer.rowCount > 1) await this.#closeBeforeLast();
      if (this.#buffer.rowCount >= batchRows) await this.#close();
    }
    const { index, rows, request, bytes, dropped, keys, note } = page;
    const { source, window } = this.#context;
    const place = { source, window, listing: this.#listing, index };
    this.#pageLines.push(`${JSON.stringify({ ...place, rows: rows.length, request, bytes, dropped, keys, note })}\n`);
  }

  async finish(): Promise<Plan> {
    const { limits, spool } = this.#context;
    if (this.#buffer.rowCount > 0 || this.#pageLines.length > 0) await this.#close();
    await Promise.all(this.#writing);
    if (this.#failure !== undefined) throw this.#failure;
    const rows = sum(this.#rows);
    const rejected = sum(this.#rejected);
    if (rejected > (rows + rejected) * limits.rejectedShare) {
      const message = `${rejected} of ${rows + rejected} rows do not fit the table, more than the share of ${limits.rejectedShare}; the first of them: ${this.#firstProblem}`;
      throw new PenstockError('ROW_REJECTED', message, { context: { rejected, rows } });
    }
    await spoolJson(spool, this.#listing, 'plan', {
      listing: this.#listing,
      rows: this.#rows,
      rejected: this.#rejected,
    });
    const { length: batches } = this.#rows;
    return { listing: this.#listing, batches, pages: this.#pages, rows, rejected, bytes: this.#bytes };
  }

  #reject(row: JsonRow, problem: RowProblem, page: SourcePage, index: number): void {
    const { codec, table, source } = this.#context;
    this.#firstProblem ||= `${problem.path} ${problem.reason}`.trim();
    // Sensitive values must not leave the door by its error output either.
    const withheld = codec.options.sensitive !== undefined;
    const data = Buffer.from(withheld ? '' : textOf(row));
    const attributes = {
      source,
      listing: this.#listing,
      page: String(page.index),
      row: String(index),
      request: page.request,
    };
    const rejection = rowRejection(problem, { data, table, input: source, attributes });
    const facts = { ...rejection.facts, ...(withheld ? { payload_withheld: 'true' } : {}) };
    this.#rejectedLines.push(recordLine(errorRecord({ ...rejection, facts })));
  }

  /** The row that did not fit opens the next batch. */
  async #closeBeforeLast(): Promise<void> {
    const last = this.#buffer.rowCount - 1;
    const row = Buffer.from(this.#buffer.row(last));
    this.#buffer.truncate(last);
    await this.#close();
    this.#buffer.appendRow(row);
  }

  async #close(): Promise<void> {
    const number = this.#rows.length;
    const buffer = this.#buffer;
    this.#rows.push(buffer.rowCount);
    this.#rejected.push(this.#rejectedLines.length);
    this.#bytes += buffer.byteLength;
    const write = this.#write(number, buffer, this.#pageLines.join(''), this.#rejectedLines.join('')).then(
      () => {
        buffer.reset();
        this.#free.push(buffer);
      },
      (error: unknown) => {
        this.#failure ??= error;
      },
    );
    this.#writing.add(write);
    write.finally(() => this.#writing.delete(write));
    this.#pageLines = [];
    this.#rejectedLines = [];
    while (this.#writing.size >= this.#context.limits.writes) await Promise.race(this.#writing);
    if (this.#failure !== undefined) throw this.#failure;
    this.#buffer = this.#free.pop() ?? new RowBuffer();
  }

  /** Rejected rows first: they are durable before the batch that would have held them is. */
  async #write(number: number, buffer: RowBuffer, pages: string, rejected: string): Promise<void> {
    const { spool } = this.#context;
    const name = (part: 'rows' | 'pages' | 'rejected'): string => partName(spool, this.#listing, number, part);
    if (rejected !== '') await spoolOnce(spool, name('rejected'), Buffer.from(rejected), NDJSON);
    await spoolOnce(spool, name('pages'), Buffer.from(pages), NDJSON);
    const { protoRows } = buffer;
    const bytes = Buffer.from(protoRows.buffer, protoRows.byteOffset, protoRows.byteLength);
    await spoolOnce(spool, name('rows'), bytes, 'application/x-protobuf');
  }
}

const NDJSON = 'application/x-ndjson';

/** Integers beyond 2^53 keep their digits, as text. */
function textOf(row: JsonRow): string {
  return JSON.stringify(row, (_key, value) => (typeof value === 'bigint' ? value.toString() : value));
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
