/**
 * `node tools/plain-english.ts`: how plain comments, test titles and descriptions are, by the words that made
 * readers stop. Each folder has a ceiling in `plain-english.json`, which a test holds. `--lower` writes today's
 * ratios where they are lower.
 */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const ROOT = new URL('..', import.meta.url).pathname;
const CEILINGS = new URL('plain-english.json', import.meta.url);

/** Sentences that open like this hide their subject: "Who appends in a loop and waits for nothing but room is let in". */
const RIDDLE = /^(?:What|Whatever|Who|Whoever|Whom|Whose|Where|Wherever|How|Nobody|Somebody|Neither)\b/;
/** People without a role: say caller, client, user or reader. */
const PERSON = /\b(?:nobody|somebody|whoever|whom|himself|he|his)\b/i;

export interface Measure {
  readonly texts: number;
  /** Per cent of the texts with a sentence that opens as a riddle, and with a person without a role. */
  readonly riddles: number;
  readonly persons: number;
}

export type Ceilings = Readonly<Record<string, Pick<Measure, 'riddles' | 'persons'>>>;

/** The folders whose comments are measured. The titles of the tests are measured apart. */
export const FOLDERS = ['bench', 'cli', 'demo', 'deploy', 'functions', 'local', 'shared', 'test', 'tools'] as const;
export const TITLES = 'test titles';
export const DESCRIPTIONS = 'descriptions';
/** The files whose descriptions users read: schemas, settings, metrics, commands, and the variables of Terraform. */
const DESCRIBED = [
  ['functions', '.schema.json'],
  ['functions', '.ts'],
  ['shared', '.ts'],
  ['cli', '.ts'],
  ['local', '.ts'],
  ['deploy/terraform', '.tf'],
] as const;

export function measureTree(root: string): Readonly<Record<string, Measure>> {
  const comments = FOLDERS.map((folder) => [folder, measure(texts(root, folder, '.ts', commentsOf))] as const);
  return Object.fromEntries([
    ...comments,
    [TITLES, measure(texts(root, 'test', '.ts', titlesOf))],
    [DESCRIPTIONS, measure(DESCRIBED.flatMap(([folder, ending]) => texts(root, folder, ending, descriptionsOf)))],
  ]);
}

export function measure(texts: readonly string[]): Measure {
  const share = (bad: (text: string) => boolean): number =>
    texts.length === 0 ? 0 : Math.round((texts.filter(bad).length * 1_000) / texts.length) / 10;
  return {
    texts: texts.length,
    riddles: share((text) => sentences(text).some((sentence) => RIDDLE.test(sentence))),
    persons: share((text) => PERSON.test(text)),
  };
}

/** Questions are no riddles: they end with a question mark. */
function sentences(text: string): readonly string[] {
  return text.split(/(?<=[.!?:;])\s+/).filter((sentence) => !sentence.endsWith('?'));
}

/** Comments that begin a line: a block, or lines of `//` that follow each other. */
export function commentsOf(source: string): readonly string[] {
  const comments: string[] = [];
  let open: string[] | undefined;
  let kind: 'block' | 'lines' | undefined;
  const end = (): void => {
    const text = (open?.join(' ') ?? '').replace(/\s+/g, ' ').trim();
    if (text !== '' && !/^(?:biome-ignore|c8 ignore|@ts-)/.test(text)) comments.push(text);
    open = undefined;
    kind = undefined;
  };
  for (const line of source.split('\n')) {
    const trimmed = line.trim();
    if (kind === 'block') {
      open?.push(trimmed.replace(/^\*+\/?\s?/, '').replace(/\*\/.*$/, ''));
      if (trimmed.includes('*/')) end();
    } else if (trimmed.startsWith('/*')) {
      end();
      open = [trimmed.replace(/^\/\*+\s?/, '').replace(/\*\/.*$/, '')];
      kind = 'block';
      if (trimmed.includes('*/')) end();
    } else if (trimmed.startsWith('//')) {
      open ??= [];
      open.push(trimmed.replace(/^\/\/+\s?/, ''));
      kind = 'lines';
    } else if (kind === 'lines') end();
  }
  end();
  return comments;
}

/** The titles of `it` and `describe`, read as sentences: they open with a capital here. */
export function titlesOf(source: string): readonly string[] {
  const found = source.matchAll(/\b(?:it|describe)\(\s*(['"`])((?:\\.|(?!\1)[^\\])*)\1/gs);
  return [...found].map(([, , title = '']) => `${title.slice(0, 1).toUpperCase()}${title.slice(1)}`);
}

/** Texts under `description` and `about`, in JSON, TypeScript and Terraform: `--help`, READMEs and types show them. */
export function descriptionsOf(source: string): readonly string[] {
  const found = source.matchAll(/\b(?:about|description)"?\s*[:=]\s*(['"`])((?:\\.|(?!\1)[^\\])*)\1/gs);
  return [...found].map(([, , text = '']) => text);
}

function texts(
  root: string,
  folder: string,
  ending: string,
  of: (source: string) => readonly string[],
): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending) && !entry.name.includes('.generated.'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !relative(root, path).includes('node_modules'))
    .flatMap((path) => of(readFileSync(path, 'utf8')));
}

export function ceilings(): Ceilings {
  return JSON.parse(readFileSync(CEILINGS, 'utf8')) as Ceilings;
}

/** One sentence for each ratio that is above its ceiling. */
export function excesses(measured: Readonly<Record<string, Measure>>, allowed: Ceilings): readonly string[] {
  return Object.entries(measured).flatMap(([name, { riddles, persons }]) => {
    const most = allowed[name] ?? { riddles: 0, persons: 0 };
    return [
      ...(riddles > most.riddles
        ? [`${name}: ${riddles} % open with What, Who, Where, How, Nobody …; at most ${most.riddles} %`]
        : []),
      ...(persons > most.persons
        ? [`${name}: ${persons} % speak of nobody, whoever, he …; at most ${most.persons} %`]
        : []),
    ];
  });
}

if (import.meta.main) {
  const measured = measureTree(ROOT);
  for (const [name, { texts: count, riddles, persons }] of Object.entries(measured))
    process.stdout.write(
      `${name.padEnd(12)} ${String(count).padStart(5)} texts, riddles ${riddles} %, persons ${persons} %\n`,
    );
  if (process.argv.includes('--lower')) {
    const before = ceilings();
    const lowered = Object.entries(measured).map(([name, { riddles, persons }]) => {
      const most = before[name] ?? { riddles: 100, persons: 100 };
      return [name, { riddles: Math.min(most.riddles, riddles), persons: Math.min(most.persons, persons) }];
    });
    writeFileSync(CEILINGS, `${JSON.stringify(Object.fromEntries(lowered), null, 2)}\n`);
  }
}
