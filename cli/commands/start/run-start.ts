/** Brings the local cloud up, says where it is, prints a line for each event, and stops cleanly. */

import { lineOf } from '@penstock/local/command/line.ts';
import type { Ports } from '@penstock/local/core/ports.ts';
import { type LocalCloud, startLocalCloud } from '@penstock/local/index.ts';
import type { Call, CommandOutcome } from '@penstock/shared/runtime/command.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { DEMO, isBookkeeping, suiteFunctions } from '../../../demo/demo.ts';
import { type Orders, startOrders } from '../../../demo/orders.ts';
import { DEFAULT_PROJECT } from '../../local-variables.ts';
import { readPorts } from '../../ports-flag.ts';
import { UsageError } from '../../usage-error.ts';
import { SUITE_PARTS } from './suite-parts.ts';
import { welcome } from './welcome.ts';

export interface StartOptions {
  readonly fresh: boolean;
  readonly stateDir: string | undefined;
  readonly projectId: string;
  readonly host: string;
  readonly ports: Ports;
  readonly functions: boolean;
  readonly tls: boolean;
}

interface StartFlags {
  readonly fresh: boolean;
  readonly memory: boolean;
  readonly state: string | undefined;
  readonly host: string;
  readonly ports: string;
  readonly all: boolean;
  readonly noFunctions: boolean;
  readonly quiet: boolean;
  readonly tls: boolean;
  readonly project: string;
}

export async function runStart(call: Call): Promise<CommandOutcome> {
  const flags = call.flags as unknown as StartFlags;
  const options = optionsOf(flags);
  const { print, json, clock } = call;
  const began = performance.now();
  const orders = options.functions ? await startOrders(clock.now()) : undefined;
  try {
    let run = await startRun(call, flags, options, orders);
    const { cloud } = run;
    const readyMs = Math.round(performance.now() - began);
    if (json)
      print.record({ ready: true, readyMs, projectId: cloud.projectId, addresses: cloud.addresses, env: cloud.env });
    else print.record({}, welcome(options, cloud, readyMs));
    // Again at the same addresses, so that clients and the console find what is new where the old was.
    while ((await endOf(run, call)) === 'reset')
      run = await startRun(call, flags, { ...options, fresh: true, ports: portsOf(cloud) }, orders);
  } finally {
    await orders?.close();
  }
  return 'done';
}

/** One life of the local cloud: until Ctrl-C, a reset, or a crash of its functions. */
interface Run {
  readonly cloud: LocalCloud;
  readonly reset: Promise<void>;
  readonly crash: Promise<never>;
}

async function startRun(
  { print, json, clock }: Call,
  flags: StartFlags,
  options: StartOptions,
  orders: Orders | undefined,
): Promise<Run> {
  const crash = Promise.withResolvers<never>();
  const reset = Promise.withResolvers<void>();
  // A crash before the cloud is up is told by its start.
  crash.promise.catch(() => undefined);
  let ready = false;
  const cloud = await startLocalCloud({
    host: options.host,
    ports: options.ports,
    projectId: options.projectId,
    stateDir: options.stateDir,
    fresh: options.fresh,
    tls: options.tls,
    credentials: true,
    ...DEMO,
    ...(orders === undefined ? {} : { functions: suiteFunctions(orders.sources) }),
    report: (happening) => {
      const shown = json || flags.all || !isBookkeeping(happening.resource);
      if (!ready || flags.quiet || !shown) return;
      print.record(
        { time: new Date(clock.now()).toISOString(), ...happening },
        lineOf(happening, new Date(clock.now())),
      );
    },
    ...SUITE_PARTS,
    onReset: reset.resolve,
    onCrash: (message) => crash.reject(new PenstockError('INTERNAL', message)),
  });
  ready = true;
  return { cloud, reset: reset.promise, crash: crash.promise };
}

/** Waits for the end of a run, and closes it however it came. */
async function endOf({ cloud, reset, crash }: Run, call: Call): Promise<'stopped' | 'reset'> {
  try {
    return await Promise.race([
      stopped(call.signal).then(() => 'stopped' as const),
      reset.then(() => 'reset' as const),
      crash,
    ]);
  } finally {
    await close(cloud, call);
  }
}

function portsOf({ addresses }: LocalCloud): Ports {
  return Object.fromEntries(
    Object.entries(addresses).map(([name, address]) => [name, Number(new URL(`http://${address}`).port)]),
  ) as unknown as Ports;
}

/** The project of the local cloud is its own: GOOGLE_CLOUD_PROJECT may name a real one, and does not count here. */
function optionsOf(flags: StartFlags): StartOptions {
  if (flags.memory && (flags.fresh || flags.state !== undefined))
    throw new UsageError('--memory keeps nothing, so --fresh and --state mean nothing with it.');
  const projectId = flags.project || DEFAULT_PROJECT;
  if (!/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/.test(projectId))
    throw new UsageError(`--project ${projectId} is not a project id: 6 to 30 of a-z, 0-9 and -, a letter first.`);
  return {
    fresh: flags.fresh,
    stateDir: flags.memory ? undefined : (flags.state ?? '.penstock'),
    projectId,
    host: flags.host,
    ports: readPorts(flags.ports),
    functions: !flags.noFunctions,
    tls: flags.tls,
  };
}

function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

async function close(cloud: LocalCloud, { signal, summary }: Call): Promise<void> {
  const reason = signal.aborted ? String((signal.reason as Error).message) : '';
  if (reason !== '') summary(`\n${reason} Stopping; what is under way is finished first. Ctrl-C again ends at once.`);
  await cloud.close();
  if (reason !== '') summary('Stopped.');
}
