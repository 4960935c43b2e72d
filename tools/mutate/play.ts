/** Plays one mutant against test files, and says whether one of them noticed. */

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Mutant } from './mutants.ts';

export interface Played {
  readonly mutant: Mutant;
  /** The run that noticed it, or undefined where it survived. */
  readonly killedBy: 'test' | 'timeout' | undefined;
}

/** A run that takes longer has met a loop without an end. */
const TIMEOUT_MS = 90_000;

export async function play(root: string, mutant: Mutant, tests: readonly string[]): Promise<Played> {
  const folder = mkdtempSync(join(tmpdir(), 'penstock-mutant-'));
  try {
    const { source } = mutant;
    const text = join(folder, 'mutant.ts');
    writeFileSync(text, `${source.slice(0, mutant.start)}${mutant.after}${source.slice(mutant.end)}`);
    const passed = await runTests(root, tests, {
      PENSTOCK_MUTANT_URL: pathToFileURL(join(root, mutant.file)).href,
      PENSTOCK_MUTANT_TEXT: text,
    });
    return { mutant, killedBy: passed === 'timeout' ? 'timeout' : passed ? undefined : 'test' };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Whether all passed. The whole group is ended at the timeout: tests start processes of their own. */
export function runTests(
  root: string,
  tests: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<boolean | 'timeout'> {
  const hook = new URL('hook.js', import.meta.url).href;
  const child = spawn(
    process.execPath,
    [
      'node_modules/mocha/bin/mocha.js',
      '--bail',
      '--exit',
      '--reporter',
      'min',
      ...tests.flatMap((test) => ['--spec', test]),
    ],
    {
      cwd: root,
      detached: true,
      stdio: 'ignore',
      env: {
        ...process.env,
        ...env,
        METADATA_SERVER_DETECTION: 'none',
        NODE_ENV: 'test',
        NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --import=${hook}`.trim(),
      },
    },
  );
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      resolve('timeout');
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    }, TIMEOUT_MS);
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve(code === 0);
    });
  });
}
