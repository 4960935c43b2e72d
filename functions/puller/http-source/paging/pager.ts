/**
 * The pages of a listing, one after the other: which request comes next, and why there is none. Only the end that is
 * declared ends a listing; a page or a value that comes again, and a cap that is reached, fail it.
 */

import { SourceError } from '../../source.ts';
import { pathOf, pathText, valueAt } from '../json-path.ts';
import { compilePredicate } from '../predicate.ts';
import type { PagingConfig } from '../source-config.ts';
import { fingerprintOf } from './fingerprint.ts';
import { type Answer, compileValue } from './next-value.ts';

export const DEFAULT_MAX_PAGES = 10_000;

/** The additions of a page's request to the request of the source. */
export interface PageRequest {
  readonly index: number;
  /** Goes where `in` of the paging says. */
  readonly value?: string;
  /** Takes the place of the source's URL. */
  readonly url?: string;
}

export type Decision =
  | { readonly kind: 'next'; readonly request: PageRequest }
  | { readonly kind: 'end'; readonly why: string };

export interface Turn {
  readonly decision: Decision;
  /** The source has sent this page before, and says so by its end rule: its rows are not taken again. */
  readonly repeated: boolean;
}

/** One listing's pager. Throws a SourceError where the listing must not go on and must not end well. */
export interface Pager {
  readonly first: PageRequest;
  turn(answer: Answer): Turn;
  /** Rows of all pages so far, before any filter. */
  readonly rows: number;
  /** Set if the source named another number of rows than it sent, and the mismatch is only reported. */
  readonly mismatch: string | undefined;
}

type Paged = Exclude<PagingConfig, { readonly kind: 'none' }>;

export function createPager(config: PagingConfig, firstValue: string | undefined): Pager {
  return config.kind === 'none' ? new SinglePage() : new PagedPager(config, firstValue);
}

class SinglePage implements Pager {
  readonly first: PageRequest = { index: 0 };
  readonly mismatch = undefined;
  rows = 0;

  turn({ rows }: Answer): Turn {
    this.rows = rows.length;
    return { decision: { kind: 'end', why: 'the source has one page' }, repeated: false };
  }
}

class PagedPager implements Pager {
  readonly first: PageRequest;
  rows = 0;
  mismatch: string | undefined;
  readonly #config: Paged;
  readonly #ends: (answer: Answer) => boolean;
  readonly #next: (answer: Answer) => string | undefined;
  readonly #values = new Set<string>();
  readonly #pages = new Set<string>();
  #index = 0;
  #position: number;
  #total: number | undefined;

  constructor(config: Paged, firstValue: string | undefined) {
    this.#config = config;
    const when = config.end.when === undefined ? undefined : compilePredicate(config.end.when);
    this.#ends = ({ body, headers, rows }) => when?.({ body, headers, count: rows.length, row: rows.at(-1) }) === true;
    const counted = config.kind === 'page' || config.kind === 'offset';
    this.#position = counted ? config.first : 0;
    if (counted) {
      this.#next = ({ rows }) => this.#advance(rows.length);
      this.first = config.sendFirst ? { index: 0, value: String(config.first) } : { index: 0 };
    } else {
      this.#next = compileValue(config.value);
      this.first = firstValue === undefined ? { index: 0 } : { index: 0, value: firstValue };
      if (firstValue !== undefined) this.#values.add(firstValue);
    }
  }

  turn(answer: Answer): Turn {
    const { end } = this.#config;
    const again = this.#isAgain(answer);
    if (again && end.repeat === true) return { decision: this.#ended('the source repeats a page'), repeated: true };
    if (again)
      throw this.#fail(
        `page ${this.#index} holds the rows of an earlier page: the source does not move on, and the end rule says nothing of it`,
      );
    this.rows += answer.rows.length;
    this.#watchTotal(answer);
    return { decision: this.#decide(answer), repeated: false };
  }

  #decide(answer: Answer): Decision {
    const { end, size, maxPages = DEFAULT_MAX_PAGES } = this.#config;
    const count = answer.rows.length;
    if (this.#ends(answer)) return this.#ended('the end condition holds');
    if (end.emptyPage === true && count === 0) return this.#ended('the page is empty');
    if (end.shortPage === true && count < (size as number)) return this.#ended(`the page has ${count} of ${size} rows`);
    const value = this.#next(answer);
    if (value === undefined) {
      if (end.noValue === true) return this.#ended('there is no next value');
      throw this.#fail(`page ${this.#index} names no next page, and the end rule does not say that this is the end`);
    }
    if (this.#values.has(value)) {
      if (end.repeat === true) return this.#ended('the source repeats the value of a page');
      throw this.#fail(`page ${this.#index} names a next page that was read already: the source runs in a circle`);
    }
    this.#values.add(value);
    this.#index += 1;
    if (this.#index >= maxPages)
      throw this.#fail(`it has more than maxPages, ${maxPages}, pages: make the windows shorter, or raise it`);
    const request = this.#config.kind === 'url' ? { url: value } : { value };
    return { kind: 'next', request: { index: this.#index, ...request } };
  }

  #advance(received: number): string {
    const config = this.#config as Extract<Paged, { readonly kind: 'page' | 'offset' }>;
    if (config.kind === 'page') this.#position += 1;
    else this.#position += config.advance === 'size' ? (config.size as number) : received;
    return String(this.#position);
  }

  /** A page without rows is like every other, and no proof of a loop. */
  #isAgain(answer: Answer): boolean {
    if (answer.rows.length === 0) return false;
    const hash = fingerprintOf(answer, this.#config.end.repeat === true);
    if (this.#pages.has(hash)) return true;
    this.#pages.add(hash);
    return false;
  }

  #watchTotal({ body }: Answer): void {
    const { total, kind } = this.#config;
    if (total === undefined) return;
    const told = Number(valueAt(body, pathOf(total.at)) ?? Number.NaN);
    // Some sources tell it on the first page only.
    if (!Number.isSafeInteger(told)) return;
    if (this.#total !== undefined && this.#total !== told && (kind === 'page' || kind === 'offset')) {
      throw new SourceError(
        'relist',
        'ABORTED',
        `The listing's total moved from ${this.#total} to ${told}: rows moved between its pages.`,
      );
    }
    this.#total = told;
  }

  #ended(why: string): Decision {
    const { total } = this.#config;
    if (total !== undefined && this.#total !== undefined && this.#total !== this.rows) {
      const text = `the source tells ${this.#total} rows at ${pathText(pathOf(total.at))} and sent ${this.rows}`;
      if (total.mismatch === 'fail') throw this.#fail(text);
      this.mismatch = text;
    }
    return { kind: 'end', why };
  }

  #fail(why: string): SourceError {
    return new SourceError('fail', 'INPUT_INVALID', `The listing cannot be trusted: ${why}.`);
  }
}
