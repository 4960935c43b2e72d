/**
 * Runs a program of Google's unmodified clients in another language against a local cloud with TLS and credentials, and returns
 * what each of its cases told. A language whose toolchain is missing is said to be left out.
 */

import { execFile, spawnSync } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type LocalCloud, startLocalCloud } from '../../local/index.ts';

/** Packages are fetched and compiled: minutes on a busy machine. */
export const PREPARE_MS = 1_200_000;
const RUN_MS = 300_000;

export interface ProgramWorld {
  readonly cloud: LocalCloud;
  /** A copy of the program's folder, in which it may build. */
  readonly folder: string;
  /** Runs a command there to its end; rejects with its output where it fails. */
  run(command: string, args: readonly string[], timeoutMs?: number): Promise<string>;
  /** Runs the program: the value, or the error, of each case by its name. */
  cases(command: string, args: readonly string[]): Promise<ReadonlyMap<string, unknown>>;
  close(): Promise<void>;
}

/** Whether a command is there; where it is not, the run says what is left out. */
export function isInstalled(command: string, args: readonly string[], what: string): boolean {
  const { status } = spawnSync(command, args, { encoding: 'utf8' });
  if (status === 0) return true;
  process.stderr.write(`      ${command} is not installed: ${what} are left out\n`);
  return false;
}

export async function programWorld(language: 'python' | 'go' | 'java'): Promise<ProgramWorld> {
  const root = await mkdtemp(join(tmpdir(), `penstock-${language}-`));
  const folder = join(root, 'program');
  await cp(fileURLToPath(new URL(`../interop/clients/${language}`, import.meta.url)), folder, { recursive: true });
  const cloud = await startLocalCloud({ stateDir: join(root, 'state'), tls: true, credentials: true });
  const authority = cloud.authority?.file ?? '';
  const env = {
    ...process.env,
    ...cloud.env,
    GOOGLE_APPLICATION_CREDENTIALS: cloud.credentials ?? '',
    GRPC_DEFAULT_SSL_ROOTS_FILE_PATH: authority,
    LOCAL_AUTHORITY: authority,
  };
  const run = (command: string, args: readonly string[], timeoutMs = PREPARE_MS): Promise<string> =>
    new Promise((resolve, reject) => {
      const options = { cwd: folder, env, timeout: timeoutMs, maxBuffer: 64 * 1024 * 1024 };
      execFile(command, args, options, (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(new Error(`${command} ${args.join(' ')}: ${error.message}\n${stdout}${stderr}`.slice(0, 20_000)));
      });
    });
  return {
    cloud,
    folder,
    run,
    cases: async (command, args) => {
      const lines = (await run(command, args, RUN_MS)).split('\n').filter((line) => line.startsWith('{"'));
      const told = lines.map((line) => JSON.parse(line) as { case: string; value?: unknown; error?: string });
      return new Map(told.map(({ case: name, value, error }) => [name, error ?? value]));
    },
    close: async () => {
      await cloud.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}
