import assert from 'node:assert/strict';
import { importBreaches, importsOf, readTree } from '../../../tools/tree.ts';

const root = new URL('../../..', import.meta.url).pathname;

describe('the tree', () => {
  it('keeps the rules of who may import whom', () => {
    assert.deepEqual(importBreaches(readTree(root)), []);
  });

  it('has no file much longer than 300 lines that is written by hand, outside its tests', () => {
    const byHand = readTree(root).filter(({ path }) => !path.startsWith('test/') && !path.includes('.generated.'));
    const long = byHand.filter(({ lines }) => lines > 330);
    assert.deepEqual(
      long.map(({ path, lines }) => `${path}: ${lines}`),
      [],
    );
  });
});

describe('the import check', () => {
  const breaches = (path: string, text: string): readonly string[] =>
    importBreaches([{ path, lines: 1, imports: importsOf(path, text) }]);

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
    ['a package of others', 'local/cloud.ts', "import * as grpc from '@grpc/grpc-js';"],
    ['a test that imports both', 'test/e2e/a.test.ts', "import { a } from '../../local/cloud.ts';"],
  ] as const) {
    it(`lets pass ${what}`, () => assert.deepEqual(breaches(path, text), []));
  }
});
