/** A source by configuration: a window becomes requests, and their answers become the pages of one listing. */

import { fromUnknown } from '@penstock/shared/runtime/errors.ts';
import { type Listing, type ListingOptions, type Source, SourceError, type SourcePage } from '../source.ts';
import type { SourceFile } from '../source-file/source-file.ts';
import type { Window } from '../window.ts';
import { inOrder } from './ahead.ts';
import { type Span, splitSpan } from './bounds.ts';
import { durationOr } from './durations.ts';
import { compileEndpoint } from './endpoint.ts';
import { compileExport } from './export-job.ts';
import { compileLevels, type Parent } from './levels.ts';
import { type Endpointed, type RawPage, rawPages, SplitSignal } from './listing.ts';
import type { Asking } from './requester.ts';
import { KeySet } from './rows/key.ts';
import { compileRows, type RowsContext } from './rows/rows.ts';
import type { PagingConfig, RowsConfig } from './source-config.ts';
import { compileSpans, type SpanRules } from './span.ts';
import { parseTemplate, type Values } from './template.ts';
import { createHttpTools, type HttpTools, type HttpToolsParts } from './tools.ts';
import { compileRules } from './verdict.ts';

/** A page, and what `penstock puller try` shows beside it. */
export interface Inspected {
  readonly page: SourcePage;
  readonly end: string | undefined;
  readonly next: string | undefined;
  readonly warning: string | undefined;
}

export interface HttpSource extends Source {
  /** As `open`, page by page with the decision behind each. */
  inspect(window: Window, options: ListingOptions): AsyncIterable<Inspected>;
}

const NONE = { filtered: 0, outside: 0, repeated: 0 };
const PAGES_AHEAD = 2;
const PARENTS_A_NOTE = 1_000;

/** The file has passed its schema and its rules. */
export function createHttpSource(file: SourceFile, parts: HttpToolsParts): HttpSource {
  const tools = createHttpTools(file, parts);
  const compiled = compileFile(file);
  const splits = new Map<string, readonly Span[]>();
  const inspect = (window: Window, options: ListingOptions): AsyncIterable<Inspected> =>
    new HttpListing(file, tools, compiled, splits, window, options).inspected();
  return {
    name: file.name,
    inspect,
    open: (window, options): Listing => ({ id: parts.newId(), pages: pagesOf(inspect(window, options)) }),
    close: async () => tools.close(),
  };
}

async function* pagesOf(inspected: AsyncIterable<Inspected>): AsyncGenerator<SourcePage> {
  for await (const { page } of inspected) yield page;
}

function compileFile(file: SourceFile) {
  const rows = file.rows as RowsConfig;
  const { download } = file.export ?? {};
  const request = download === undefined ? file.request : 'urls' in download ? { url: '{job.url}' } : download.request;
  const paging: PagingConfig = (download === undefined
    ? file.paging
    : 'urls' in download
      ? undefined
      : download.paging) ?? { kind: 'none' };
  const main: Endpointed = {
    endpoint: compileEndpoint(request as NonNullable<typeof request>, paging, rows.format),
    paging,
    firstValue: paging.kind === 'token' && paging.first !== undefined ? parseTemplate(paging.first) : undefined,
    rows,
  };
  return {
    main,
    job: file.export === undefined ? undefined : compileExport(file.export),
    readParents: compileLevels(file.each ?? []),
    rules: compileRules(file.errors ?? []),
    mapper: compileRows(rows),
    spans: compileSpans(file.window),
    dropRepeats: dropsRepeats(file, rows, paging),
  };
}

/** Rows can come twice by the kind of paging or of window; without a key nothing can be told. */
function dropsRepeats({ window }: SourceFile, { key = [], repeats }: RowsConfig, paging: PagingConfig): boolean {
  if (key.length === 0) return false;
  if (repeats !== undefined) return repeats === 'drop';
  const moving =
    paging.kind === 'page' || paging.kind === 'offset' || window.kind === 'since' || window.kind === 'feed';
  return moving || durationOr(window.overlap, 0) > 0;
}

type Compiled = ReturnType<typeof compileFile>;

class HttpListing {
  readonly #file: SourceFile;
  readonly #tools: HttpTools;
  readonly #compiled: Compiled;
  readonly #splits: Map<string, readonly Span[]>;
  readonly #window: Window;
  readonly #options: ListingOptions;
  readonly #stop = new AbortController();
  readonly #seen: KeySet | undefined;
  readonly #reachMs: number;
  #index = 0;

  constructor(
    file: SourceFile,
    tools: HttpTools,
    compiled: Compiled,
    splits: Map<string, readonly Span[]>,
    window: Window,
    options: ListingOptions,
  ) {
    this.#file = file;
    this.#tools = tools;
    this.#compiled = compiled;
    this.#splits = splits;
    this.#window = window;
    this.#options = options;
    this.#seen = compiled.dropRepeats ? new KeySet(file.limits?.keys ?? DEFAULT_KEYS) : undefined;
    const overlapMs = durationOr(file.window.overlap, 0);
    this.#reachMs = Math.min(overlapMs, options.reachMs ?? overlapMs);
  }

