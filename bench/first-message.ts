/**
 * From spawning a door's bundle to its first acknowledged message, against a bare functions-framework function that answers
 * the same bytes, in turn. `post` is the first request alone: what is left to do after the process listens.
 */

import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Faults } from '../local/core/faults/faults.ts';
import { startPubsub } from '../local/pubsub/index.ts';
import { freePort } from '../test/support/free-port.ts';
import { bareFunction, deploy, median, withBundles } from './support/deployed.ts';

const ROUNDS = 15;
const PROJECT = 'demo-penstock';
const TOPIC = `projects/${PROJECT}/topics/issues-topic`;
const ISSUE = '{"issue":"The pipe leaks","priority":"P1"}';
const ANSWER = `{"issue_id":"INC-${'0'.repeat(25)}","status":"created"}`;

interface First {
  /** Milliseconds from the spawn to the answer. */
  readonly whole: number;
  /** Milliseconds from the first byte of the request to the answer. */
  readonly post: number;
}

export function run(): Promise<Record<string, unknown>> {
  return withBundles(measure);
}

async function measure(folder: string): Promise<Record<string, unknown>> {
  const service = { host: '127.0.0.1', port: 0, stateDir: undefined, report: () => undefined, now: Date.now };
  const pubsub = await startPubsub({ ...service, faults: new Faults() });
  await pubsub.ensureTopic(TOPIC);
  const env = { GOOGLE_CLOUD_PROJECT: PROJECT, PUBSUB_EMULATOR_HOST: pubsub.address, LOG_LEVEL: 'CRITICAL' };
  const bare = bareFunction(join(folder, 'bare'), 201, ANSWER);
  const ours: First[] = [];
  const theirs: First[] = [];
  // The first start of each fills the disk's cache.
  for (let round = 0; round <= ROUNDS; round += 1) {
    const both = [await first(bare, 'bare', env), await first(join(folder, 'intake'), 'intake', env)] as const;
    if (round === 0) continue;
    theirs.push(both[0]);
    ours.push(both[1]);
    process.stderr.write(`round ${round}: bare ${told(both[0])}; intake ${told(both[1])}\n`);
  }
  await pubsub.close();
  const compared = (of: (one: First) => number) => {
    const [mine, other] = [median(ours.map(of)), median(theirs.map(of))];
    return { ours: round1(mine), theirs: round1(other), ratio: Math.round((mine / other) * 100) / 100 };
  };
  return { unit: 'ms', ...compared(({ whole }) => whole), post: compared(({ post }) => post), rounds: ROUNDS };
}

async function first(folder: string, target: string, env: Readonly<Record<string, string>>): Promise<First> {
  const port = await freePort();
  const began = performance.now();
  const deployed = deploy(folder, target, { ...env, PORT: String(port) });
  try {
    while (!(await listens(port))) await sleep(1);
    const asked = performance.now();
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(deployed.url, { method: 'POST', headers, body: ISSUE });
    await response.arrayBuffer();
    const answered = performance.now();
    if (response.status !== 201) throw new Error(`${target} answered ${response.status}`);
    return { whole: answered - began, post: answered - asked };
  } finally {
    await deployed.stop();
  }
}

/** Whether the process listens. It only connects, because a request would warm the process. */
async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

function told({ whole, post }: First): string {
  return `${round1(whole)} ms, of which the post ${round1(post)} ms`;
}

function round1(ms: number): number {
  return Math.round(ms * 10) / 10;
}
