import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = new URL('../../../shared/', import.meta.url).pathname;

describe('the modules of shared', () => {
  // Files that hold nothing but types are never loaded otherwise, and would count as code that no test runs.
  it('can each be loaded by themselves, without doing anything', async () => {
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' });
    const sources = files.filter((file) => file.endsWith('.ts') && !file.includes('node_modules'));
    assert.ok(sources.length > 100);
    const handles = process.getActiveResourcesInfo().length;
    for (const file of sources) await import(pathToFileURL(join(root, file)).href);
    assert.ok(process.getActiveResourcesInfo().length <= handles + 1);
  });
});
