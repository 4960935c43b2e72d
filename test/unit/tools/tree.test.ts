import assert from 'node:assert/strict';
import {
  importBreaches,
  importCircles,
  importsOf,
  loadsOf,
  loadsUndici,
  readTree,
  type SourceFile,
  undiciLoaders,
} from '../../../tools/tree.ts';

const root = new URL('../../..', import.meta.url).pathname;

describe('the tree', () => {
  it('keeps the rules of allowed imports', () => {
    assert.deepEqual(importBreaches(readTree(root)), []);
  });

  it('loads nothing in a circle in functions, shared, cli and demo', () => {
    const files = readTree(root).filter(({ path }) => /^(functions|shared|cli|demo)\//.test(path));
    assert.deepEqual(importCircles(files), []);
  });

  it('imports no value of node:http in what runs, because that loads all of undici', () => {
    assert.deepEqual(undiciLoaders(root), []);
    assert.ok(loadsUndici("import { type Server, createServer } from 'node:http';"));
    assert.ok(loadsUndici("import { type Server } from 'node:http';"));
    assert.ok(!loadsUndici("import type { Server } from 'node:http';\nimport { request } from 'node:https';"));
  });

  it('has no file longer than 300 lines outside its tests', () => {
    // The local cloud has two that are a little longer.
    const most = (path: string): number => (path.startsWith('local/') ? 320 : 300);
    const long = readTree(root).filter(
      ({ path, lines }) => !path.startsWith('test/') && !/\.generated\./.test(path) && lines > most(path),
    );
    assert.deepEqual(
      long.map(({ path, lines }) => `${path}: ${lines}`),
      [],
    );
  });
});

describe('the circle check', () => {
  const circles = (texts: Readonly<Record<string, string>>): readonly string[] =>
    importCircles(
      Object.entries(texts).map(
        ([path, text]): SourceFile => ({ path, lines: 1, imports: [], loads: loadsOf(path, text) }),
      ),
    );

  it('finds files that load each other, over any number of others, and one that loads itself', () => {
    assert.deepEqual(circles({ 'a/a.ts': "import { b } from './b.ts';", 'a/b.ts': "export { a } from './a.ts';" }), [
      'a/a.ts ⇄ a/b.ts',
    ]);
    assert.deepEqual(
      circles({
        'a/a.ts': "import './b.ts';",
        'a/b.ts': "import {\n  type B,\n  c,\n} from './c.ts';",
        'a/c.ts': "import * as a from '../a/a.ts';",
        'a/d.ts': "import { a } from './a.ts';",
        'a/e.ts': "import { e } from './e.ts';",
      }),
      ['a/a.ts ⇄ a/b.ts ⇄ a/c.ts', 'a/e.ts'],
    );
  });

  it('finds none in types, in imports at a call, and in what only looks like an import', () => {
    assert.deepEqual(
      circles({
        'a/a.ts': "import type { B } from './b.ts';\nexport type { C } from './b.ts';",
        'a/b.ts': "import { a } from './a.ts';\nconst c = await import('./c.ts');",
        'a/c.ts': "import { b } from './b.ts';\n// import { c } from './c.ts';",
      }),
      [],
    );
  });

  it('knows packages of ours by their names', () => {
    assert.deepEqual(
      circles({
        'shared/a.ts': "import { b } from '@penstock/shared/b.ts';",
        'shared/b.ts': "import { a } from './a.ts';",
      }),
      ['shared/a.ts ⇄ shared/b.ts'],
    );
  });
});

describe('the import check', () => {
  const breaches = (path: string, text: string): readonly string[] =>
    importBreaches([{ path, lines: 1, imports: importsOf(path, text), loads: [] }]);

  for (const [what, path, text] of [
    ['a function that imports another', 'functions/sink/handler.ts', "import { a } from '../loader/plan.ts';"],
    ['a function that imports the local cloud', 'functions/sink/handler.ts', "import { a } from '@penstock/local';"],
    ['shared that imports a function', 'shared/pubsub/publish.ts', "import type { A } from '@penstock/sink/index.ts';"],
    ['runtime that imports the rest of shared', 'shared/runtime/log.ts', "import { a } from '../pubsub/publish.ts';"],
    [
      'the local cloud that imports shared',
      'local/cloud.ts',
      "const a = await import('@penstock/shared/runtime/log.ts');",
    ],
    ['the demo that imports shared', 'demo/demo.ts', "import { a } from '@penstock/shared/runtime/log.ts';"],
    ['the command that imports the inside of a door', 'cli/words.ts', "import { a } from '../functions/sink/sink.ts';"],
    ['a function that imports the command', 'functions/sink/handler.ts', "import { a } from '../../cli/run.ts';"],
    ['a re-export of what must not be imported', 'local/index.ts', "export { a } from '../shared/runtime/log.ts';"],
  ] as const) {
    it(`finds ${what}`, () => assert.equal(breaches(path, text).length, 1));
  }

  for (const [what, path, text] of [
    [
      'a function that imports shared',
      'functions/sink/handler.ts',
      "import { a } from '@penstock/shared/runtime/log.ts';",
    ],
    ['a function that imports itself', 'functions/sink/handler.ts', "import { a } from './config.ts';"],
    ['the words of a door in the command', 'cli/words.ts', "import { a } from '../functions/sink/commands/index.ts';"],
    ['the local cloud in the demo', 'demo/demo.ts', "import { a } from '@penstock/local/index.ts';"],
    ['a package of others', 'local/cloud.ts', "import * as grpc from '@grpc/grpc-js';"],
    ['a test that imports both', 'test/e2e/a.test.ts', "import { a } from '../../local/cloud.ts';"],
  ] as const) {
    it(`lets pass ${what}`, () => assert.deepEqual(breaches(path, text), []));
  }
});
