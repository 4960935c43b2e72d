/** Checks of a config file that the schema cannot express: settings that exclude others, and texts with their own syntax. */

import type { Match } from '../routing/match.ts';
import { wholeMatch } from '../routing/match.ts';
import { compileTemplate } from '../routing/template.ts';
import { compileSource } from '../rows/source.ts';
import type { Mode, RouteFile, SinkFile } from './file.ts';
import { toBytes, toMs } from './units.ts';

export type Path = readonly (string | number)[];
/** As the config files' loader takes it: the place, what is allowed, and what was found where that is not the value itself. */
export type Report = (path: Path, allowed: string, found?: string) => void;

/** Settings of a route, and the modes in which they mean something. */
export const ONLY_WITH: Readonly<Partial<Record<keyof RouteFile, readonly Mode[]>>> = {
  connections: ['STORAGE_WRITE', 'CDC'],
  insertIds: ['STREAMING_INSERTS', 'MIXED'],
  streamed: ['MIXED'],
  sequence: ['CDC'],
  deletes: ['CDC'],
};

export function checkFile(file: SinkFile, report: Report): void {
  const names = new Set<string>();
  file.routes.forEach((route, index) => {
    const at = ['routes', index] as const;
    if (names.has(route.name)) report([...at, 'name'], 'a name that no route before has');
    names.add(route.name);
    for (const [at, name] of (route.from ?? []).entries()) {
      if (!(file.subscriptions ?? []).includes(name)) report(['routes', index, 'from', at], 'one of `subscriptions`');
    }
    checkRoute(route, at, report);
  });
  const staged = file.routes.some(({ mode }) => mode === 'FILE_LOADS' || mode === 'MIXED');
  if (staged && file.fileLoads === undefined) {
    report(['fileLoads'], 'a bucket, because a route has mode FILE_LOADS or MIXED', 'nothing');
  }
  if (!staged && file.fileLoads !== undefined) {
    report(['fileLoads'], 'nothing, because no route has mode FILE_LOADS or MIXED', 'settings that no route uses');
  }
  const { triggeringFrequency, deduplicateFor, maxBytes } = file.fileLoads ?? {};
  inUnit(triggeringFrequency, ['fileLoads', 'triggeringFrequency'], toMs, report);
  inUnit(deduplicateFor, ['fileLoads', 'deduplicateFor'], toMs, report);
  inUnit(maxBytes, ['fileLoads', 'maxBytes'], toBytes, report);
  inUnit(file.maxBytes, ['maxBytes'], toBytes, report);
  if (file.errorOutput.topic === undefined && file.errorOutput.bucket === undefined) {
    report(['errorOutput'], '`topic`, `bucket` or both', 'neither');
  }
}

function checkRoute(route: RouteFile, at: Path, report: Report): void {
  const { mode = 'STREAMING_INSERTS', format = 'json', unknownFields, collectInto } = route;
  for (const [key, modes] of Object.entries(ONLY_WITH)) {
    if (route[key as keyof RouteFile] === undefined || modes.includes(mode)) continue;
    report(
      [...at, key],
      `nothing, because it only means something with mode ${modes.join(' or ')}`,
      `a setting of a route with mode ${mode}`,
    );
  }
  if (mode === 'CDC' && route.sequence === undefined) {
    report([...at, 'sequence'], 'one to four sources, because the mode is CDC', 'nothing');
  }
  if (format === 'mapping' && route.columns === undefined) {
    report([...at, 'columns'], 'a source for each column, because the format is mapping', 'nothing');
  }
  for (const key of ['columns', 'constants'] as const) {
    if (format !== 'mapping' && route[key] !== undefined)
      report([...at, key], 'nothing, because the format is not mapping', 'columns');
  }
  if ((unknownFields === 'collect') !== (collectInto !== undefined)) {
    report(
      [...at, 'collectInto'],
      'a column if `unknownFields` is `collect`, and nothing else',
      collectInto ?? 'nothing',
    );
  }
  const both = Object.keys(route.constants ?? {}).filter((name) => Object.hasOwn(route.columns ?? {}, name));
  for (const name of both)
    report([...at, 'constants', name], 'a column that `columns` does not name', 'a second source');
  checkTexts(route, at, report);
}

function checkTexts(route: RouteFile, at: Path, report: Report): void {
  attempt(() => compileTemplate(route.table), [...at, 'table'], report);
  checkMatch(route.match, [...at, 'match'], report);
  checkMatch(route.streamed?.match, [...at, 'streamed', 'match'], report);
  for (const [name, source] of Object.entries(route.columns ?? {}))
    attempt(() => compileSource(source), [...at, 'columns', name], report);
  for (const [index, source] of (route.sequence ?? []).entries())
    attempt(() => compileSource(source), [...at, 'sequence', index], report);
  const { deletes } = route;
  if (deletes !== undefined) attempt(() => compileSource(deletes.source), [...at, 'deletes', 'source'], report);
  inUnit(route.maxDelay, [...at, 'maxDelay'], toMs, report);
  inUnit(route.maxBytes, [...at, 'maxBytes'], toBytes, report);
  inUnit(route.streamed?.maxBytes, [...at, 'streamed', 'maxBytes'], toBytes, report);
}

function checkMatch(match: Match | undefined, at: Path, report: Report): void {
  for (const [name, { pattern }] of Object.entries(match ?? {})) {
    if (pattern !== undefined) attempt(() => wholeMatch(pattern), [...at, name, 'pattern'], report);
  }
}

function inUnit(text: string | undefined, at: Path, read: (text: string) => number, report: Report): void {
  if (text !== undefined) attempt(() => read(text), at, report);
}

/** The allowed syntax, in the parser's own words. */
function attempt(parse: () => unknown, at: Path, report: Report): void {
  try {
    parse();
  } catch (error) {
    report(at, (error as Error).message);
  }
}
