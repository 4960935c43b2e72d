import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { configTable, type Settings } from '@penstock/shared/runtime/config.ts';

const functions = new URL('../../../functions/', import.meta.url);

describe("each function's README", () => {
  for (const name of readdirSync(functions)) {
    const config = new URL(`${name}/config.ts`, functions);
    if (!existsSync(config)) continue;
    it(`of ${name} has the table of its settings as the code has them`, async () => {
      const { SETTINGS } = (await import(config.href)) as { SETTINGS: Settings };
      const readme = readFileSync(new URL(`${name}/README.md`, functions), 'utf8');
      assert.ok(
        readme.includes(configTable(SETTINGS)),
        `functions/${name}/README.md should contain:\n${configTable(SETTINGS)}`,
      );
    });
  }
});
