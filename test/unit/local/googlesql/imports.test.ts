import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { readTree } from '../../../../tools/tree.ts';

const root = new URL('../../../..', import.meta.url).pathname;
const own = readTree(root).filter(({ path }) => path.startsWith('local/googlesql/'));

/** The imports of a file at run time, without those for types alone. */
function runtimeImports(path: string): readonly string[] {
  const text = readFileSync(join(root, path), 'utf8');
  const found = text.matchAll(/(?:^|\n)(?:import|export)\s+(?!type\b)([^;]*?)from\s+'(\.[^']*)'/g);
  return [...found].flatMap(([, names = '', to = '']) => {
    const list = /^\s*\{([\s\S]*)\}\s*$/.exec(names)?.[1]?.split(',') ?? [''];
    const typesOnly =
      names.includes('{') && list.every((name) => name.trim() === '' || name.trim().startsWith('type '));
    return typesOnly ? [] : [normalize(join(dirname(path), to))];
  });
}

describe('the GoogleSQL library', () => {
  it('imports nothing outside of itself', () => {
    const foreign = own.flatMap(({ path, imports }) =>
      imports.filter((to) => !to.startsWith('local/googlesql/')).map((to) => `${path} imports ${to}`),
    );
    assert.deepEqual(foreign, []);
  });

  it('has no circle of imports when it runs', () => {
    const imports = new Map(own.map(({ path }) => [path, runtimeImports(path)]));
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (path: string, above: readonly string[]): void => {
      if (above.includes(path)) circles.push([...above.slice(above.indexOf(path)), path].join(' -> '));
      if (done.has(path) || above.includes(path)) return;
      for (const next of imports.get(path) ?? []) visit(next, [...above, path]);
      done.add(path);
    };
    for (const { path } of own) visit(path, []);
    assert.deepEqual(circles, []);
  });
});
