/**
 * Requests a second of the intake, each issue published to a Pub/Sub of its own and acknowledged, against a bare
 * functions-framework function that answers the same bytes. Same requests, same clients, in turn.
 */

import { fork } from 'node:child_process';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { bareFunction, cpuMicros, type Deployed, median, start, withBundles } from './support/deployed.ts';

const CONNECTIONS = 50;
const SECONDS = 4;
const ROUNDS = 5;
const BODY = JSON.stringify({ issue: 'The pipe leaks', priority: 'P1', detail: 'x'.repeat(200), tags: ['a', 'b'] });

interface Round {
  readonly perSecond: number;
  readonly p99: number;
  /** Microseconds of processor a request. */
  readonly cpu: number;
}

export function run(): Promise<Record<string, unknown>> {
  return withBundles(measure);
}

async function measure(folder: string): Promise<Record<string, unknown>> {
  const answer = `{"issue_id":"INC-${'0'.repeat(25)}","status":"created"}`;
  const bare = await start(bareFunction(join(folder, 'bare'), 201, answer), 'bare');
  const pubsub = await startPubsubProcess();
  const intake = await start(join(folder, 'intake'), 'intake', {
    GOOGLE_CLOUD_PROJECT: 'demo-penstock',
    PUBSUB_EMULATOR_HOST: pubsub.address,
    LOG_LEVEL: 'INFO',
  });
  const rounds: { bare: Round[]; intake: Round[] } = { bare: [], intake: [] };
  let accepted = 0;
  try {
    await fire(bare, SECONDS);
    accepted += (await fire(intake, SECONDS)).count;
    for (let round = 0; round < ROUNDS; round += 1) {
      const theirs = await fire(bare, SECONDS);
      const ours = await fire(intake, SECONDS);
      accepted += ours.count;
      rounds.bare.push(theirs);
      rounds.intake.push(ours);
      process.stderr.write(
        `round ${round + 1}: bare ${theirs.perSecond} /s, ${theirs.cpu} µs; intake ${ours.perSecond} /s, ${ours.cpu} µs\n`,
      );
    }
    const published = await pubsub.count();
    // A request that was under way when a round ended may have been published and not been counted.
    if (published < accepted || published > accepted + CONNECTIONS * (ROUNDS + 1)) {
      throw new Error(`${accepted} issues were answered 201 and ${published} messages published`);
    }
    const middle = (of: (round: Round) => number) =>
      compare(median(rounds.intake.map(of)), median(rounds.bare.map(of)));
    return {
      unit: 'requests/s',
      ...middle(({ perSecond }) => perSecond),
      p99: middle(({ p99 }) => p99),
      // Microseconds a request.
      cpu: middle(({ cpu }) => cpu),
      ratios: rounds.intake.map(({ perSecond }, at) => round2(perSecond / (rounds.bare[at] as Round).perSecond)),
      accepted,
      published,
      connections: CONNECTIONS,
    };
  } finally {
    await Promise.all([bare.stop(), intake.stop(), pubsub.stop()]);
  }
}

async function fire(target: Deployed, seconds: number): Promise<Round & { readonly count: number }> {
  const cpuBefore = cpuMicros(target);
  const result = await autocannon({
    url: target.url,
    method: 'POST',
    connections: CONNECTIONS,
    duration: seconds,
    headers: { 'content-type': 'application/json' },
    body: BODY,
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${target.url}: ${result.non2xx} refused, ${result.errors} errors`);
  const count = result['2xx'];
  const cpu = Math.round((cpuMicros(target) - cpuBefore) / count);
  return { perSecond: Math.round(result.requests.average), p99: result.latency.p99, cpu, count };
}

interface PubsubProcess {
  readonly address: string;
  count(): Promise<number>;
  stop(): Promise<void>;
}

async function startPubsubProcess(): Promise<PubsubProcess> {
  const child = fork(new URL('./support/pubsub-process.ts', import.meta.url));
  const answer = <T>(): Promise<T> =>
    new Promise((resolve) => child.once('message', (message) => resolve(message as T)));
  const address = await answer<string>();
  return {
    address,
    count: async () => {
      child.send('count');
      return answer<number>();
    },
    stop: async () => {
      const exited = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await exited;
    },
  };
}

function compare(ours: number, theirs: number) {
  return { ours, theirs, ratio: round2(ours / theirs) };
}

function round2(value: number): number {
  return Math.round(value * 100) / 100;
}
