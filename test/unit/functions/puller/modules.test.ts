import assert from 'node:assert/strict';
import { globSync } from 'node:fs';

const folder = new URL('../../../../functions/puller/', import.meta.url);

describe("the puller's modules", () => {
  it('can each be loaded by itself', async () => {
    const paths = globSync('**/*.ts', { cwd: folder.pathname, exclude: ['index.ts', '**/*.d.ts'] });
    for (const path of paths) await import(new URL(path, folder).href);
    assert.ok(paths.length > 40);
  });
});
