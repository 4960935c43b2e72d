import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Mutant, mutantsOf } from '../../../tools/mutate/mutants.ts';
import { nearestTests } from '../../../tools/mutate/nearest-tests.ts';
import { play } from '../../../tools/mutate/play.ts';
import { rareWords } from '../../../tools/mutate/rare-words.ts';
import { sample } from '../../../tools/mutate/sample.ts';
import type { SourceFile } from '../../../tools/tree.ts';

const ROOT = new URL('../../../', import.meta.url).pathname;

describe('npm run mutate', () => {
  const changes = (source: string): readonly string[] =>
    mutantsOf('a.ts', source).map(({ before, after }) => `${before} → ${after}`);

  it('changes comparisons, sums, conditions, numbers, calls and waits, and no types', () => {
    assert.deepEqual(changes('export const a = (n: number): boolean => n < 3;'), ['< → <=', '3 → 4']);
    assert.deepEqual(changes('const waitMs = 600_000;'), []);
    assert.deepEqual(changes('type A = 1 | 2;\ninterface B { readonly c: true }'), []);
    assert.deepEqual(changes('if (a) b(); else c = d ?? e;'), ['a → false', 'a → true', 'b(); → ;', '?? → &&']);
    assert.deepEqual(changes('const a = !b ? true : f(-x);'), ['!b → false', '!b → true', '! → ', 'true → false']);
    assert.deepEqual(changes('async function f() { await g(); return h(1) as string; }'), [
      'await g(); → ;',
      'await  → ',
      'h(1) → undefined',
      '1 → 2',
    ]);
  });

  it('tells the line, and where in the text the change is', () => {
    const source = 'const a: number = 1;\nconst b = a + 2;\n';
    const [, plus] = mutantsOf('x.ts', source);
    assert.deepEqual([plus?.line, source.slice(plus?.start, plus?.end), plus?.after], [2, '+', '-']);
  });

  it('draws the same mutants for the same seed, at most one a line', () => {
    const all = Array.from(
      { length: 50 },
      (_, at): Mutant => ({ file: 'a', line: at >> 1, start: at, end: at, before: '', after: '', source: '' }),
    );
    const drawn = sample(all, 10, 1);
    assert.deepEqual(drawn, sample(all, 10, 1));
    assert.notDeepEqual(drawn, sample(all, 10, 2));
    assert.equal(new Set(drawn.map(({ line }) => line)).size, 10);
    assert.equal(sample(all, 99, 1).length, 25);
  });

  it('draws the same mutants after a change elsewhere', () => {
    const lines = Array.from({ length: 40 }, (_, at) => `const v${at} = ${at} + a;`);
    const drawnFrom = (source: string): readonly string[] =>
      sample(mutantsOf('x.ts', source), 10, 1).map(({ source: text, start, after }) => {
        const [line] = text.slice(text.lastIndexOf('\n', start) + 1).split('\n');
        return `${line} ${after}`;
      });
    const before = drawnFrom(lines.join('\n'));
    assert.deepEqual(drawnFrom(['/** A new comment. */', ...lines].join('\n')), before);
  });

  it('runs the test of the same name first, then the nearest by imports, in its own folder before others', () => {
    const file = (path: string, ...imports: readonly string[]): SourceFile => ({
      path,
      lines: 1,
      imports,
      loads: imports,
    });
    const tree = [
      file('shared/config/a.ts'),
      file('shared/config/b.ts', 'shared/config/a.ts'),
      file('test/unit/shared/config/b.test.ts', 'shared/config/b.ts'),
      file('test/unit/shared/config/a.test.ts', 'shared/config/b.ts'),
      file('test/unit/functions/sink/c.test.ts', 'shared/config/a.ts'),
      file('test/chaos/d.test.ts', 'shared/config/a.ts'),
    ];
    assert.deepEqual(nearestTests('shared/config/a.ts', tree, 9), [
      'test/unit/shared/config/a.test.ts',
      'test/unit/shared/config/b.test.ts',
      'test/unit/functions/sink/c.test.ts',
    ]);
    assert.equal(nearestTests('shared/config/a.ts', tree, 1).length, 1);
  });

  it('takes a test of another suite for nearer than a unit test where its path has the words of the file', () => {
    const file = (path: string, ...imports: readonly string[]): SourceFile => ({
      path,
      lines: 1,
      imports,
      loads: imports,
    });
    const tree = [
      file('local/bigquery/read/vector.ts'),
      file('local/bigquery/index.ts', 'local/bigquery/read/vector.ts'),
      file('test/unit/cli/doctor.test.ts', 'local/bigquery/index.ts'),
      file('test/support/warehouse.ts', 'local/bigquery/index.ts'),
      file('test/conformance/bigquery/storage-read.test.ts', 'test/support/warehouse.ts'),
    ];
    assert.deepEqual(nearestTests('local/bigquery/read/vector.ts', tree, 1), [
      'test/conformance/bigquery/storage-read.test.ts',
    ]);
  });

  it('takes a test for nearer that has words of the changed lines which other tests have not', () => {
    const tests = { 'sum.test.ts': 'SUM(x) value', 'sign.test.ts': 'SIGN(x) value', 'sine.test.ts': 'SINE(x) value' };
    const relevance = rareWords((path) => tests[path as keyof typeof tests]);
    const source = `sine\n${'\n'.repeat(19)}define('SIGN', value);\n`;
    const mutant: Mutant = { file: 'a', line: 21, start: 0, end: 0, before: '', after: '', source };
    const of = relevance(mutant, Object.keys(tests));
    assert.ok(of('sign.test.ts') > of('sum.test.ts'));
    // "sine" stands too far away, and each of them has "value".
    assert.deepEqual([of('sum.test.ts'), of('sine.test.ts')], [0, 0]);
  });

  it('sees that a test notices a change, and that another does not, and leaves the source alone', async function () {
    this.timeout(60_000);
    const folder = mkdtempSync(join(tmpdir(), 'penstock-mutate-'));
    try {
      const source = 'export const twice = (n: number): number => n * 2;\n';
      writeFileSync(join(folder, 'twice.ts'), source);
      const at = join(folder, 'twice.ts');
      const test = (n: number): string =>
        `import assert from 'node:assert/strict';\nimport { twice } from '${at}';\nit('doubles', () => assert.equal(twice(${n}), ${2 * n}));\n`;
      writeFileSync(join(folder, 'three.test.mts'), test(3));
      writeFileSync(join(folder, 'zero.test.mts'), test(0));
      const [times] = mutantsOf(at.slice(ROOT.length), source);
      const mutant = { ...(times as Mutant), file: `../${'../'.repeat(ROOT.split('/').length)}${at.slice(1)}` };
      assert.equal((await play(ROOT, mutant, [join(folder, 'three.test.mts')])).killedBy, 'test');
      assert.equal(
        (await play(ROOT, { ...mutant, after: '+ 0 *' }, [join(folder, 'zero.test.mts')])).killedBy,
        undefined,
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
