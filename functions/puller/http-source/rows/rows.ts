/** From the rows of an answer to the rows for the table: filter, cut by the row's own time, mapping, repeated keys. */

import { type DroppedRows, SourceError } from '../../source.ts';
import { type Path, pathOf, pathText, valueAt } from '../json-path.ts';
import { compilePredicate, type Predicate } from '../predicate.ts';
import type { RowsConfig, TimeConfig } from '../source-config.ts';
import type { Values } from '../template.ts';
import { type Micros, type TimeFormat, timeFormat } from '../time-format.ts';
import { type Zone, zoneOf } from '../time-zone.ts';
import { type KeySet, keyOf } from './key.ts';
import type { RawRow } from './select.ts';
import { compileSteps, type Row, type Step } from './steps.ts';

export interface RowsPart {
  readonly rows: readonly Row[];
  readonly keys: readonly string[] | undefined;
  readonly dropped: DroppedRows;
}

export interface RowsContext {
  readonly values: Values;
  /** Half-open, in milliseconds; undefined where nothing is cut. */
  readonly span: { readonly fromMs: number; readonly toMs: number; readonly reachMs: number } | undefined;
  readonly landed: { has(key: string): boolean } | undefined;
  /** Present where repeated keys are dropped. */
  readonly seen: KeySet | undefined;
  /** Keys are given back, because a later window may read these rows again. */
  readonly keepKeys: boolean;
  readonly newestFirst: boolean;
}

export interface RowsMapper {
  map(raw: readonly RawRow[], context: RowsContext): RowsPart;
  /** Whether the last row is older than everything that is wanted: a newest-first feed ends here. */
  isPast(raw: readonly RawRow[], wantedFromMs: number): boolean;
}

/** Throws CONFIG_INVALID where a part of the config is none of its kind. */
export function compileRows(config: RowsConfig): RowsMapper {
  const filter = config.filter === undefined ? undefined : compilePredicate(config.filter);
  const step = compileSteps(config.steps ?? []);
  const time = config.time === undefined ? undefined : timeReader(config.time);
  const keys = (config.key ?? []).map(pathOf);
  return {
    map: (raw, context) => mapRows({ filter, step, time, keys }, raw, context),
    isPast: (raw, wantedFromMs) => {
      const last = raw.at(-1);
      return last !== undefined && time !== undefined && time(last) < wantedFromMs * 1_000;
    },
  };
}

interface Parts {
  readonly filter: Predicate | undefined;
  readonly step: Step;
  readonly time: TimeReader | undefined;
  readonly keys: readonly Path[];
}

function mapRows({ filter, step, time, keys: paths }: Parts, raw: readonly RawRow[], context: RowsContext): RowsPart {
  const { span, landed, seen, keepKeys, values, newestFirst } = context;
  const rows: Row[] = [];
  const keys: string[] = [];
  const dropped = { filtered: 0, outside: 0, repeated: 0 };
  const keyed = paths.length > 0 && (seen !== undefined || keepKeys);
  let last: Micros | undefined;
  for (const row of raw) {
    const at = time === undefined || span === undefined ? undefined : time(row);
    if (newestFirst && at !== undefined && last !== undefined && at > last) throw notNewestFirst();
    last = at ?? last;
    if (filter !== undefined && !filter({ row, ...(values.parent === undefined ? {} : { parent: values.parent }) })) {
      dropped.filtered += 1;
    } else if (at !== undefined && span !== undefined && isOutside(at, span)) dropped.outside += 1;
    else {
      const mapped = step(row, values);
      const key = keyed ? keyOf(mapped, paths, values.parent, at) : undefined;
      const early = at !== undefined && span !== undefined && at < span.fromMs * 1_000;
      if (
        key !== undefined &&
        (seen?.seen(key) === true || ((early || at === undefined) && landed?.has(key) === true))
      ) {
        dropped.repeated += 1;
      } else {
        rows.push(mapped);
        if (key !== undefined) keys.push(key);
      }
    }
  }
  return { rows, keys: keyed ? keys : undefined, dropped };
}

function isOutside(
  at: Micros,
  span: { readonly fromMs: number; readonly toMs: number; readonly reachMs: number },
): boolean {
  return at < (span.fromMs - span.reachMs) * 1_000 || at >= span.toMs * 1_000;
}

function notNewestFirst(): SourceError {
  return new SourceError(
    'fail',
    'INPUT_INVALID',
    'The feed is not newest first: a row is newer than the one before it, so its end cannot be known.',
  );
}

type TimeReader = (row: RawRow) => Micros;

function timeReader({ at, formats, zone: zoneName }: TimeConfig): TimeReader {
  const path = pathOf(at);
  // A file with an unknown zone was refused when it was loaded.
  const zone = zoneOf(zoneName ?? 'UTC') as Zone;
  const readers = formats
    .map((text) => timeFormat(text, zone))
    .filter((format): format is TimeFormat => format !== undefined);
  return (row) => {
    const value = valueAt(row, path);
    for (const reader of readers) {
      const micros = reader.parse(value);
      if (micros !== undefined) return micros;
    }
    const found = value === undefined ? 'nothing' : `a ${value === null ? 'null' : typeof value} of another form`;
    throw new SourceError(
      'fail',
      'INPUT_INVALID',
      `A row's time at ${pathText(path)} is none of ${formats.join(', ')}: it has ${found}.`,
    );
  };
}
