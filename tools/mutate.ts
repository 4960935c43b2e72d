/**
 * `npm run mutate`: changes the sources in a fixed sample of small ways, one at a time, and runs the nearest tests. A
 * change that no test notices is a survivor. Ends with 1 where more survive than the floor of its part allows.
 *
 *   npm run mutate                     both parts
 *   npm run mutate -- product          functions and shared: 95 %
 *   npm run mutate -- local            the local cloud: 90 %
 *   npm run mutate -- product --seed 2 --count 300 --only shared/config
 */

import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Mutant, mutantsOf } from './mutate/mutants.ts';
import { nearestTests } from './mutate/nearest-tests.ts';
import { type Played, play, runTests } from './mutate/play.ts';
import { rareWords } from './mutate/rare-words.ts';
import { sample } from './mutate/sample.ts';
import { readTree, type SourceFile } from './tree.ts';

const ROOT = new URL('..', import.meta.url).pathname;

interface Part {
  readonly name: string;
  readonly folders: readonly string[];
  readonly count: number;
  /** Per cent of the mutants that tests must notice. */
  readonly floor: number;
}

const PARTS: readonly Part[] = [
  { name: 'product', folders: ['functions/', 'shared/'], count: 120, floor: 95 },
  { name: 'local', folders: ['local/'], count: 60, floor: 90 },
];

interface Equivalent {
  readonly file: string;
  readonly line: string;
  readonly after: string;
  readonly reason: string;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string', default: '1' }, count: { type: 'string' }, only: { type: 'string', default: '' } },
});
const tree = readTree(ROOT);
const equivalents = JSON.parse(
  readFileSync(new URL('mutate/equivalents.json', import.meta.url), 'utf8'),
) as readonly Equivalent[];

const relevance = rareWords((path) => readFileSync(join(ROOT, path), 'utf8'));
/** Whether each test file passes without a mutant. */
const isSound = new Map<string, Promise<boolean>>();
let failed = false;
for (const part of PARTS.filter(({ name }) => positionals.length === 0 || positionals.includes(name)))
  failed = !(await mutate(part)) || failed;
process.exit(failed ? 1 : 0);

async function mutate(part: Part): Promise<boolean> {
  const files = tree.filter((file) => isOf(part, file));
  const all = files.flatMap(({ path }) => mutantsOf(path, readFileSync(join(ROOT, path), 'utf8')));
  const drawn = sample(
    all.filter((mutant) => !isEquivalent(mutant)),
    Number(values.count ?? part.count),
    Number(values.seed),
  );
  say(`${part.name}: ${drawn.length} of ${all.length} mutants, seed ${values.seed}`);
  const played = await inTurn(drawn, playNearest);
  const survivors = played.filter(({ killedBy }) => killedBy === undefined);
  const score =
    played.length === 0 ? 100 : Math.round(((played.length - survivors.length) * 1_000) / played.length) / 10;
  const holds = score >= part.floor;
  say(
    `${part.name}: ${score} % noticed, the floor is ${part.floor} %${holds ? '' : ': add tests, or list an equivalent with its reason in tools/mutate/equivalents.json'}`,
  );
  return holds;
}

function isOf(part: Part, { path }: SourceFile): boolean {
  return (
    part.folders.some((folder) => path.startsWith(folder)) &&
    path.startsWith(values.only) &&
    !path.includes('.generated.') &&
    !path.endsWith('.d.ts')
  );
}

function isEquivalent({ file, after, start, source }: Mutant): boolean {
  const line = source.slice(source.lastIndexOf('\n', start) + 1, source.indexOf('\n', start)).trim();
  return equivalents.some((one) => one.file === file && one.after === after && one.line === line);
}

/** The nearest few notice most; only a survivor of these is worth all that import the file. */
async function playNearest(mutant: Mutant): Promise<Played> {
  const nearest = nearestTests(mutant.file, tree, 120, (tests) => relevance(mutant, tests));
  let before = 0;
  for (const most of [3, 12, 40, 80, 120]) {
    const tests = await sound(nearest.slice(before, most));
    before = most;
    if (tests.length === 0) continue;
    const played = await play(ROOT, mutant, tests);
    if (played.killedBy !== undefined) return played;
  }
  say(`  survived: ${shown(mutant)}`);
  return { mutant, killedBy: undefined };
}

/** Leaves out test files that fail without a mutant too, on a busy machine for one: they would notice everything. */
async function sound(tests: readonly string[]): Promise<readonly string[]> {
  const unknown = tests.filter((test) => !isSound.has(test));
  if (unknown.length > 0) {
    const all = runTests(ROOT, unknown);
    // One after the other, where they are asked one by one.
    let turn: Promise<unknown> = all;
    for (const test of unknown) {
      const verdict = turn.then(async () => (await all) === true || passesAlone(test));
      isSound.set(test, verdict);
      turn = verdict;
    }
  }
  const passed = await Promise.all(tests.map((test) => isSound.get(test)));
  return tests.filter((_test, at) => passed[at]);
}

async function passesAlone(test: string): Promise<boolean> {
  const passed = (await runTests(ROOT, [test])) === true;
  if (!passed) say(`  left out, because it fails without a mutant: ${test}`);
  return passed;
}

async function inTurn(
  mutants: readonly Mutant[],
  run: (mutant: Mutant) => Promise<Played>,
): Promise<readonly Played[]> {
  const results: Played[] = [];
  const left = mutants.values();
  const worker = async (): Promise<void> => {
    for (const mutant of left) {
      results.push(await run(mutant));
      if (results.length % 10 === 0) say(`  ${results.length} of ${mutants.length}`);
    }
  };
  await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, worker));
  return results;
}

function shown({ file, line, before, after }: Mutant): string {
  const cut = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text).replaceAll('\n', ' ');
  return `${file}:${line} ${cut(before)} → ${after === '' ? 'nothing' : cut(after)}`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
