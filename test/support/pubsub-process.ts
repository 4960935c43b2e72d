/**
 * The local Pub/Sub as a process of its own, for tests that kill it or must not share its event loop:
 * `node test/support/pubsub-process.ts <port> [state folder] [journal bytes]` prints its address and serves until it is ended.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Faults } from '../../local/core/faults/faults.ts';
import { startPubsub } from '../../local/pubsub/index.ts';
import { uncountedEnvironment } from './child-environment.ts';

export interface PubsubProcess {
  readonly address: string;
  readonly child: ChildProcess;
  /** Ends it without a word, as a power cut does, and waits until it is gone. */
  kill(): Promise<void>;
}

/** `compactAboveBytes` lets a test see the journal rewritten often. */
export async function spawnPubsub(port: number, stateDir?: string, compactAboveBytes?: number): Promise<PubsubProcess> {
  const file = fileURLToPath(import.meta.url);
  const args = [file, port, stateDir ?? '', compactAboveBytes ?? ''].map(String);
  const child = spawn(process.execPath, args, {
    env: uncountedEnvironment(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const lines = createInterface({ input: child.stdout });
  const [address] = (await Promise.race([
    once(lines, 'line'),
    exited.then(() => Promise.reject(new Error('the Pub/Sub process ended before it was ready'))),
  ])) as [string];
  return {
    address,
    child,
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [port = '0', stateDir = '', compactAboveBytes = ''] = process.argv.slice(2);
  const options = {
    host: '127.0.0.1',
    port: Number(port),
    stateDir: stateDir === '' ? undefined : stateDir,
    faults: new Faults(),
    report: () => {},
    now: Date.now,
  };
  const tuning = compactAboveBytes === '' ? {} : { compactAboveBytes: Number(compactAboveBytes) };
  const service = await startPubsub(options, tuning);
  process.stdout.write(`${service.address}\n`);
}
