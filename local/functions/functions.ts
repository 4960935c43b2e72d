/** Starts the process that hosts the functions, and turns its log lines into happenings. */

import { type ChildProcess, fork } from 'node:child_process';
import { extname } from 'node:path';
import { createInterface } from 'node:readline';
import { listenProblem } from '../core/listen.ts';
import type { Happening } from '../core/service.ts';
import type { HostedFunction, HostOrder, HostReport } from './host.ts';
import { lineUnits } from './line-ids.ts';
import type { RequestLine } from './request-counts.ts';

export interface LaunchOptions {
  /** URLs of modules that the functions will import, and that read no environment: they load while services start. */
  readonly preload?: readonly string[];
  readonly report: (happening: Happening) => void;
  /** Told when the process ends without having been asked to. */
  readonly onCrash: (message: string) => void;
  /** Told the counts of the doors, every ten seconds while there are any. */
  readonly onMetric?: (line: MetricLine) => void;
  /** Told the requests of the functions, every few seconds while there are any. */
  readonly onRequests?: (lines: readonly RequestLine[]) => void;
}

export interface LoadOptions {
  readonly host: string;
  readonly functions: readonly HostedFunction[];
  /** The addresses of the services: `PUBSUB_EMULATOR_HOST` and its like. */
  readonly env: Readonly<Record<string, string>>;
}

/** The process of the functions, before it has any. */
export interface FunctionsHost {
  /** Imports the functions; their `listen()` opens the ports once what they need is there. */
  load(options: LoadOptions): Promise<Functions>;
  close(): Promise<void>;
}

export interface Functions {
  /** The ports of the functions. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Lets the functions listen; until then their ports refuse every connection. */
  listen(): Promise<void>;
  readonly pid: number | undefined;
  close(): Promise<void>;
}

/** The time that functions have to flush before they are ended, and to start. */
const GRACE_MS = 10_000;
const START_MS = 60_000;

/** Launches a host and loads the functions into it. */
export async function startFunctions(options: LaunchOptions & LoadOptions): Promise<Functions> {
  return launchHost(options).load(options);
}

export function launchHost(options: LaunchOptions): FunctionsHost {
  const child = fork(new URL(`./host${extname(import.meta.url)}`, import.meta.url), {
    env: {
      ...process.env,
      PENSTOCK_PRELOAD: JSON.stringify(options.preload ?? []),
      // Memory that an idle process keeps for threads which may allocate one day: 4 MB less.
      MALLOC_ARENA_MAX: '1',
    },
    execArgv: ['--max-semi-space-size=2'],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // A group of its own: Ctrl-C is for the cloud, which ends its functions when nothing calls them any more.
    detached: true,
  });
  let last = '';
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    createInterface({ input: stream }).on('line', (line) => {
      if (line.trim() !== '' && !line.startsWith(' ')) last = line;
      tell(options, line);
    });
  }
  // `close` comes after the last line of output, `exit` may come before it.
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()));
  child.on('message', (report: HostReport) => {
    if (report.kind === 'requests') options.onRequests?.(report.lines);
  });
  let closing = false;
  // Before the functions listen, an end of the process is the failure of the start.
  let up = false;
  let ended: string | undefined;
  const close = async (): Promise<void> => {
    closing = true;
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
    await exited;
    clearTimeout(timer);
  };
  child.once('close', (code, signal) => {
    ended = ending(code, signal, last);
    if (!closing && up) options.onCrash(`The functions' process ended by itself (${ended}).`);
  });
  const load = async (given: LoadOptions): Promise<Functions> => {
    const step = (kind: 'loaded' | 'ready', order: HostOrder | 'listen'): Promise<Readonly<Record<string, string>>> => {
      if (ended !== undefined) throw new Error(`The functions' process ended before it was ready (${ended}).`);
      const answer = told(child, given, kind, () => last);
      child.send(order, () => undefined);
      return answer;
    };
    try {
      const { host, functions, env } = given;
      const addresses = await step('loaded', { host, functions, env });
      const listen = async (): Promise<void> => {
        await step('ready', 'listen');
        up = true;
      };
      return { addresses, listen, pid: child.pid, close };
    } catch (error) {
      child.kill('SIGKILL');
      await exited;
      throw error;
    }
  };
  return { load, close };
}

