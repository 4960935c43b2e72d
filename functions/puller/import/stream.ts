import type { LevelConfig, RequestConfig, Scalar } from '../http-source/source-config.ts';
import type { SourceFile } from '../source-file/source-file.ts';
import { convertAuth } from './auth.ts';
import { Config } from './config.ts';
import { convertErrors } from './errors.ts';
import { readsChanged } from './last-row.ts';
import { type Component, componentAt, textAt } from './manifest.ts';
import { convertPaging, pagesOf } from './paging.ts';
import { placed } from './placed.ts';
import type { PredicateContext } from './predicates.ts';
import { Findings } from './report.ts';
import { convertRequest } from './request.ts';
import { rootOfPaged } from './root.ts';
import { type ConvertParent, convertRouters, UNROUTED, withoutTime } from './routers.ts';
import { convertRows, rowPathOf } from './rows.ts';
import { refuseUncarried } from './uncarried.ts';
import {
  type Cursor,
  convertCursor,
  liftedFrom,
  sentIn,
  snapshotWindow,
  type WindowChoices,
  windowOfCursor,
} from './windows.ts';

export interface StreamOptions extends WindowChoices {
  /** The file's `name`. */
  readonly name: string;
  readonly table: string;
  /** The name of a secret's version in Secret Manager. */
  readonly secretVersion: (name: string) => string;
  readonly config: Component;
  readonly specification: Component | undefined;
}

export interface ConvertedStream {
  /** Undefined where something of the stream could not be carried over. */
  readonly file: SourceFile | undefined;
  readonly findings: Findings;
}

export function convertStream(stream: Component, options: StreamOptions, path: string): ConvertedStream {
  const findings = new Findings();
  const config = new Config(options.config, options.specification);
  const names = new Set<string>();
  const parts = new StreamParts(options, config, findings, names).parts(stream, path);
  if (parts === undefined || findings.problems.length > 0) return { file: undefined, findings };
  for (const text of config.notes()) findings.note('config', text);
  for (const name of config.secrets)
    findings.note('config', `the secret ${options.secretVersion(name)} has to be made`);
  const secrets = Object.fromEntries([...config.secrets].map((name) => [name, options.secretVersion(name)]));
  const file: SourceFile = {
    name: options.name,
    table: { name: options.table },
    ...(Object.keys(config.settings).length === 0
      ? {}
      : { settings: config.settings as Readonly<Record<string, Scalar>> }),
    ...(config.secrets.size === 0 ? {} : { secrets }),
    ...parts,
  };
  return { file, findings };
}

type Parts = Omit<SourceFile, 'name' | 'table' | 'settings' | 'secrets'>;

interface Core {
  readonly levels: readonly LevelConfig[];
  readonly request: RequestConfig;
  readonly paging: NonNullable<SourceFile['paging']>;
  readonly rows: NonNullable<SourceFile['rows']>;
  readonly stamped: readonly string[];
  readonly errors: NonNullable<SourceFile['errors']>;
  readonly cursor: Cursor | undefined;
  readonly slices: Readonly<Record<string, string>>;
  readonly requester: Component;
}

class StreamParts {
  readonly #options: StreamOptions;
  readonly #config: Config;
  readonly #findings: Findings;
  readonly #names: Set<string>;

  constructor(options: StreamOptions, config: Config, findings: Findings, names: Set<string>) {
    this.#options = options;
    this.#config = config;
    this.#findings = findings;
    this.#names = names;
  }

