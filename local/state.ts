/** The folder in which everything is kept: made and checked, held by one cloud at a time, forgotten on request. */

import { link, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * What the services keep, each in a folder of its own, and by which of its files such a folder is known. `secrets.json`
 * beside them is somebody's, and never removed.
 */
const KEPT: Readonly<Record<string, readonly string[]>> = {
  pubsub: ['pubsub.journal'],
  storage: ['journal', 'content'],
  bigquery: ['warehouse.duckdb'],
  documents: ['documents'],
  eventarc: ['deliveries'],
};

const FORGOTTEN = '.forgotten';

export interface StateFolder {
  release(): Promise<void>;
}

/** Throws an Error whose message says in one sentence what is wrong and what to do. */
export async function openStateFolder(path: string, fresh: boolean): Promise<StateFolder> {
  const folder = resolve(path);
  try {
    await makeFolder(folder);
    const lock = await takeLock(folder);
    try {
      // What a process left that was killed while it forgot.
      await sweep(folder);
      if (fresh) await forget(folder);
    } catch (error) {
      await lock.release();
      throw error;
    }
    return lock;
  } catch (error) {
    throw stateProblem(error, path);
  }
}

/** People have folders called `documents` and `storage` too: one that no service made stops it all. */
async function forget(folder: string): Promise<void> {
  const folders = Object.entries(KEPT).map(([name, files]) => ({ path: join(folder, name), files }));
  for (const { path, files } of folders) {
    const found = await readdir(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
      return [];
    });
    if (found.length > 0 && !found.some((file) => files.includes(file)))
      throw new Error(
        `${path} is not a folder that Penstock made, and --fresh would remove it: choose another with --state DIR.`,
      );
  }
  // Out of the way in one step: half a folder would be damaged state to whoever starts after a kill in the middle.
  for (const { path } of folders) {
    await rename(path, `${path}${FORGOTTEN}`).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
  }
  await sweep(folder);
}

async function sweep(folder: string): Promise<void> {
  const left = Object.keys(KEPT).map((name) => join(folder, `${name}${FORGOTTEN}`));
  await Promise.all(left.map((path) => rm(path, { recursive: true, force: true })));
}

function stateProblem(error: unknown, path: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) return error;
  const why = code === 'ENOTDIR' || code === 'EEXIST' ? 'is not a folder' : `cannot be written (${code})`;
  return new Error(`The state folder ${path} ${why}: choose another with --state DIR.`, { cause: error });
}

/** Folder by folder: `mkdir` with `recursive` never returns where the kernel takes no folders at all, as in /proc. */
async function makeFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT' || dirname(folder) === folder) throw error;
    return undefined;
  });
  if (found?.isDirectory()) return;
  if (found !== undefined) throw Object.assign(new Error(`${folder} is not a folder`), { code: 'ENOTDIR' });
  await makeFolder(dirname(folder));
  await mkdir(folder);
}

/** How long a process that is just ending has to be gone. */
const ENDING_MS = 1_500;
const LOOK_AGAIN_MS = 50;

/**
 * A lock file that names its owner's process and that process's start, so that what a killed process left behind, or a
 * process number used again, holds nobody up.
 */
async function takeLock(folder: string): Promise<StateFolder> {
  const file = join(folder, 'lock');
  const own = await identityOf(process.pid);
  const mine = `${file}.${process.pid}`;
  await writeFile(mine, own);
  const patience = performance.now() + ENDING_MS;
  try {
    for (;;) {
      try {
        // Linking is what fails where the lock is there already, and it never shows a half-written one.
        await link(mine, file);
        return { release: () => rm(file, { force: true }) };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
        const owner = await removeStale(file);
        if (owner === process.pid || (owner !== undefined && performance.now() > patience)) throw inUse(folder, owner);
        if (owner !== undefined) await sleep(LOOK_AGAIN_MS);
      }
    }
  } finally {
    await rm(mine, { force: true });
  }
}

function inUse(folder: string, owner: number): Error {
  const who = owner === process.pid ? 'by this very process' : `by another Penstock (process ${owner})`;
  return new Error(`The state folder ${folder} is in use ${who}: stop it, or choose another with --state DIR.`);
}

/** Returns the owner where it lives. */
async function removeStale(file: string): Promise<number | undefined> {
  const held = await readFile(file, 'utf8').catch(() => undefined);
  if (held === undefined) return undefined;
  const pid = Number.parseInt(held, 10);
  if (pid > 0 && (await identityOf(pid)) === held) return pid;
  // Renamed first: of two that find it stale only one gets it, and a lock taken meanwhile is seen to be another one.
  const stale = `${file}.stale.${process.pid}`;
  await rename(file, stale).catch(() => undefined);
  const taken = await readFile(stale, 'utf8').catch(() => held);
  if (taken !== held) await link(stale, file).catch(() => undefined);
  await rm(stale, { force: true });
  return undefined;
}

/** `PID START`; empty where there is no such process. Linux tells the start (proc(5), field 22); elsewhere it stays out. */
async function identityOf(pid: number): Promise<string> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return '';
  }
  const [status, boot] = await Promise.all([
    readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ''),
    readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => ''),
  ]);
  // The name in the second field may hold spaces and brackets: what follows is counted from its end.
  const fields = status.slice(status.lastIndexOf(')') + 2).split(' ');
  // Ended, and its parent has not looked: nobody who holds anything.
  if (fields[0] === 'Z' || fields[0] === 'X') return '';
  const start = fields[19] ?? '';
  return `${pid} ${start} ${boot.trim()}`;
}