/** Resolves with the addresses, if the report has any. */
async function told(
  child: ChildProcess,
  { functions, host }: LoadOptions,
  kind: 'loaded' | 'ready',
  last: () => string,
): Promise<Readonly<Record<string, string>>> {
  let starting = 'host';
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`The function ${starting} did not start within ${START_MS / 1_000} s.`)),
      START_MS,
    );
    const end = (done: () => void): void => {
      clearTimeout(timer);
      done();
    };
    child.once('error', (error) => end(() => reject(error)));
    child.once('close', (code, signal) =>
      end(() => reject(new Error(`The function ${starting} did not start (${ending(code, signal, last())}).`))),
    );
    child.on('message', (report: HostReport) => {
      if (report.kind === 'starting') starting = report.name;
      if (report.kind === kind) end(() => resolve(report.kind === 'loaded' ? report.addresses : {}));
      if (report.kind !== 'failed') return;
      const { name, message } = report;
      const port = functions.find((one) => one.name === name)?.port ?? 0;
      const problem = listenProblem(Object.assign(new Error(message), report), name, host, port);
      end(() => reject(problem ?? new Error(`The function ${name} did not start: ${oneLine(message)}`)));
    });
  });
}

function ending(code: number | null, signal: NodeJS.Signals | null, last: string): string {
  return `${signal ?? `code ${code}`}${last === '' ? '' : `: ${oneLine(happeningOf(last).what)}`}`;
}

/** Shortens the last output of a process to one line; the whole output was shown as it came. */
function oneLine(text: string): string {
  const line = text.split('\n').join(' ').trim();
  return line.length > 500 ? `${line.slice(0, 500)}…` : line;
}

/** Lines that only carry metrics are for log-based metrics and for charts, not for people. */
function tell({ report, onMetric }: LaunchOptions, line: string): void {
  const happening = happeningOf(line);
  if (happening.facts?.metric === undefined) report(happening);
  else onMetric?.(metricOf(happening.resource, JSON.parse(line) as Readonly<Record<string, unknown>>));
}

/** The counts of a door since the line before it. */
export interface MetricLine {
  readonly door: string;
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The increase of a counter, or the number of values of a distribution. */
  readonly count: number;
  /** The sum of a distribution's values. */
  readonly sum: number;
  readonly max: number;
}

function metricOf(door: string, line: Readonly<Record<string, unknown>>): MetricLine {
  const { metric, labels, value, count, sum, max } = line;
  return {
    door,
    metric: String(metric),
    labels: (labels ?? {}) as MetricLine['labels'],
    count: Number(value ?? count ?? 0),
    sum: Number(sum ?? value ?? 0),
    max: Number(max ?? 0),
  };
}

const TOLD = ['severity', 'time', 'message', 'door', 'stack_trace'];

function levelOf(severity: unknown): Pick<Happening, 'level'> {
  if (severity === 'WARNING') return { level: 'warning' };
  if (['ERROR', 'CRITICAL', 'ALERT', 'EMERGENCY'].includes(String(severity))) return { level: 'error' };
  return {};
}

/** A structured line becomes a happening with its facts; any other line is shown as it is. */
export function happeningOf(line: string): Happening {
  try {
    const entry = JSON.parse(line) as Record<string, unknown>;
    const facts = Object.entries(entry).filter(
      ([name, value]) =>
        !TOLD.includes(name) && !name.startsWith('logging.') && ['string', 'number', 'boolean'].includes(typeof value),
    ) as [string, string | number | boolean][];
    return {
      service: 'functions',
      what: String(entry.message),
      resource: String(entry.door ?? ''),
      facts: Object.fromEntries(facts),
      ...levelOf(entry.severity),
      units: lineUnits(entry),
    };
  } catch {
    return { service: 'functions', what: line, resource: '' };
  }
}