  parts(stream: Component, path: string): Parts | undefined {
    const core = this.#core(stream, path);
    if (core === undefined) return undefined;
    const { levels, paging, errors, requester } = core;
    let { request } = core;
    const context = this.#context(requester, [], {});
    const auth = convertAuth(
      componentAt(requester, 'authenticator'),
      context,
      `${path}.retriever.requester.authenticator`,
      // The requests of parents have bodies of their own.
      levels.some((level) => 'request' in level)
        ? undefined
        : (place, text) => {
            request = placed(request, place, text);
          },
    );
    if (auth === undefined) return undefined;
    const { window, rows } = this.#window(core, context, `${path}.incremental_sync`);
    if (window === undefined) return undefined;
    const counted = paging.kind === 'page' || paging.kind === 'offset';
    const keyed = rows.key !== undefined;
    const needsKey = counted || window.kind === 'since' || window.kind === 'feed';
    if (needsKey && !keyed)
      this.#findings.note(
        `${path}.primary_key`,
        'there is no key: rows that move between pages while they are listed can come twice',
      );
    return {
      request,
      paging,
      rows: window.overlap === undefined && (keyed || needsKey) ? { ...rows, repeats: 'keep' } : rows,
      window,
      ...(auth.kind === 'none' ? {} : { auth }),
      ...(levels.length === 0 ? {} : { each: levels }),
      ...(errors.length === 0 ? {} : { errors }),
    };
  }

  #context(
    component: Component | undefined,
    rowPath: readonly string[],
    slices: Readonly<Record<string, string>>,
  ): PredicateContext {
    const parameters = componentAt(component, '$parameters') ?? {};
    return { config: this.#config, parameters, slices, findings: this.#findings, rowPath };
  }

  #core(stream: Component, path: string): Core | undefined {
    const findings = this.#findings;
    const retriever = componentAt(stream, 'retriever');
    const requester = componentAt(retriever, 'requester');
    if (stream.type !== undefined && stream.type !== 'DeclarativeStream')
      return findings.problem(path, `a stream of the type ${String(stream.type)} is not carried over`);
    if (
      retriever === undefined ||
      requester === undefined ||
      (retriever.type !== undefined && retriever.type !== 'SimpleRetriever')
    )
      return findings.problem(`${path}.retriever`, `the retriever ${String(retriever?.type)} is not carried over`);
    refuseUncarried(stream, 'stream', findings, path);
    refuseUncarried(retriever, 'retriever', findings, `${path}.retriever`);
    const before = findings.problems.length;
    const plain = this.#context(stream, [], {});
    const routed =
      convertRouters(
        retriever.partition_router,
        this.#names,
        this.#parent,
        plain,
        `${path}.retriever.partition_router`,
      ) ?? UNROUTED;
    const sync = componentAt(stream, 'incremental_sync');
    const cursor =
      sync === undefined
        ? undefined
        : convertCursor(sync, this.#options, this.#context(sync, [], {}), `${path}.incremental_sync`);
    const slices = { ...routed.slices, ...cursor?.slices };
    const rowPath = rowPathOf(retriever, this.#context(retriever, [], slices), `${path}.retriever`);
    if (rowPath === undefined) return undefined;
    // A router or a cursor that is not known has a problem of its own, and says nothing of a slice's values.
    const known = {
      domains: routed.domains,
      ...pagesOf(componentAt(retriever, 'paginator')),
      sliced: this.#findings.problems.length === before,
      ...(cursor === undefined ? {} : { boundFormat: cursor.format }),
    };
    const context = { ...this.#context(requester, rowPath, slices), ...known };
    const converted = convertRequest(requester, context, `${path}.retriever.requester`);
    const rows = convertRows(stream, retriever, cursor, { ...this.#context(stream, rowPath, slices), ...known }, path);
    if (converted === undefined || rows === undefined) return undefined;
    const sliced = [...routed.places, ...(cursor?.places ?? [])];
    const request = sliced.reduce((now, [place, text]) => placed(now, place, text), converted.request);
    const skips = retriever.ignore_stream_slicer_parameters_on_paginated_requests === true;
    const sizeName = textAt(componentAt(componentAt(retriever, 'paginator'), 'page_size_option'), 'field_name');
    const slicedNames = skips
      ? sliced.map(([place]) => ('name' in place && place.in === 'query' ? place.name : ''))
      : [];
    const firstOnly = [...converted.firstOnly, ...slicedNames];
    const kept = [
      ...Object.keys(request.query ?? {}).filter((name) => !firstOnly.includes(name)),
      ...(sizeName === undefined ? [] : [sizeName]),
    ];
    const paginator = componentAt(retriever, 'paginator');
    const converting = convertPaging(
      paginator,
      { place: converted.tokenPlace, add: converted.tokenAdd },
      kept,
      this.#context(paginator ?? retriever, rowPath, slices),
      `${path}.retriever.paginator`,
    );
    if (converting === undefined) return undefined;
    if (readsChanged(converting, rows.rows, findings, `${path}.retriever.paginator.pagination_strategy`))
      return undefined;
    const paging =
      converting.kind === 'url' || converting.kind === 'none' || firstOnly.length === 0
        ? converting
        : { ...converting, firstOnly };
    if (slicedNames.includes(''))
      findings.problem(
        `${path}.retriever.ignore_stream_slicer_parameters_on_paginated_requests`,
        'leaving parts of a header or a body out of later pages is not carried over',
      );
    const errors = convertErrors(
      componentAt(requester, 'error_handler'),
      { skipped: routed.levels.length > 0 },
      context,
      `${path}.retriever.requester.error_handler`,
    );
    return {
      levels: routed.levels,
      request,
      paging,
      rows: rootOfPaged(rows.rows, paging),
      stamped: rows.stamped,
      errors,
      cursor,
      slices,
      requester,
    };
  }

  /** A parent's rows are read from the source's start on, in the format and the steps of its cursor. */
  readonly #parent: ConvertParent = (stream, fields, _names, path) => {
    const core = this.#core(stream, path);
    if (core === undefined) return undefined;
    const { levels, request, paging, rows, errors, cursor, slices } = core;
    const sent = sentIn(request);
    const windowed = cursor !== undefined && (sent.from || sent.to);
    if (windowed && !sent.from)
      return this.#findings.problem(`${path}.incremental_sync`, 'the request of a parent sends the upper bound alone');
    const step = cursor?.stepSeconds === undefined ? {} : { step: `${cursor.stepSeconds}s` };
    const format = cursor === undefined ? {} : { format: cursor.format };
    const window = !windowed
      ? undefined
      : sent.to
        ? {
            kind: 'range' as const,
            ...format,
            from: { bound: 'inclusive' as const },
            to: { bound: 'inclusive' as const },
            ...step,
          }
        : { kind: 'since' as const, ...format, from: { bound: 'inclusive' as const } };
    const level: LevelConfig = {
      request,
      paging,
      rows: withoutTime(rows),
      fields,
      ...(errors.length === 0 ? {} : { errors }),
      ...(window === undefined ? {} : { window }),
    };
    return { levels: [...levels, level], slices };
  };

  #window(
    { cursor, request, rows, stamped }: Core,
    context: PredicateContext,
    path: string,
  ): { readonly window: SourceFile['window'] | undefined; readonly rows: Core['rows'] } {
    if (cursor === undefined) return { window: snapshotWindow(this.#options), rows };
    const lifted = liftedFrom(rows, cursor.field);
    const isStamped = stamped.includes(cursor.field);
    if (lifted === 'unknown' && !isStamped) {
      this.#findings.problem(
        `${path}.cursor_field`,
        `${cursor.field} is made by a transformation that is no plain field of the row`,
      );
      return { window: undefined, rows };
    }
    const window = windowOfCursor(
      cursor,
      sentIn(request),
      stamped.length > 0,
      rows.key !== undefined,
      this.#options,
      context,
      path,
    );
    const at = lifted === undefined || lifted === 'unknown' ? cursor.time.at : lifted;
    return {
      window,
      rows: isStamped || window?.to?.bound === 'whole' ? rows : { ...rows, time: { ...cursor.time, at } },
    };
  }
}
