/** The folder in which everything is kept: made and checked, held by one cloud at a time, forgotten on request. */

import { existsSync } from 'node:fs';
import { link, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CREDENTIALS_FILE } from './credentials.ts';
import { type Patterns, removeOwned } from './owned-files.ts';

/**
 * The files that services write, each service in a folder of its own. Every other file belongs to the user, as does
 * `secrets.json` beside the folders, and is never removed.
 */
const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const KEPT: Readonly<Record<string, Patterns>> = {
  pubsub: [/^pubsub\.journal(\.next)?$/],
  storage: [/^journal(\.next)?$/, new RegExp(`^content/files/f${UUID}$`), /^content\/packs\/\d+\.pack$/],
  bigquery: [
    /^warehouse\.duckdb(\.wal)?$/,
    /^warehouse\.duckdb\.tmp\/duckdb_temp_/,
    new RegExp(`^scratch/${UUID}\\.(upload|input)$`),
    /^insert-ids$/,
  ],
  documents: [/^documents(\.next)?$/],
  eventarc: [/^deliveries(\.next)?$/, /^triggers\.json(\.next)?$/],
  scheduler: [/^jobs\.json(\.next)?$/],
};

/** There while files are being removed: half of a service's files would be damaged state for the next start. */
const FORGETTING = '.forgetting';
/** Names the project of the state, because resources are kept under its name. */
const PROJECT = '.project';
export interface StateFolder {
  release(): Promise<void>;
}

/**
 * Throws an Error whose message says in one sentence what is wrong and what to do. If a project is given, a folder of
 * another project is refused, because its subscriptions would push into this project's tables.
 */
export async function openStateFolder(path: string, fresh: boolean, projectId?: string): Promise<StateFolder> {
  const folder = resolve(path);
  try {
    await makeFolder(folder);
    const lock = await takeLock(folder);
    try {
      if (fresh || existsSync(join(folder, FORGETTING))) await forget(folder);
      if (projectId !== undefined) await keepProject(folder, path, projectId);
    } catch (error) {
      await lock.release();
      throw error;
    }
    return lock;
  } catch (error) {
    throw stateProblem(error, path);
  }
}

/** A start that finds the mark of one that was killed meanwhile goes on with it. */
async function forget(folder: string): Promise<void> {
  await writeFile(join(folder, FORGETTING), '');
  for (const [name, patterns] of Object.entries(KEPT)) await removeOwned(join(folder, name), patterns);
  await rm(join(folder, PROJECT), { force: true });
  await rm(join(folder, CREDENTIALS_FILE), { force: true });
  await rm(join(folder, FORGETTING), { force: true });
}

async function keepProject(folder: string, path: string, projectId: string): Promise<void> {
  const file = join(folder, PROJECT);
  const kept = await readFile(file, 'utf8').catch(() => '');
  if (kept === '') await writeFile(file, projectId);
  else if (kept !== projectId)
    throw new Error(
      `The state folder ${path} is of the project ${kept}: start with --project ${kept}, with --fresh to forget it, or choose another with --state DIR.`,
    );
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

/** The time that an ending process has until it must be gone. */
const ENDING_MS = 1_500;
const LOOK_AGAIN_MS = 50;

/**
 * A lock file that names its owner's process and that process's start time. So the lock of a killed process does not
 * block, even if another process has its number now.
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
  // A zombie has ended and holds nothing; its parent has only not read its status yet.
  if (fields[0] === 'Z' || fields[0] === 'X') return '';
  const start = fields[19] ?? '';
  return `${pid} ${start} ${boot.trim()}`;
}
