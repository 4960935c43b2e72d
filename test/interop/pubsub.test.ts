import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { freePort } from '../support/free-port.ts';
import { pubsubSuite } from '../support/pubsub-suite/suite.ts';

/** Google's emulator as `gcloud` installs it, and Java to run it with. */
function findEmulator(): { readonly jar: string } | { readonly missing: string } {
  if (spawnSync('java', ['-version']).status !== 0) return { missing: 'Java is not installed' };
  const gcloud = spawnSync('gcloud', ['info', '--format=value(installation.sdk_root)'], { encoding: 'utf8' });
  if (gcloud.status !== 0) return { missing: 'gcloud is not installed' };
  const folder = join(gcloud.stdout.trim(), 'platform', 'pubsub-emulator', 'lib');
  const jar = existsSync(folder) && readdirSync(folder).find((file) => /^cloud-pubsub-emulator-.*\.jar$/.test(file));
  if (!jar) return { missing: 'the gcloud component pubsub-emulator is not installed' };
  return { jar: join(folder, jar) };
}

async function reachable(port: number, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    if (child.exitCode !== null) throw new Error(`the emulator ended with ${child.exitCode}`);
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
      socket.once('close', () => resolve(false));
      socket.setTimeout(1000, () => socket.destroy());
    });
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the emulator did not come up within 30 seconds');
}

describe('Google’s Pub/Sub emulator under the same suite', () => {
  const found = findEmulator();
  if ('missing' in found) {
    it.skip(`runs where it is installed: ${found.missing}`);
    return;
  }
  pubsubSuite(async () => {
    const port = await freePort();
    const args = ['-jar', found.jar, '--host=127.0.0.1', `--port=${port}`];
    const child = spawn('java', args, { stdio: 'ignore' });
    await reachable(port, child);
    return {
      address: `127.0.0.1:${port}`,
      pass: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
      close: async () => {
        const exited = once(child, 'exit');
        child.kill();
        await exited;
      },
    };
  }, 'emulator');
});
