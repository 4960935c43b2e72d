/**
 * `node tools/config-schemas.ts`: compiles every `*.schema.json` of `functions/`, `shared/` and `cli/` to a checker in plain
 * JavaScript and to a TypeScript type, and writes the schema's table into the README beside it. `--check` only says
 * which of these files are not current.
 */

import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { compileSchema } from './config-schemas/compile.ts';
import { schemaTable } from './config-schemas/table.ts';
import { schemaType } from './config-schemas/type.ts';

const ROOT = new URL('..', import.meta.url).pathname;

export interface Output {
  /** From the root. */
  readonly path: string;
  readonly text: string;
}

/** Everything that the schemas of the tree come to. */
export async function outputs(root: string): Promise<readonly Output[]> {
  const found = globSync('{functions,shared,cli}/**/*.schema.json', {
    cwd: root,
    exclude: ['**/node_modules/**'],
  }).toSorted();
  const made = await Promise.all(found.map((path) => outputsOf(root, path)));
  return [...made.flat(), ...tables(root, found)];
}

async function outputsOf(root: string, path: string): Promise<readonly Output[]> {
  const schema = JSON.parse(readFileSync(join(root, path), 'utf8')) as Record<string, unknown>;
  const name = basename(path, '.schema.json');
  const head = `// Made by tools/config-schemas.ts from ${basename(path)}. Do not edit.\n`;
  const target = path.replace(/\.json$/, '.generated');
  try {
    return [
      { path: `${target}.js`, text: `${head}${await compileSchema(name, schema)}` },
      { path: `${target}.d.ts`, text: `${head}${schemaType(name, schema)}` },
    ];
  } catch (error) {
    throw new Error(`${path}: ${(error as Error).message}`, { cause: error });
  }
}

/** The README of a schema's folder, or of the nearest folder above, has a place for its table. */
function tables(root: string, schemas: readonly string[]): readonly Output[] {
  const readmes = new Map<string, string>();
  for (const path of schemas) {
    const schema = JSON.parse(readFileSync(join(root, path), 'utf8')) as Record<string, unknown>;
    const readme = readmeOf(root, dirname(path));
    const text = readmes.get(readme) ?? readFileSync(join(root, readme), 'utf8');
    const mark = basename(path, '.json');
    const [begin, end] = [`<!-- ${mark} -->\n`, `<!-- end of ${mark} -->`];
    const [from, to] = [text.indexOf(begin), text.indexOf(end)];
    if (from === -1 || to < from) throw new Error(`${readme} has no place for the table: add ${begin}${end}`);
    readmes.set(readme, `${text.slice(0, from + begin.length)}${schemaTable(schema)}\n${text.slice(to)}`);
  }
  return [...readmes].map(([path, text]) => ({ path, text }));
}

function readmeOf(root: string, folder: string): string {
  for (let at = folder; at !== '.'; at = dirname(at)) {
    if (existsSync(join(root, at, 'README.md'))) return `${at}/README.md`;
  }
  throw new Error(`No README.md in ${folder} or above.`);
}

/** The files that differ from what they should be. */
export async function stale(root: string): Promise<readonly Output[]> {
  const all = await outputs(root);
  return all.filter(
    ({ path, text }) => !existsSync(join(root, path)) || readFileSync(join(root, path), 'utf8') !== text,
  );
}

if (import.meta.main) {
  const wrong = await stale(ROOT);
  const check = process.argv.includes('--check');
  for (const { path, text } of wrong) {
    if (!check) writeFileSync(join(ROOT, path), text);
    process.stdout.write(`${check ? 'not current' : 'written'}: ${path}\n`);
  }
  process.exitCode = check && wrong.length > 0 ? 1 : 0;
}
