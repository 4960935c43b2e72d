/** Manifests of one stream for imports, and what an import makes of them. */

import assert from 'node:assert/strict';
import { parse, stringify } from 'yaml';
import { type ImportOptions, importManifest } from '../../functions/puller/import/import.ts';
import type { StreamReport } from '../../functions/puller/import/report.ts';
import type { SourceFile } from '../../functions/puller/source-file/source-file.ts';

export type Json = Readonly<Record<string, unknown>>;

export const IMPORT: ImportOptions = {
  source: 'shop',
  dataset: 'raw',
  project: 'proj',
  config: {},
  start: '2026-01-01T00:00:00Z',
  length: undefined,
};

export const requester: Json = { type: 'HttpRequester', url_base: 'https://api.example.com/v1/', path: 'orders' };

export const stream: Json = {
  type: 'DeclarativeStream',
  name: 'orders',
  primary_key: 'id',
  retriever: {
    type: 'SimpleRetriever',
    requester,
    record_selector: { extractor: { type: 'DpathExtractor', field_path: ['data'] } },
  },
};

/** `over` laid over `base`, objects key by key. */
export function laid(base: unknown, over: unknown): unknown {
  if (!isPlain(base) || !isPlain(over)) return over;
  return {
    ...base,
    ...Object.fromEntries(Object.entries(over).map(([key, value]) => [key, laid(base[key], value)])),
  };
}

function isPlain(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A cursor that sends its lower bound, with further fields of it. */
export function cursorOf(part: Json = {}): Json {
  return {
    incremental_sync: {
      type: 'DatetimeBasedCursor',
      cursor_field: 'updated_at',
      datetime_format: '%Y-%m-%d',
      start_datetime: '2026-02-01',
      start_time_option: { inject_into: 'request_parameter', field_name: 'since' },
      ...part,
    },
  };
}

/** A paginator whose page goes to the parameter `page`, with further fields of it. */
export function pagedBy(strategy: Json, part: Json = {}): Json {
  return {
    retriever: {
      paginator: {
        type: 'DefaultPaginator',
        page_token_option: { type: 'RequestOption', inject_into: 'request_parameter', field_name: 'page' },
        pagination_strategy: strategy,
        ...part,
      },
    },
  };
}

/** Imports the stream with `part` laid over it. `manifest` holds further fields of the manifest. */
export async function importStream(
  part: unknown,
  config: Json = {},
  manifest: Json = {},
): Promise<{ readonly file: SourceFile | undefined; readonly text: string; readonly report: StreamReport }> {
  const whole = stringify({ version: '6.0.0', streams: [laid(stream, part)], ...manifest });
  const { files, report } = await importManifest(whole, { ...IMPORT, config });
  const [first] = report;
  assert.ok(first !== undefined);
  const text = files[0]?.text ?? '';
  return { file: text === '' ? undefined : (parse(text) as SourceFile), text, report: first };
}

/** The file of a stream that is carried over as a whole. */
export async function carried(part: unknown, config: Json = {}, manifest: Json = {}): Promise<SourceFile> {
  const { file, report } = await importStream(part, config, manifest);
  assert.ok(file !== undefined, JSON.stringify(report.problems));
  return file;
}

/** Asserts that the stream gets no file, and that the report names the place and the reason. */
export async function assertRefused(
  part: unknown,
  path: string,
  reason: RegExp,
  config: Json = {},
  manifest: Json = {},
): Promise<void> {
  const { file, report } = await importStream(part, config, manifest);
  assert.equal(file, undefined);
  assert.equal(report.whole, false);
  assert.ok(
    report.problems.some((problem) => problem.path === `streams.0.${path}` && reason.test(problem.text)),
    JSON.stringify(report.problems),
  );
}

/** The end of a listing beside the rule that a next value of 0 is none, which each token in a body has. */
export function endBesideZero({ when, ...end }: Json): Json {
  const all = (when as { readonly any?: readonly Json[] } | undefined)?.any ?? [when as Json | undefined];
  const rest = all.filter((one) => one !== undefined && !(one.eq === 0 && 'at' in one));
  const [only] = rest;
  if (only === undefined) return end;
  return { ...end, when: rest.length === 1 ? only : { any: rest } };
}

/** The filter of parents of which the key is `id`. */
export const HAS_ID: Json = {
  not: {
    any: [
      { row: ['id'], absent: true },
      { row: ['id'], eq: null },
    ],
  },
};
