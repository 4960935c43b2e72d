import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

const EXACT = /^\d+\.\d+\.\d+(?:-[\w.]+)?$/;

describe('the packages that the sink is made of', () => {
  for (const folder of ['functions/sink', 'shared']) {
    it(`are pinned to one version each in ${folder} (SD-13)`, () => {
      const url = new URL(`../../../../${folder}/package.json`, import.meta.url);
      const { dependencies } = JSON.parse(readFileSync(url, 'utf8')) as { dependencies: Record<string, string> };
      const loose = Object.entries(dependencies).filter(([, version]) => !EXACT.test(version));
      assert.deepEqual(loose, []);
    });
  }
});
