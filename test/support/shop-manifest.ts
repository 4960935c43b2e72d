/** A manifest of one shop for imports, with a specification of its config, and what an import makes of it. */

import assert from 'node:assert/strict';
import { stringify } from 'yaml';
import { type ImportOptions, importManifest } from '../../functions/puller/import/import.ts';
import type { StreamReport } from '../../functions/puller/import/report.ts';
import { loadSourceFile } from '../../functions/puller/source-file/load.ts';
import type { SourceFile } from '../../functions/puller/source-file/source-file.ts';
import { IMPORT, type Json, laid } from './manifest.ts';

export const requester = {
  type: 'HttpRequester',
  url_base: 'https://api.example.com/v1/',
  path: '/orders',
  http_method: 'GET',
};
export const retriever = {
  type: 'SimpleRetriever',
  requester,
  record_selector: { type: 'RecordSelector', extractor: { type: 'DpathExtractor', field_path: ['data'] } },
};
export const stream = { type: 'DeclarativeStream', name: 'orders', primary_key: 'id', retriever };
export const spec = {
  type: 'Spec',
  connection_specification: {
    properties: {
      api_key: { airbyte_secret: true },
      shop: { type: 'string', default: 'acme' },
      start_date: { type: 'string' },
    },
  },
};

/** A manifest of one stream: `part` is laid over it, objects key by key. */
export function manifestOf(part: Json = {}, more: Json = {}): string {
  return stringify({ version: '6.0.0', type: 'DeclarativeSource', spec, streams: [laid(stream, part)], ...more });
}

export async function imported(
  part: Json = {},
  options: Partial<ImportOptions> = {},
  more: Json = {},
): Promise<{ readonly file: SourceFile | undefined; readonly report: StreamReport }> {
  const { files, report } = await importManifest(manifestOf(part, more), { ...IMPORT, ...options });
  const [text] = files;
  const [first] = report as readonly [StreamReport];
  return {
    file: text === undefined ? undefined : await loadSourceFile(text.text, text.name).catch(() => undefined),
    report: first,
  };
}

export async function whole(part: Json = {}, options: Partial<ImportOptions> = {}): Promise<SourceFile> {
  const { file, report } = await imported(part, options);
  assert.ok(file !== undefined, JSON.stringify(report));
  return file;
}

export const paged = (strategy: Json, more: Json = {}): Json => ({
  retriever: {
    paginator: {
      type: 'DefaultPaginator',
      page_token_option: { type: 'RequestOption', inject_into: 'request_parameter', field_name: 'page' },
      pagination_strategy: strategy,
      ...more,
    },
  },
});
export const cursor = (part: Json = {}): Json => ({
  incremental_sync: {
    type: 'DatetimeBasedCursor',
    cursor_field: 'updated_at',
    datetime_format: '%Y-%m-%dT%H:%M:%SZ',
    start_datetime: { type: 'MinMaxDatetime', datetime: "{{ config['start_date'] }}" },
    start_time_option: { type: 'RequestOption', inject_into: 'request_parameter', field_name: 'since' },
    ...part,
  },
});
