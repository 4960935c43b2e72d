/** Starts the process that hosts the functions, and turns its log lines into happenings. */

import { type ChildProcess, fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Happening } from '../service.ts';
import type { HostedFunction, HostOrder, HostReport } from './host.ts';

export interface FunctionsOptions {
  readonly host: string;
  readonly functions: readonly HostedFunction[];
  /** Where the emulators are: `PUBSUB_EMULATOR_HOST` and its like. */
  readonly env: Readonly<Record<string, string>>;
  readonly report: (happening: Happening) => void;
  /** Told when the process ends without having been asked to. */
  readonly onCrash: (message: string) => void;
}

export interface Functions {
  readonly addresses: Readonly<Record<string, string>>;
  readonly pid: number | undefined;
  close(): Promise<void>;
}

/** How long functions have to flush before they are ended. */
const GRACE_MS = 10_000;

export async function startFunctions(options: FunctionsOptions): Promise<Functions> {
  const order: HostOrder = { host: options.host, functions: options.functions };
  const child = fork(new URL('./host.ts', import.meta.url), {
    env: { ...process.env, ...options.env, PENSTOCK_HOST_ORDER: JSON.stringify(order) },
    execArgv: ['--max-semi-space-size=2'],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on('line', (line) => tell(options, line));
  }
  let closing = false;
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const addresses = await ready(child);
  child.once('exit', (code, signal) => {
    if (!closing) options.onCrash(`The functions' process ended by itself (${signal ?? `code ${code}`}).`);
  });
  return {
    addresses,
    pid: child.pid,
    close: async () => {
      closing = true;
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
      await exited;
      clearTimeout(timer);
    },
  };
}

async function ready(child: ChildProcess): Promise<Readonly<Record<string, string>>> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The functions' process ended before it was ready (code ${code}).`)));
    child.on('message', (report: HostReport) => {
      if (report.kind === 'ready') resolve(report.addresses);
      else reject(new Error(`The function ${report.name} did not start: ${report.message}`));
    });
  });
}

/** Lines that only carry metrics are for log-based metrics, not for people. */
function tell({ report }: FunctionsOptions, line: string): void {
  const happening = happeningOf(line);
  if (happening.facts?.metric === undefined) report(happening);
}

const TOLD = ['severity', 'time', 'message', 'door', 'stack_trace'];

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
    };
  } catch {
    return { service: 'functions', what: line, resource: '' };
  }
}
