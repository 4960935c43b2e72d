/** The types of a source file's HTTP part. `source-file/source.schema.json` says the same to editors. */

import type { PathText } from './json-path.ts';
import type { PredicateConfig } from './predicate.ts';

/** Text with placeholders such as `{settings.shop}`; `{{` and `}}` are braces. */
export type TemplateText = string;
export type Scalar = string | number | boolean | null;

export interface RequestConfig {
  readonly url: TemplateText;
  readonly method?: 'GET' | 'POST';
  readonly query?: Readonly<Record<string, Scalar | readonly Scalar[]>>;
  readonly headers?: Readonly<Record<string, TemplateText>>;
  /** Any JSON; texts in it are templates, and one that is nothing but a placeholder keeps the type of its value. */
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, Scalar>>;
  readonly text?: TemplateText;
}

export type PlaceConfig =
  | { readonly in: 'query' | 'header' | 'form'; readonly name: string }
  | { readonly in: 'json'; readonly at: PathText }
  | { readonly in: 'path' };

export type ValueConfig =
  | {
      readonly from: 'body' | 'lastRow';
      readonly at: PathText;
      /** A parameter of the URL that is found there. */
      readonly urlParam?: string;
      /** A regular expression with one group. */
      readonly match?: string;
      readonly add?: number;
      /** A number of the answer that is added, such as the rows of a page. */
      readonly addAt?: PathText;
    }
  | {
      readonly from: 'header';
      readonly name: string;
      readonly urlParam?: string;
      readonly match?: string;
      readonly add?: number;
    }
  | { readonly from: 'link'; readonly rel: string; readonly urlParam?: string };

export interface EndConfig {
  /** The listing ends with a page of fewer rows than `size`. Rows are counted before any filter. */
  readonly shortPage?: boolean;
  readonly emptyPage?: boolean;
  /** The listing ends where the next value is absent, null or empty. */
  readonly noValue?: boolean;
  /** The source repeats its last page, or its last value, once there is no other. */
  readonly repeat?: boolean;
  readonly when?: PredicateConfig;
}

interface PagingBase {
  readonly end: EndConfig;
  /** A listing of more pages fails. Default 10,000. */
  readonly maxPages?: number;
  /** The path of the listing's number of rows. */
  readonly total?: { readonly at: PathText; readonly mismatch: 'fail' | 'report' };
  /** Rows of a full page, sent as `sizeIn` says. */
  readonly size?: number;
  readonly sizeIn?: PlaceConfig;
  /** Parameters of `request.query` that only the first request of a listing sends. A followed URL has `keep` instead. */
  readonly firstOnly?: readonly string[];
  /** After the last page the first one is asked for again: where its rows have moved, the listing is begun anew. */
  readonly recheck?: boolean;
}

/** The parameter that orders the listing, or why there is none: an unstable order skips rows between pages. */
export type OrderConfig = { readonly by: string } | { readonly none: string };

export type PagingConfig =
  | { readonly kind: 'none' }
  | (PagingBase & {
      readonly kind: 'page';
      readonly in: PlaceConfig;
      readonly first: number;
      readonly sendFirst: boolean;
      readonly order: OrderConfig;
    })
  | (PagingBase & {
      readonly kind: 'offset';
      readonly in: PlaceConfig;
      readonly first: number;
      readonly sendFirst: boolean;
      /** The step of the offset: the rows received, or the page size. */
      readonly advance: 'rows' | 'size';
      readonly order: OrderConfig;
    })
  | (PagingBase & {
      readonly kind: 'token';
      readonly in: PlaceConfig;
      readonly value: ValueConfig;
      readonly first?: TemplateText;
    })
  | (PagingBase & {
      readonly kind: 'url';
      readonly value: ValueConfig;
      /** Parameters of the first request that the followed URL gets where it does not name them itself. */
      readonly keep?: readonly string[];
    });

export interface TimeConfig {
  readonly at: PathText;
  readonly formats: readonly string[];
  readonly zone?: string;
}

/** The steps of a mapping, in order. Paths are those of the row as the step before left it. */
export type StepConfig =
  /** Any JSON; texts in it are templates with `{row.…}`, `{parent.…}`, `{window.…}`, `{settings.…}`. */
  | { readonly set: PathText; readonly to: unknown }
  | { readonly rename: PathText; readonly to: PathText }
  | { readonly remove: PathText }
  | { readonly keep: readonly string[] }
  /**
   * The fields of the object at the path move up into the row; `keep` leaves the object, `only` leaves nothing else. By default
   * they take the place of fields of their names; `leave` then leaves the row as it is.
   */
  | {
      readonly flatten: PathText;
      readonly prefix?: string;
      readonly origin?: 'keep' | 'remove' | 'only';
      readonly clash?: 'take' | 'leave';
    }
  | { readonly keys: 'lower' | 'snake' }
  /** The value as text: digits of a number, JSON of an object or a list. */
  | { readonly text: PathText };

