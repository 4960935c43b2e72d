/** A local Secret Manager that holds one secret, `s`. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Faults } from '../../local/core/faults/faults.ts';
import { startSecrets } from '../../local/secrets/secrets.ts';

export interface SecretUnderTest {
  readonly env: { readonly SECRET_MANAGER_EMULATOR_HOST: string };
  readonly faults: Faults;
  change(text: string): Promise<void>;
  close(): Promise<void>;
}

export async function startSecretText(text: string, host = '127.0.0.1'): Promise<SecretUnderTest> {
  const folder = await mkdtemp(join(tmpdir(), 'penstock-secret-'));
  const file = join(folder, 'secrets.json');
  const change = (now: string): Promise<void> => writeFile(file, JSON.stringify({ s: now }));
  await change(text);
  const faults = new Faults();
  const service = await startSecrets({
    host,
    port: 0,
    stateDir: undefined,
    faults,
    report: () => undefined,
    now: Date.now,
    file,
  });
  return {
    env: { SECRET_MANAGER_EMULATOR_HOST: service.address },
    faults,
    change,
    close: async () => {
      await service.close();
      await rm(folder, { recursive: true });
    },
  };
}
