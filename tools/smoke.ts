/**
 * `npm run smoke`: `npm start` as a new user runs it, in a folder of its own and on free ports; then the commands that
 * its own output tells people to try, run by a shell, and what they promise.
 */

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DEFAULT_PORTS } from '../local/core/ports.ts';

const ROOT = new URL('..', import.meta.url).pathname;
const READY_WITHIN_MS = 60_000;
const FLOWS_WITHIN_MS = 30_000;
/** The goal is 300. A run without a compile cache, or one that V8 has not yet collected in, holds up to 30 more. */
const MOST_MEGABYTES = 340;
const run = promisify(execFile);

const state = mkdtempSync(join(tmpdir(), 'penstock-smoke-'));
const ports = Object.keys(DEFAULT_PORTS)
  .map((name) => `${name}=0`)
  .join(',');
const began = performance.now();
const child = spawn('npm', ['start', '--silent', '--', '--state', state, '--ports', ports], {
  cwd: ROOT,
  stdio: ['ignore', 'pipe', 'inherit'],
  detached: true,
});
let output = '';
child.stdout.on('data', (chunk: Buffer) => {
  output += chunk.toString();
});

try {
  const welcome = await until(
    () => /Ctrl-C stops\./.test(output) && output,
    READY_WITHIN_MS,
    'npm start did not get ready',
  );
  say(`ready after ${seconds()}`);
  const used = await idleMegabytes(child.pid as number);
  if (used !== undefined) say(`${used} MB while idle`);
  if (used !== undefined && used > MOST_MEGABYTES)
    throw new Error(`npm start holds ${used} MB, and at most ${MOST_MEGABYTES} are allowed`);
  const [post, upload, , query] = commandsOf(welcome);
  await shell(post);
  await shell(upload);
  say(`posted an issue and uploaded a file after ${seconds()}`);
  const issues = await until(
    async () => /\b1 row\b/.test(await shell(query)),
    FLOWS_WITHIN_MS,
    'the issue did not arrive in the table',
  );
  if (issues) say(`the issue is in the table after ${seconds()}`);
  const people = query.replace(/'SELECT.*'/, "'SELECT name, born FROM demo.people ORDER BY born'");
  await until(
    async () => /Ada +1815[\s\S]*Grace +1906/.test(await shell(people, true)),
    FLOWS_WITHIN_MS,
    'the file did not arrive in the table',
  );
  say(`the file is in the table after ${seconds()}`);
  const ended = await stop(child);
  // npm itself dies of the signal that the whole group gets; anything else is what the command came to.
  if (ended !== 0 && ended !== 'SIGINT') throw new Error(`npm start ended with ${ended} on Ctrl-C`);
  say('stopped cleanly');
} catch (error) {
  process.stderr.write(`${output}\n${(error as Error).message}\n`);
  await stop(child);
  process.exitCode = 1;
} finally {
  rmSync(state, { recursive: true, force: true });
}

/** The indented lines of the section that says what to try; a line that ends in && goes on in the next. */
function commandsOf(welcome: string): readonly [string, string, string, string] {
  const lines = (welcome.split('Try, in another terminal:')[1] ?? '')
    .split('\n')
    .filter((line) => line.startsWith('    '));
  const joined = lines
    .map((line) => line.trim())
    .join('\n')
    .replaceAll('&&\n', '&& ')
    .split('\n');
  if (joined.length !== 3) throw new Error(`expected three commands to try, found ${joined.length}`);
  return [joined[0] as string, joined[1] as string, '', joined[2] as string];
}

async function shell(command: string, mayFail = false): Promise<string> {
  try {
    return (await run('sh', ['-c', command], { cwd: ROOT, timeout: 30_000 })).stdout;
  } catch (error) {
    if (mayFail) return '';
    throw new Error(`${command}\nfailed: ${(error as { stderr?: string }).stderr ?? (error as Error).message}`);
  }
}

async function until<T>(ask: () => T | Promise<T>, withinMs: number, problem: string): Promise<Exclude<T, false>> {
  const end = performance.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer) return answer as Exclude<T, false>;
    if (performance.now() > end || child.exitCode !== null) throw new Error(problem);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The resident memory of the penstock processes below npm, where the system tells it: Linux does. */
async function idleMegabytes(pid: number): Promise<number | undefined> {
  if (!existsSync('/proc/self/task')) return undefined;
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const ofPenstock = descendants(pid).filter((one) => /cli\/penstock\.js|functions\/host\.ts/.test(commandLine(one)));
  const kilobytes = ofPenstock.map((one) =>
    Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${one}/status`, 'utf8'))?.[1] ?? 0),
  );
  return Math.round(kilobytes.reduce((sum, one) => sum + one, 0) / 1_024);
}

function descendants(pid: number): readonly number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .trim()
    .split(' ')
    .filter(Boolean)
    .map(Number);
  return children.flatMap((child) => [child, ...descendants(child)]);
}

function commandLine(pid: number): string {
  return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
}

/** As Ctrl-C does: the whole group gets the signal. */
async function stop(started: ChildProcess): Promise<number | NodeJS.Signals | null> {
  if (started.exitCode !== null || started.signalCode !== null) return started.exitCode ?? started.signalCode;
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) =>
    started.once('exit', (code, signal) => resolve(code ?? signal)),
  );
  process.kill(-(started.pid as number), 'SIGINT');
  return ended;
}

function seconds(): string {
  return `${((performance.now() - began) / 1_000).toFixed(1)} s`;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