  async *inspected(): AsyncGenerator<Inspected> {
    try {
      const parents = await this.#parents();
      if (this.#file.each !== undefined) yield* this.#notes(parents);
      const span = { fromMs: Date.parse(this.#window.from), toMs: Date.parse(this.#window.to) };
      const spans = this.#splits.get(this.#window.from) ?? this.#compiled.spans.steps(span);
      for (const [at] of spans.entries()) yield* this.#spanPages(spans, at, parents);
      this.#splits.delete(this.#window.from);
    } catch (error) {
      throw asSourceError(error);
    } finally {
      this.#stop.abort();
    }
  }

  #asking(): Asking {
    const { signal, deadlineMs } = this.#options;
    return {
      auth: this.#tools.auth,
      rules: this.#compiled.rules,
      decode: this.#compiled.main.rows,
      signal: AbortSignal.any([signal, this.#stop.signal]),
      deadlineMs,
      check: () => undefined,
    };
  }

  #parents(): Promise<readonly Parent[]> {
    return this.#compiled.readParents({
      listing: this.#tools,
      values: this.#tools.values,
      history: { fromMs: Date.parse(this.#file.window.start), toMs: Date.parse(this.#window.to) },
      asking: this.#asking(),
      secrets: ({ endpoint }) => this.#tools.secrets.read(endpoint.secrets),
      concurrency: this.#file.concurrency ?? 1,
      mostParents: this.#file.limits?.parents ?? DEFAULT_PARENTS,
    });
  }

  /** The parents are a part of the plan: they come before the rows of their children. */
  *#notes(parents: readonly Parent[]): Generator<Inspected> {
    for (let from = 0; from < parents.length; from += PARENTS_A_NOTE) {
      const note = { parents: parents.slice(from, from + PARENTS_A_NOTE) };
      const page = {
        index: this.#index++,
        rows: [],
        bytes: 0,
        dropped: NONE,
        request: 'the parents of this listing',
        note,
      };
      yield { page, end: undefined, next: undefined, warning: undefined };
    }
  }

  async *#spanPages(spans: readonly Span[], at: number, parents: readonly Parent[]): AsyncGenerator<Inspected> {
    const span = spans[at] as Span;
    const before = this.#index;
    try {
      const tasks = parents.map((parent) => () => this.#parentPages(span, parent));
      for await (const inspected of inOrder(tasks, this.#file.concurrency ?? 1, PAGES_AHEAD)) yield inspected();
    } catch (error) {
      if (!(error instanceof SplitSignal)) throw error;
      const halves = splitSpan(span, this.#compiled.spans.unitMs);
      if (halves === undefined)
        throw new SourceError(
          'fail',
          'INPUT_INVALID',
          `The listing is capped (${error.reason}), and its span cannot be split any further.`,
        );
      if (this.#index > before) {
        // Pages of the capped listing are out already: it is thrown away, and the next one begins with the halves.
        this.#splits.set(this.#window.from, spans.toSpliced(at, 1, ...halves));
        throw new SourceError('relist', 'ABORTED', `The listing is capped (${error.reason}): its span is split.`);
      }
      yield* this.#spanPages(halves, 0, parents);
      yield* this.#spanPages(halves, 1, parents);
    }
  }

  /** Pages of one parent; each is mapped when its turn comes, so that repeated keys are found in order. */
  async *#parentPages(span: Span, parent: Parent): AsyncGenerator<() => Inspected> {
    const { main, job, mapper, spans } = this.#compiled;
    const { each, window } = this.#file;
    const values: Values = {
      ...this.#tools.values,
      secret: await this.#tools.secrets.read(main.endpoint.secrets),
      window: this.#isBounded() ? spans.asked(span, this.#reachMs) : spans.stamped(span),
      ...(each === undefined ? {} : { parent }),
    };
    const asking = this.#asking();
    const feed = window.kind === 'feed';
    const stop = (rows: RawPage['rows']): boolean => feed && mapper.isPast(rows, span.fromMs - this.#reachMs);
    const context = this.#rowsContext(values, span, spans);
    const done = await job?.(
      { ...this.#tools, secrets: (endpoint) => this.#tools.secrets.read(endpoint.secrets) },
      values,
      asking,
    );
    const jobs = done === undefined ? [values] : downloads(done, this.#file, values);
    for (const given of jobs) {
      for await (const raw of rawPages(this.#tools, main, given, asking, stop))
        yield () => this.#inspected(raw, context);
    }
  }

  /** Windows of the other kinds have no bounds that a request is widened by. */
  #isBounded(): boolean {
    const { kind } = this.#file.window;
    return kind === 'range' || kind === 'since';
  }

  #rowsContext(values: Values, span: Span, spans: SpanRules): RowsContext {
    const { kind } = this.#file.window;
    return {
      values: { ...values, window: spans.stamped(span) },
      span: kind === 'snapshot' ? undefined : { ...span, reachMs: this.#reachMs },
      landed: this.#options.landed,
      seen: this.#seen,
      keepKeys: durationOr(this.#file.window.overlap, 0) > 0,
      newestFirst: kind === 'feed',
    };
  }

  #inspected({ rows: raw, bytes, request, end, next, warning }: RawPage, context: RowsContext): Inspected {
    const { rows, keys, dropped } = this.#compiled.mapper.map(raw, context);
    const page = { index: this.#index++, rows, bytes, dropped, request, ...(keys === undefined ? {} : { keys }) };
    return { page, end, next, warning };
  }
}

function downloads(
  { job, urls }: { readonly job: Parent; readonly urls: readonly string[] },
  file: SourceFile,
  values: Values,
): readonly Values[] {
  const { download } = file.export as NonNullable<SourceFile['export']>;
  return 'urls' in download ? urls.map((url) => ({ ...values, job: { ...job, url } })) : [{ ...values, job }];
}

const DEFAULT_KEYS = 2_000_000;
const DEFAULT_PARENTS = 100_000;

/** An error of another kind comes from the file's templates, or is a defect: trying again would meet it again. */
function asSourceError(error: unknown): SourceError {
  if (error instanceof SourceError) return error;
  const known = fromUnknown(error);
  return new SourceError(known.kind === 'permanent' ? 'fail' : 'retry', known.code, known.message, { cause: error });
}
