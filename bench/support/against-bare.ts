/**
 * Requests a second of a door, each published to a Pub/Sub of its own and acknowledged, against a bare functions-framework
 * function that answers the same bytes. Same requests, same clients, in turn; every process ends with the measurement.
 */

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { bareFunction, cpuMicros, type Deployed, median, start, withBundles } from './deployed.ts';

const CONNECTIONS = 50;
const SECONDS = 4;
const ROUNDS = 5;

export interface Contest {
  readonly door: 'intake' | 'firestore';
  readonly request: { readonly headers: Readonly<Record<string, string>>; readonly body: string | Buffer };
  /** The answer of the door to a good request. */
  readonly answer: { readonly status: number; readonly body: string };
}

interface Round {
  readonly perSecond: number;
  readonly p99: number;
  /** Microseconds of processor a request. */
  readonly cpu: number;
  readonly count: number;
}

export function againstBare(contest: Contest): Promise<Record<string, unknown>> {
  return withBundles((folder) => measure(contest, folder));
}

async function measure(contest: Contest, folder: string): Promise<Record<string, unknown>> {
  const { door, answer } = contest;
  // Every process that has started is stopped, even if the next does not start.
  await using started = new AsyncDisposableStack();
  const bareFolder = bareFunction(join(folder, 'bare'), answer.status, answer.body);
  const bare = started.adopt(await start(bareFolder, 'bare'), (one) => one.stop());
  const pubsub = started.use(await startPubsubProcess());
  const env = { GOOGLE_CLOUD_PROJECT: 'demo-penstock', PUBSUB_EMULATOR_HOST: pubsub.address, LOG_LEVEL: 'INFO' };
  const ours = started.adopt(await start(join(folder, door), door, env), (one) => one.stop());

  await fire(bare, contest);
  let accepted = (await fire(ours, contest)).count;
  const rounds: { readonly ours: Round; readonly theirs: Round }[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const both = { theirs: await fire(bare, contest), ours: await fire(ours, contest) };
    accepted += both.ours.count;
    rounds.push(both);
    process.stderr.write(`round ${round}: bare ${told(both.theirs)}; ${door} ${told(both.ours)}\n`);
  }
  const published = await pubsub.count();
  // A request that was under way when a round ended may have been published and not been counted.
  if (published < accepted || published > accepted + CONNECTIONS * (ROUNDS + 1)) {
    throw new Error(`${accepted} requests were answered ${answer.status} and ${published} messages published`);
  }
  const middle = (of: (round: Round) => number) =>
    compare(median(rounds.map((both) => of(both.ours))), median(rounds.map((both) => of(both.theirs))));
  return {
    unit: 'requests/s',
    ...middle(({ perSecond }) => perSecond),
    p99: middle(({ p99 }) => p99),
    // Microseconds a request.
    cpu: middle(({ cpu }) => cpu),
    ratios: rounds.map((both) => round2(both.ours.perSecond / both.theirs.perSecond)),
    accepted,
    published,
    connections: CONNECTIONS,
  };
}

async function fire(target: Deployed, { request, answer }: Contest): Promise<Round> {
  const cpuBefore = cpuMicros(target);
  const result = await autocannon({
    url: target.url,
    method: 'POST',
    connections: CONNECTIONS,
    duration: SECONDS,
    ...request,
  });
  const count = result.statusCodeStats[answer.status]?.count ?? 0;
  const others = result['2xx'] + result.non2xx - count;
  if (others > 0 || result.errors > 0) throw new Error(`${target.url}: ${others} refused, ${result.errors} errors`);
  const cpu = Math.round((cpuMicros(target) - cpuBefore) / count);
  return { perSecond: Math.round(result.requests.average), p99: result.latency.p99, cpu, count };
}

interface PubsubProcess extends AsyncDisposable {
  readonly address: string;
  count(): Promise<number>;
}

async function startPubsubProcess(): Promise<PubsubProcess> {
  const child = fork(new URL('./pubsub-process.ts', import.meta.url));
  const ended = new AbortController();
  const exited = once(child, 'exit').then(([code]) => ended.abort(new Error(`the Pub/Sub process ended with ${code}`)));
  const answer = async <T>(): Promise<T> => ((await once(child, 'message', { signal: ended.signal })) as [T])[0];
  const address = await answer<string>();
  return {
    address,
    count: async () => {
      child.send('count');
      return answer<number>();
    },
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

function told({ perSecond, cpu }: Round): string {
  return `${perSecond} /s, ${cpu} µs`;
}

function compare(ours: number, theirs: number) {
  return { ours, theirs, ratio: round2(ours / theirs) };
}

function round2(value: number): number {
  return Math.round(value * 100) / 100;
}
