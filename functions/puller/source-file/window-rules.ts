/** Checks that rows and request give a window what it needs, so that no row is lost or lands twice at a border. */

import type { ReportProblem } from '@penstock/shared/config/files.ts';
import type { Path } from '@penstock/shared/config/path.ts';
import { isExact } from '../http-source/bounds.ts';
import { durationMs, durationOr } from '../http-source/durations.ts';
import type { PagingConfig, TimeConfig, WindowRequestConfig } from '../http-source/source-config.ts';
import { type TimeFormat, timeFormat } from '../http-source/time-format.ts';
import { hasClockChanges, UTC, type Zone, zoneOf } from '../http-source/time-zone.ts';
import type { SourceFile, WindowFileConfig } from './source-file.ts';

const HOUR_MS = 3_600_000;
const FORMATS = 'rfc3339, epoch-s, epoch-ms, epoch-us, date, or a pattern with directives such as %Y-%m-%dT%H:%M:%S';

export function windowRules(file: SourceFile, report: ReportProblem): void {
  const { window, rows, paging } = file;
  const format = boundsRules(window, ['window'], report);
  for (const [index, level] of (file.each ?? []).entries()) {
    if (!('request' in level)) continue;
    if (level.window !== undefined) boundsRules(level.window, ['each', index, 'window'], report);
    if (level.rows.time !== undefined) timeRules(level.rows.time, ['each', index, 'rows', 'time'], report);
  }
  const timed = rows?.time;
  if (timed !== undefined) timeRules(timed, ['rows', 'time'], report);
  if (timed !== undefined && window.kind === 'snapshot')
    report(['rows', 'time'], 'nothing: a snapshot is not cut by time');
  neededTime(window, timed, format, report);
  neededKey(file, paging, report);
  const overlap = durationOr(window.overlap, 0);
  if (overlap > 0 && window.kind === 'snapshot')
    report(['window', 'overlap'], 'nothing: a snapshot is whole each time');
  if (overlap > 0 && rows?.repeats === 'keep')
    report(['rows', 'repeats'], 'drop: windows that overlap read rows again, and only their keys tell which');
  if (overlap > 0 && timed === undefined) report(['rows', 'time'], "the row's own time, because window.overlap is set");
  const retention = window.retention === undefined ? undefined : durationMs(window.retention);
  if (retention !== undefined && retention < lengthOf(window) + overlap)
    report(['window', 'retention'], 'at least the length of a window and its overlap');
  if (lengthOf(window) === 0) report(['window', 'length'], 'a duration above 0');
  clockRules(window, timed, format, report);
}

function lengthOf({ length }: WindowFileConfig): number {
  return durationOr(length, 0);
}

/** Keys that mean nothing to the kind are refused; the format is returned. */
function boundsRules(window: WindowRequestConfig, at: Path, report: ReportProblem): TimeFormat | undefined {
  const ignored = {
    range: [],
    since: ['to', 'step'],
    feed: ['from', 'to', 'unit', 'step'],
    snapshot: ['from', 'to', 'unit', 'step'],
  } as const;
  for (const key of ignored[window.kind])
    if (window[key] !== undefined)
      report([...at, key], `nothing: a window of the kind ${window.kind} does not send it`);
  for (const key of ['from', 'to'] as const) {
    if (window.kind === 'range' && window[key] === undefined) {
      report([...at, key], 'how the source takes this bound: { bound: inclusive, exclusive, whole or unknown }');
    }
  }
  if (
    window.to?.bound === 'whole' &&
    window.unit === undefined &&
    (timeFormat(window.format ?? 'rfc3339')?.unitMs ?? 0) < 1_000
  ) {
    report([...at, 'unit'], 'the unit that is taken whole, such as 1s or 1d');
  }
  const zone = knownZone(window.zone, [...at, 'zone'], report);
  const format = timeFormat(window.format ?? 'rfc3339', zone);
  if (format === undefined) report([...at, 'format'], FORMATS);
  return format;
}

function knownZone(name: string | undefined, at: Path, report: ReportProblem): Zone {
  const zone = zoneOf(name ?? 'UTC');
  if (zone === undefined) report(at, 'the name of a zone, such as Europe/Berlin; an offset does not know summer time');
  return zone ?? UTC;
}

function timeRules(time: TimeConfig, at: Path, report: ReportProblem): void {
  const zone = knownZone(time.zone, [...at, 'zone'], report);
  for (const [index, text] of time.formats.entries())
    if (timeFormat(text, zone) === undefined) report([...at, 'formats', index], FORMATS);
}

function neededTime(
  window: WindowFileConfig,
  timed: TimeConfig | undefined,
  format: TimeFormat | undefined,
  report: ReportProblem,
): void {
  if (timed !== undefined) return;
  if (window.kind === 'since' || window.kind === 'feed')
    report(['rows', 'time'], `the row's own time, because a window of the kind ${window.kind} is cut by it`);
  if (window.kind !== 'range' || window.from === undefined || window.to === undefined) return;
  if (!isExact({ from: window.from.bound, to: window.to.bound })) {
    report(
      ['rows', 'time'],
      "the row's own time, because the bounds ask for more than the window; or bounds that are exact (from inclusive or whole, to exclusive or whole)",
    );
  }
  const unitMs = durationOr(window.unit, format?.unitMs ?? 1);
  const whole = window.from.bound === 'whole' || window.to.bound === 'whole' || unitMs > 1;
  if (
    whole &&
    (lengthOf(window) % Math.max(1, unitMs) !== 0 || durationOr(window.offset, 0) % Math.max(1, unitMs) !== 0)
  ) {
    report(['window', 'length'], `whole units of ${unitMs} ms, because rows have no time of their own to be cut by`);
  }
}

function neededKey({ rows, window }: SourceFile, paging: PagingConfig | undefined, report: ReportProblem): void {
  if (rows === undefined || rows.key !== undefined) return;
  const overlaps = durationOr(window.overlap, 0) > 0;
  if (overlaps) report(['rows', 'key'], 'what names a row, because window.overlap is set');
  if (overlaps || rows.repeats === 'keep') return;
  const moving = paging?.kind === 'page' || paging?.kind === 'offset' ? `paging by ${paging.kind}` : undefined;
  const again = window.kind === 'since' || window.kind === 'feed' ? `a window of the kind ${window.kind}` : undefined;
  const why = moving ?? again;
  if (why !== undefined) {
    report(
      ['rows', 'key'],
      `what names a row, because ${why} can show rows again; or repeats: keep, which takes them twice`,
    );
  }
}

/** The hour that a change of the clocks repeats is over when a window that touches it is pulled. */
function clockRules(
  window: WindowFileConfig,
  timed: TimeConfig | undefined,
  format: TimeFormat | undefined,
  report: ReportProblem,
): void {
  const zones = [
    ...(format?.zoneless === true ? [format.zone] : []),
    ...(timed?.formats ?? [])
      .map((text) => timeFormat(text, zoneOf(timed?.zone ?? 'UTC') ?? UTC))
      .flatMap((one) => (one?.zoneless === true ? [one.zone] : [])),
  ];
  const changing = zones.find((zone) => hasClockChanges(zone, Date.parse(window.start)));
  if (changing === undefined || durationOr(window.settle, 0) >= HOUR_MS) return;
  report(
    ['window', 'settle'],
    `at least 1h, because local times of ${changing.name} come twice when its clocks are set back`,
  );
}
