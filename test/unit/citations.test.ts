import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { commentsOf } from '../../tools/plain-english.ts';
import { readTree } from '../../tools/tree.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const FILE =
  /(?<![\w/.@${-])(?:docs|test|shared|functions|local|tools|bench|deploy|cli|demo|proto)\/[\w./-]+\.[a-z]+\b/g;
/** LD and SD are defects of the systems before this one, AL and AS are requirements. */
const CODE = /\b(?:[LS]D|A[LS])-\d\d\b/g;

interface Page {
  readonly path: string;
  readonly text: string;
}

function read(path: string): Page {
  return { path, text: readFileSync(join(ROOT, path), 'utf8') };
}

function documents(): readonly Page[] {
  return readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => read(`docs/${name}`));
}

const pages = [...readTree(ROOT).map(({ path }) => read(path)), ...documents()].filter(
  ({ path }) => path !== 'test/unit/citations.test.ts',
);
const origins = read('docs/origins.md').text;

describe('comments and pages', () => {
  it('cite headings of docs/write-api.md that are there', () => {
    const headings = [...read('docs/write-api.md').text.matchAll(/^## (.+)$/gm)].map(([, heading]) => String(heading));
    const cited = pages.flatMap(({ path, text }) =>
      [...text.replaceAll(/\n\s*(?:\*|\/\/) /g, ' ').matchAll(/write-api\.md, (.{1,40})/g)].map(([, found]) => ({
        path,
        found: String(found),
      })),
    );
    assert.ok(cited.length > 50, `${cited.length} citations`);
    assert.deepEqual(
      cited.filter(({ found }) => !headings.some((heading) => found.startsWith(heading))),
      [],
    );
  });

  it('name files of this tree that exist', () => {
    // Tests also name files that they make, and in texts of code a name is no statement.
    const stated = pages
      .filter(({ path }) => !path.startsWith('test/'))
      .map(({ path, text }) => ({ path, text: path.endsWith('.md') ? text : commentsOf(text).join('\n') }));
    const missing = stated.flatMap(({ path, text }) =>
      [...text.matchAll(FILE)]
        .map(([file]) => file)
        .filter((file) => !existsSync(join(ROOT, file)) && !existsSync(join(ROOT, dirname(path), file)))
        .map((file) => `${path}: ${file}`),
    );
    assert.deepEqual(missing, []);
  });

  it('use codes of defects and requirements that docs/origins.md explains', () => {
    const explained = new Set(origins.match(CODE));
    const unexplained = pages.flatMap(({ path, text }) =>
      (text.match(CODE) ?? []).filter((code) => !explained.has(code)).map((code) => `${path}: ${code}`),
    );
    assert.deepEqual(unexplained, []);
  });

  it('have a test with each of those codes in its title', () => {
    const code = pages
      .filter(({ path }) => path.startsWith('test/'))
      .flatMap(({ text }) => text.split('\n').filter((line) => !/^\s*(?:\/\/|\/?\*)/.test(line)));
    const tested = new Set(code.join('\n').match(CODE));
    assert.deepEqual(
      [...new Set(origins.match(CODE))].filter((found) => !tested.has(found)),
      [],
    );
  });
});
