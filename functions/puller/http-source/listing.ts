/** The pages of one endpoint for one parent and one span: requests, pages, selects. It yields raw rows with their place. */

import { SourceError } from '../source.ts';
import { exactJsonText } from './decode/exact-json.ts';
import type { Endpoint } from './endpoint.ts';
import { createPager, type PageRequest } from './paging/pager.ts';
import { type Answered, type Asking, NO_BODY, type Requester } from './requester.ts';
import { type RawRow, selectRows } from './rows/select.ts';
import type { PagingConfig, RowsConfig } from './source-config.ts';
import { fillText, type Template, type Values } from './template.ts';
import type { Gate } from './wire/gate.ts';

export interface Endpointed {
  readonly endpoint: Endpoint;
  readonly paging: PagingConfig;
  readonly firstValue: Template | undefined;
  readonly rows: RowsConfig;
}

export interface RawPage {
  readonly rows: readonly RawRow[];
  readonly bytes: number;
  readonly request: string;
  /** Why this is the last page; undefined where another follows. */
  readonly end: string | undefined;
  /** The request that follows, for `try`. */
  readonly next: string | undefined;
  readonly warning: string | undefined;
}

export interface ListingParts {
  readonly requester: Requester;
  readonly gate: Gate;
  readonly pageRows: number;
  /** Shows a URL without its credentials. */
  readonly show: (url: URL) => string;
}

/** The listing is capped, and asks for shorter spans. */
export class SplitSignal {
  readonly pages: number;
  readonly reason: string;

  constructor(pages: number, reason: string) {
    this.pages = pages;
    this.reason = reason;
  }
}

/** `stop` ends the listing after a page, as a newest-first feed does; it is asked with each page's rows. */
export async function* rawPages(
  { requester, gate, pageRows, show }: ListingParts,
  { endpoint, paging, firstValue, rows: config }: Endpointed,
  values: Values,
  asking: Asking,
  stop: (rows: readonly RawRow[]) => boolean,
): AsyncGenerator<RawPage> {
  const pager = createPager(paging, firstValue === undefined ? undefined : fillText(firstValue, values));
  let rows: readonly RawRow[] = [];
  const check = (body: unknown): void => {
    rows = body === NO_BODY ? [] : selectRows(body, config);
    asking.check(body);
  };
  const ask = (page: PageRequest, from?: URL): Promise<Answered> => {
    rows = [];
    return requester.ask(endpoint.build(values, page, gate, from), { ...asking, check });
  };
  let page = pager.first;
  let base: URL | undefined;
  let firstRows: string | undefined;
  for (let end: string | undefined; end === undefined; ) {
    const answered = await ask(page, base);
    if (answered.kind === 'split') throw new SplitSignal(page.index, answered.reason);
    if (answered.kind !== 'answer') {
      // A rule that lets one answer pass must not let the rest of a listing go with it.
      if (page.index > 0)
        throw new SourceError(
          'fail',
          'INPUT_INVALID',
          `${answered.request}: Page ${page.index} of a listing was refused, and the rule ${answered.kind} holds for its first page: ${answered.reason}.`,
        );
      yield {
        rows: [],
        bytes: 0,
        request: answered.request,
        end: answered.reason,
        next: undefined,
        warning: answered.reason,
      };
      return;
    }
    if (rows.length > pageRows)
      throw new SourceError(
        'fail',
        'INPUT_TOO_LARGE',
        `${answered.request}: A page has ${rows.length} rows, and at most ${pageRows} are taken: ask for smaller pages, or raise limits.pageRows.`,
      );
    if (paging.kind !== 'none' && paging.recheck === true) firstRows ??= exactJsonText(rows);
    const { decision, repeated } = pager.turn({
      body: answered.body,
      headers: answered.headers,
      bytes: answered.bytes,
      rows,
    });
    const stopped = decision.kind === 'next' && stop(rows);
    end = decision.kind === 'end' ? decision.why : stopped ? 'the rows are older than the window' : undefined;
    base = answered.url;
    const next = decision.kind === 'next' && !stopped ? decision.request : undefined;
    yield {
      rows: repeated ? [] : rows,
      bytes: answered.bytes,
      request: answered.request,
      end,
      next: next === undefined ? undefined : show(endpoint.build(values, next, gate, base).url),
      warning: end === undefined ? undefined : pager.mismatch,
    };
    if (next !== undefined) page = next;
  }
  if (firstRows === undefined) return;
  await ask(pager.first);
  if (exactJsonText(rows) !== firstRows)
    throw new SourceError(
      'relist',
      'ABORTED',
      'The first page has changed since it was read: rows may have moved between the pages.',
    );
}
