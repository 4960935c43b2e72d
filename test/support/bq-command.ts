/** Google's `bq` against a local BigQuery, in a home folder of its own. */

import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT, startWarehouse, type Warehouse } from './warehouse.ts';

export interface Ran {
  readonly code: number;
  readonly output: string;
}

export interface BqWorld {
  readonly warehouse: Warehouse;
  readonly folder: string;
  bq(...args: readonly string[]): Promise<Ran>;
  /** Resolves to its output without the progress; rejects if the command fails. */
  ok(...args: readonly string[]): Promise<string>;
  close(): Promise<void>;
}

export function isBqInstalled(): boolean {
  if (spawnSync('bq', ['version'], { encoding: 'utf8' }).status === 0) return true;
  process.stderr.write('      bq is not installed: these cases are skipped\n');
  return false;
}

export async function bqWorld(): Promise<BqWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'penstock-bq-'));
  // The wrapper wants an account or a token; any token will do, because it is not checked.
  await writeFile(join(folder, 'token'), 'local');
  const warehouse = await startWarehouse({ now: Date.now });
  const env = {
    ...process.env,
    HOME: folder,
    CLOUDSDK_CONFIG: join(folder, 'gcloud'),
    CLOUDSDK_CORE_DISABLE_PROMPTS: '1',
    CLOUDSDK_AUTH_ACCESS_TOKEN_FILE: join(folder, 'token'),
  };
  const flags = [`--api=http://${warehouse.service.address}`, `--project_id=${PROJECT}`, '--headless=true'];
  const bq = (...args: readonly string[]): Promise<Ran> =>
    new Promise((resolve) => {
      execFile('bq', [...flags, ...args], { env, timeout: 60_000 }, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : 1, output: `${stdout}${stderr}` });
      });
    });
  return {
    warehouse,
    folder,
    bq,
    ok: async (...args) => {
      const { code, output } = await bq(...args);
      if (code !== 0) throw new Error(`bq ${args.join(' ')}: ${output}`);
      return output.replace(/\r?(?:Waiting on |Upload complete)[^\r\n]*/g, '').trim();
    },
    close: async () => {
      await warehouse.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
