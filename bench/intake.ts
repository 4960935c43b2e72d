/**
 * Requests a second of the intake, each issue published to a Pub/Sub of its own and acknowledged, against a bare
 * functions-framework function that answers the same bytes. Same requests, same clients, in turn.
 */

import { fork } from 'node:child_process';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { bundleAll } from '../tools/bundle.ts';
import { bareFunction, type Deployed, deploy, median, untilUp } from './support/deployed.ts';

const ROOT = new URL('..', import.meta.url).pathname;
const CONNECTIONS = 50;
const SECONDS = 4;
const ROUNDS = 5;
const BODY = JSON.stringify({ issue: 'The pipe leaks', priority: 'P1', detail: 'x'.repeat(200), tags: ['a', 'b'] });

interface Round {
  readonly perSecond: number;
  readonly p99: number;
}

export async function run(): Promise<Record<string, unknown>> {
  await bundleAll(join(ROOT, 'dist'));
  const answer = `{"issue_id":"INC-${'0'.repeat(25)}","status":"created"}`;
  const bare = await deploy(bareFunction(join(ROOT, 'dist/bare'), 201, answer), 'bare');
  const pubsub = await startPubsubProcess();
  const intake = await deploy(join(ROOT, 'dist/intake'), 'intake', {
    GOOGLE_CLOUD_PROJECT: 'demo-penstock',
    PUBSUB_EMULATOR_HOST: pubsub.address,
    LOG_LEVEL: 'INFO',
  });
  const rounds: { bare: Round[]; intake: Round[] } = { bare: [], intake: [] };
  let accepted = 0;
  try {
    for (const one of [bare, intake]) await untilUp(one.url, one.child);
    await fire(bare, SECONDS);
    accepted += (await fire(intake, SECONDS)).count;
    for (let round = 0; round < ROUNDS; round += 1) {
      rounds.bare.push(await fire(bare, SECONDS));
      const ours = await fire(intake, SECONDS);
      accepted += ours.count;
      rounds.intake.push(ours);
      process.stderr.write(
        `round ${round + 1}: bare ${rounds.bare.at(-1)?.perSecond} /s, intake ${ours.perSecond} /s\n`,
      );
    }
    const published = await pubsub.count();
    // A request that was under way when a round ended may have been published and not been counted.
    if (published < accepted || published > accepted + CONNECTIONS * (ROUNDS + 1)) {
      throw new Error(`${accepted} issues were answered 201 and ${published} messages published`);
    }
    const ours = median(rounds.intake.map(({ perSecond }) => perSecond));
    const theirs = median(rounds.bare.map(({ perSecond }) => perSecond));
    const p99 = {
      ours: median(rounds.intake.map((one) => one.p99)),
      theirs: median(rounds.bare.map((one) => one.p99)),
    };
    return {
      unit: 'requests/s',
      ours,
      theirs,
      ratio: round2(ours / theirs),
      p99,
      p99Ratio: round2(p99.ours / p99.theirs),
      accepted,
      published,
      connections: CONNECTIONS,
    };
  } finally {
    await Promise.all([bare.stop(), intake.stop(), pubsub.stop()]);
  }
}

async function fire(target: Deployed, seconds: number): Promise<Round & { readonly count: number }> {
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
  return { perSecond: Math.round(result.requests.average), p99: result.latency.p99, count: result['2xx'] };
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

function round2(value: number): number {
  return Math.round(value * 100) / 100;
}
