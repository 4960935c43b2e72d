/** The actions of the console's pages: words of this very command, each in a process of its own. */

import { execFile } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { CommandResult, CommandWatch, Operations } from '@penstock/local/console/api/ledgers.ts';
import type { LocalCloud } from '@penstock/local/index.ts';
import { DEMO_COMMANDS, DEMO_LEDGERS } from '../../../demo/demo.ts';
import { PROGRESS_VARIABLE, progressIn } from '../../progress.ts';

const COMMAND = fileURLToPath(new URL('../../penstock.js', import.meta.url));
const TIMEOUT_MS = 120_000;
const MAX_OUTPUT_BYTES = 8 * 1024 * 1024;

export function operationsOf({ env, projectId }: Pick<LocalCloud, 'env' | 'projectId'>): Operations {
  const variables = {
    ...process.env,
    ...env,
    ...DEMO_COMMANDS.env,
    GOOGLE_CLOUD_PROJECT: projectId,
    [PROGRESS_VARIABLE]: 'json',
  };
  return {
    ledgers: DEMO_LEDGERS,
    command: (words, watch) =>
      run(words[0] === 'puller' ? [...words, ...DEMO_COMMANDS.puller] : words, variables, watch),
  };
}

function run(words: readonly string[], env: NodeJS.ProcessEnv, watch?: CommandWatch): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [COMMAND, ...words, '--json'],
      { env, timeout: watch === undefined ? TIMEOUT_MS : 0, maxBuffer: MAX_OUTPUT_BYTES },
      (error, stdout, stderr) => {
        watch?.signal.removeEventListener('abort', stop);
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
        const told = stderr.split('\n').filter((line) => line.trim() !== '' && progressIn(line) === undefined);
        resolve({ code, ...readOutput(stdout), ...messageOf(told, error) });
      },
    );
    // As Ctrl-C does: what has been sent is settled first.
    const stop = (): void => void child.kill('SIGINT');
    if (watch === undefined) return;
    if (watch.signal.aborted) stop();
    watch.signal.addEventListener('abort', stop);
    if (child.stderr !== null)
      createInterface({ input: child.stderr }).on('line', (line) => {
        const text = progressIn(line);
        if (text !== undefined) watch.onProgress(text);
      });
  });
}

/** Results are one JSON object a line. */
function readOutput(stdout: string): Pick<CommandResult, 'records'> {
  const records = stdout.split('\n').flatMap((line): Readonly<Record<string, unknown>>[] => {
    try {
      const value: unknown = JSON.parse(line);
      return typeof value === 'object' && value !== null ? [value as Record<string, unknown>] : [];
    } catch {
      return [];
    }
  });
  return { records };
}

/** With `--json` an error is an object too. */
function messageOf(lines: readonly string[], error: Error | null): Pick<CommandResult, 'message'> {
  const last = lines.at(-1) ?? '';
  try {
    const { error: told, message } = JSON.parse(last) as { error?: { message?: string } | string; message?: string };
    return { message: message ?? (typeof told === 'string' ? told : told?.message) ?? last };
  } catch {
    return { message: last !== '' ? last : error === null ? '' : error.message };
  }
}
