import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jarOf, needsBuild } from '../../../../deploy/dataflow/launch/program.ts';

const ROOT = new URL('../../../../', import.meta.url);
const PAGES = ['docs/dataflow.md', 'deploy/dataflow/README.md', 'deploy/dataflow/update-and-drain.md'];

describe('the program that a launch takes', () => {
  let module: string;

  beforeEach(() => {
    module = mkdtempSync(join(tmpdir(), 'penstock-program-'));
    mkdirSync(join(module, 'src/main/java'), { recursive: true });
    mkdirSync(join(module, 'target'));
    for (const file of ['pom.xml', 'src/main/java/Main.java']) writeFileSync(join(module, file), '');
  });
  afterEach(() => rmSync(module, { recursive: true }));

  it('is built where there is none', () => {
    assert.equal(needsBuild(module), true);
  });

  it('is built again after a change of a source or of the pom, and else taken as it is', () => {
    writeFileSync(jarOf(module), '');
    const at = (file: string, seconds: number) => utimesSync(join(module, file), seconds, seconds);
    for (const file of ['src', 'src/main', 'src/main/java', 'src/main/java/Main.java', 'pom.xml']) at(file, 1_000);
    at('target/penstock-dataflow.jar', 2_000);
    assert.equal(needsBuild(module), false);
    for (const file of ['pom.xml', 'src/main/java/Main.java']) {
      at(file, 3_000);
      assert.equal(needsBuild(module), true, file);
      at(file, 1_000);
    }
  });
});

describe('the pages about the Beam job', () => {
  /** The lines of `npm run dataflow` that a page tells its reader to run. */
  const lines = PAGES.flatMap((page) =>
    [...readFileSync(new URL(page, ROOT), 'utf8').matchAll(/npm run dataflow -- (--project [^`#\n]*)/g)].map(
      ([, words = '']) => [page, words.trim().replace(/\.$/, '')] as const,
    ),
  );
  const [, routes = ''] = /```yaml\n([\s\S]*?)```/.exec(readFileSync(new URL('docs/dataflow.md', ROOT), 'utf8')) ?? [];

  it('tell no launch that the command does not take', () => {
    assert.ok(lines.length >= 5, `${lines.length} lines`);
    const folder = mkdtempSync(join(tmpdir(), 'penstock-page-'));
    try {
      writeFileSync(join(folder, 'sink.yaml'), routes.replaceAll(/^ {3}/gm, ''));
      for (const [page, words] of new Set(lines)) {
        const given = words.replace(/ --dry-run$/, '').split(' ');
        const main = new URL('deploy/dataflow/launch/main.ts', ROOT).pathname;
        const { status, stdout, stderr } = spawnSync(process.execPath, [main, '--dry-run', ...given], {
          cwd: folder,
          encoding: 'utf8',
        });
        assert.equal(status, 0, `${page}: ${words}: ${stderr}`);
        assert.match(stdout, /--runner=DataflowRunner/);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
