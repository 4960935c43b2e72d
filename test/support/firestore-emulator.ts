/** Google's Firestore emulator, where it is installed: started on free ports, ended by its own process id. */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { eventually } from './suite.ts';

export function findFirestoreEmulator(): { readonly jar: string } | { readonly missing: string } {
  if (spawnSync('java', ['-version']).status !== 0) return { missing: 'Java is not installed' };
  const gcloud = spawnSync('gcloud', ['info', '--format=value(installation.sdk_root)'], { encoding: 'utf8' });
  if (gcloud.status !== 0) return { missing: 'gcloud is not installed' };
  const jar = join(gcloud.stdout.trim(), 'platform', 'cloud-firestore-emulator', 'cloud-firestore-emulator.jar');
  return existsSync(jar) ? { jar } : { missing: 'the gcloud component cloud-firestore-emulator is not installed' };
}

export interface FirestoreEmulator {
  readonly address: string;
  /** Makes it post the events of documents that match to the functions' address. */
  addTrigger(id: string, eventType: string, pattern: string): Promise<void>;
  close(): Promise<void>;
}

const MAIN_CLASS = 'com.google.cloud.datastore.emulator.firestore.CloudFirestore';

/** `functions` is where events are posted, as `host:port`. */
export async function startFirestoreEmulator(
  jar: string,
  projectId: string,
  functions: string,
): Promise<FirestoreEmulator> {
  const port = await freePort();
  const address = `127.0.0.1:${port}`;
  // Its dates are parsed in the language of the machine otherwise.
  const args = ['-Duser.language=en', '-cp', jar, MAIN_CLASS, '--host', '127.0.0.1', '--port', String(port)];
  const child: ChildProcess = spawn('java', [...args, '--functions_emulator', functions], { stdio: 'ignore' });
  const exited = once(child, 'exit');
  const up = (): Promise<boolean> =>
    fetch(`http://${address}/`).then(
      (response) => response.ok,
      () => false,
    );
  const close = async (): Promise<void> => {
    child.kill();
    await exited;
  };
  await eventually(up, (answered) => answered || child.exitCode !== null, 30_000).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  return {
    address,
    addTrigger: async (id, eventType, pattern) => {
      const url = `http://${address}/emulator/v1/projects/${projectId}/eventarcTrigger?eventarcTriggerId=${id}`;
      const trigger = {
        eventType,
        database: '(default)',
        namespace: '(default)',
        document: { value: pattern, matchType: 'PATH_PATTERN' },
      };
      const response = await fetch(url, { method: 'POST', body: JSON.stringify(trigger) });
      if (!response.ok) throw new Error(`the emulator refused the trigger: ${await response.text()}`);
    },
    close,
  };
}