export interface RowsConfig {
  readonly format?: 'json' | 'ndjson' | 'csv' | 'xml';
  readonly csv?: { readonly delimiter?: string; readonly header?: true | readonly string[] };
  readonly at: PathText;
  /** With `at` at the root it has to be said whether a list or one object is expected. */
  readonly expect?: 'list' | 'object' | 'either';
  /** An answer without the path holds zero rows. */
  readonly optional?: boolean;
  /** An answer without a body, such as a 204, holds zero rows. */
  readonly emptyBody?: boolean;
  /** Fields that each row must have, as proof that it is a row and no error: all, or at least one of them. */
  readonly require?: { readonly all: readonly string[] } | { readonly any: readonly string[] };
  readonly filter?: PredicateConfig;
  readonly steps?: readonly StepConfig[];
  /** The key of a row, as paths of the row after its steps. */
  readonly key?: readonly PathText[];
  /** Rows of a key that came before in the listing. Default `drop` where the paging or the window can repeat rows. */
  readonly repeats?: 'drop' | 'keep';
  /** The path of the row's own time, before its steps. */
  readonly time?: TimeConfig;
}

export interface BoundConfig {
  readonly bound: 'inclusive' | 'exclusive' | 'whole' | 'unknown';
}

export interface WindowRequestConfig {
  readonly kind: 'range' | 'since' | 'feed' | 'snapshot';
  readonly format?: string;
  readonly zone?: string;
  /** The source's smallest step, where it is coarser than the format's: `1s`, `1m`, `1d`. */
  readonly unit?: string;
  readonly from?: BoundConfig;
  readonly to?: BoundConfig;
  /** The request's spans are no longer than this; a window is asked for in several listings' parts, in order. */
  readonly step?: string;
}

export type LevelConfig =
  | { readonly list: readonly Scalar[] | { readonly settings: string }; readonly as: string }
  | {
      readonly request: RequestConfig;
      readonly paging: PagingConfig;
      readonly rows: RowsConfig;
      /** Name of the placeholder under `parent`, and where the parent row has it. */
      readonly fields: Readonly<Record<string, PathText>>;
      readonly errors?: readonly ErrorRuleConfig[];
      /** Parents are read from the source's start to the window's end, in these spans and this format. */
      readonly window?: WindowRequestConfig;
    };

export type ErrorActionConfig = 'retry' | 'wait' | 'reauth' | 'relist' | 'split' | 'skip' | 'empty' | 'fail';

export interface ErrorRuleConfig {
  readonly status?: readonly number[];
  readonly when?: PredicateConfig;
  readonly action: ErrorActionConfig;
  readonly wait?: readonly WaitConfig[];
  readonly reason?: string;
}

export interface WaitConfig {
  readonly from: 'header' | 'body';
  /** The header's name or the path in the body. */
  readonly at: PathText;
  readonly as: 'seconds' | 'epoch-s' | 'epoch-ms' | 'date' | 'minutes';
  readonly match?: string;
}

/** A job of the source that writes its rows to a file: begun, asked after until it is done, and downloaded. */
export interface ExportConfig {
  readonly create: RequestConfig;
  /** Placeholders `{job.…}`, and where the answer to `create` has them. */
  readonly fields: Readonly<Record<string, PathText>>;
  readonly poll: {
    readonly request: RequestConfig;
    /** Default 10s. */
    readonly every?: string;
    /** Default 30m. */
    readonly atMost?: string;
    readonly status: PathText;
    readonly done: readonly string[];
    readonly running: readonly string[];
    readonly failed: readonly string[];
    /** Further placeholders `{job.…}`, from the answer that says `done`. */
    readonly fields?: Readonly<Record<string, PathText>>;
  };
  /** URLs in the answer that says `done`: a text or a list of texts; or requests of its own, with paging. */
  readonly download: { readonly urls: PathText } | { readonly request: RequestConfig; readonly paging: PagingConfig };
}

export interface RateConfig {
  readonly requests: number;
  readonly per: string;
  /** A header with the requests that are left; at 0 the next one waits for what `reset` says. */
  readonly remaining?: string;
  readonly reset?: WaitConfig;
}

export interface LimitsConfig {
  readonly wireBytes?: number;
  readonly decodedBytes?: number;
  readonly ratio?: number;
  readonly pageRows?: number;
  readonly parents?: number;
  readonly keys?: number;
  readonly timeout?: string;
  /** Attempts of one request. */
  readonly attempts?: number;
}
