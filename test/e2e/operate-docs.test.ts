import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { WORDS } from '../../cli/words.ts';
import { type LocalCloud, startLocalCloud } from '../../local/index.ts';
import { setEnvironment } from '../support/environment.ts';
import { penstock } from '../support/penstock.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);
const textOf = (page: string): string => readFileSync(join(ROOT, page), 'utf8');

describe('docs/training.md', function () {
  this.timeout(60_000);
  let cloud: LocalCloud;
  let restore: () => void;
  const page = textOf('docs/training.md');
  const [, beginning = ''] = /```ts\n([\s\S]*?)```/.exec(page) ?? [];
  const exercises = [...page.matchAll(/```ts exercise\n([\s\S]*?)```/g)].map(([, code]) => code as string);
  const queries = [...page.matchAll(/^npx penstock query --local '(.*)'$/gm)].map(([, sql]) => sql as string);

  before(async () => {
    cloud = await startLocalCloud();
    restore = setEnvironment(cloud.env);
    for (const sql of queries.slice(0, 2)) await query(sql);
  });
  after(async () => {
    restore();
    await cloud.close();
  });
  async function query(sql: string): Promise<string> {
    const { code, out, error } = await penstock(['query', sql, '--json'], { env: cloud.env });
    assert.equal(code, 0, error);
    return out;
  }
  /** Returns what the exercise prints. */
  async function done(exercise: string): Promise<string> {
    // At once: a connection that an exercise leaves open keeps the process for half a minute.
    const code = `${beginning}\n${exercise}\nclient.close();\nprocess.exit();\n`;
    const args = ['--input-type=module-typescript', '--eval', code];
    const env = { ...process.env, ...cloud.env };
    return (await run(process.execPath, args, { cwd: ROOT, env })).stdout;
  }

  for (const [at, exercise] of exercises.entries()) {
    it(`has an exercise that runs as it stands and prints what it says: ${at + 1}`, async () => {
      const expected = [...exercise.matchAll(/^\/\/ → (.*)$/gm)].map(([, text]) => text as string);
      assert.ok(expected.length > 0);
      const printed = await done(exercise);
      for (const text of expected) assert.ok(printed.includes(text), `${printed} has no ${text}`);
    });
  }

  it('shows the cost of a mistake: the default stream takes a repeated row twice', async () => {
    const [doubles = ''] = queries.slice(2);
    assert.equal((await query(doubles)).trim(), '');
    await done(exercises[0] as string);
    const ids = (await query(doubles))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).id);
    assert.deepEqual(ids.map(String).toSorted(), ['1', '3']);
  });
});

describe('the pages for people who operate', () => {
  const PAGES = ['operations', 'compliance', 'upgrade', 'training', 'scale', 'rfc-follow-ups'].map(
    (name) => `docs/${name}.md`,
  );

  for (const page of PAGES) {
    it(`link only to files that are there: ${page}`, () => {
      for (const [, target] of textOf(page).matchAll(/\]\(((?!https?:)[^)#]+)[^)]*\)/g))
        assert.ok(existsSync(join(ROOT, normalize(join(dirname(page), target as string)))), target);
    });
  }

  it('name only words that the command has, and scripts that are there', async () => {
    const words = new Map<string, readonly string[]>();
    for (const word of WORDS) {
      const found = await word.load();
      words.set(word.name, 'commands' in found ? found.commands.map(({ name }) => name) : []);
    }
    const { scripts } = JSON.parse(textOf('package.json')) as { scripts: object };
    for (const page of [...PAGES, ...globSync('deploy/runbooks/*.md', { cwd: ROOT })]) {
      const text = textOf(page);
      for (const [, first, second] of text.matchAll(/`(?:npx )?penstock ([a-z]+)(?: ([a-z]+))?/g)) {
        const inside = words.get(first as string);
        assert.ok(inside !== undefined, `${page}: penstock ${first}`);
        if (second !== undefined && inside.length > 0)
          assert.ok(inside.includes(second), `${page}: ${first} ${second}`);
      }
      for (const [, name] of text.matchAll(/`npm run (?:-s )?([\w:]+)/g))
        assert.ok(Object.hasOwn(scripts, name as string), `${page}: npm run ${name}`);
    }
  });

  it('answer every follow-up and every concern of the design', () => {
    const page = textOf('docs/rfc-follow-ups.md');
    const rows = page.split('\n').filter((line) => line.startsWith('| ') && !/^\| (asked|concern)/.test(line));
    // The seed has 22 follow-ups, and 19 lines of feedback.
    assert.equal(rows.length, 22 + 19);
    for (const row of rows) assert.ok((row.split('|')[2] ?? '').trim().length > 10, row);
  });
});
