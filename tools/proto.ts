/**
 * `npm run proto`: holds the `.proto` files to the committed baseline, and to the schema of a table.
 * One line a break: what broke, where, and the remedy. Exit 0: nothing broke; 1: something did; 2: used wrongly.
 */

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { type Break, breakLine } from '@penstock/shared/bigquery/proto/break.ts';
import { findBreaks } from '@penstock/shared/bigquery/proto/compatibility.ts';
import { schemaOfMessage } from '@penstock/shared/bigquery/proto/message-schema.ts';
import { type ParsedProtos, parseProtos } from '@penstock/shared/bigquery/proto/parse.ts';
import { type ProtoSnapshot, snapshotOf } from '@penstock/shared/bigquery/proto/snapshot.ts';
import { tableBreaks } from '@penstock/shared/bigquery/proto/table-compatibility.ts';
import { type RestField, type RestSchema, schemaFromRest } from '@penstock/shared/bigquery/schema/from-rest.ts';
import { messageOf } from '@penstock/shared/runtime/errors.ts';

const HELP = `npm run proto -- [check | update] [options]

check    (default) compare the .proto files with the baseline; with --table, a message with a table as well
update   write the baseline anew: accepts every break that check would report

--dir <folder>      the tree of .proto files (default: proto)
--table <file>      a table schema as JSON, in the form of "bq show --schema"
--message <name>    the message whose rows go into the table, by its full name
--help              this text

A folder that holds a file THIRD_PARTY.md is not ours: it is parsed, and not held to the baseline.
The baseline is <dir>/baseline/penstock.json.
`;

/** Marks a folder whose files another project publishes. */
const THIRD_PARTY = 'THIRD_PARTY.md';

export interface Io {
  readonly out: (line: string) => void;
  readonly error: (line: string) => void;
}

export function main(args: readonly string[], io: Io): number {
  try {
    return run(args, io);
  } catch (error) {
    io.error(messageOf(error));
    return 2;
  }
}

function run(args: readonly string[], io: Io): number {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      dir: { type: 'string', default: 'proto' },
      table: { type: 'string' },
      message: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    io.out(HELP.trimEnd());
    return 0;
  }
  const [command = 'check', ...rest] = positionals;
  if (rest.length > 0 || (command !== 'check' && command !== 'update')) {
    throw new Error(`unknown command ${positionals.join(' ')}; see --help`);
  }
  if ((values.table === undefined) !== (values.message === undefined)) {
    throw new Error('--table and --message go together');
  }
  const tree = readTree(resolve(values.dir));
  const parsed = parseProtos(tree.files);
  const current = snapshotOf(parsed, (file) => tree.ours.has(file));
  const baselineFile = join(resolve(values.dir), 'baseline', 'penstock.json');
  if (command === 'update') return update(baselineFile, current, io);
  const breaks = [
    ...checkBaseline(baselineFile, current, values.dir),
    ...(values.table === undefined ? [] : checkTable(parsed, values.message as string, values.table)),
  ];
  for (const found of breaks) io.out(breakLine(found));
  if (breaks.length === 0) io.out(`${count(current)}: compatible`);
  return breaks.length === 0 ? 0 : 1;
}

interface Tree {
  /** By the path that an `import` names. */
  readonly files: ReadonlyMap<string, string>;
  readonly ours: ReadonlySet<string>;
}

function readTree(root: string): Tree {
  if (!existsSync(root)) throw new Error(`there is no folder ${root}`);
  const files = new Map<string, string>();
  const ours = new Set<string>();
  const walk = (folder: string, foreign: boolean): void => {
    const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
    const thirdParty = foreign || entries.some(({ name }) => name === THIRD_PARTY);
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) walk(path, thirdParty);
      if (!entry.isFile() || !entry.name.endsWith('.proto')) continue;
      const name = relative(root, path).split(sep).join('/');
      files.set(name, readFileSync(path, 'utf8'));
      if (!thirdParty) ours.add(name);
    }
  };
  walk(root, false);
  if (files.size === 0) throw new Error(`no .proto file under ${root}`);
  return { files, ours };
}

function update(file: string, current: ProtoSnapshot, io: Io): number {
  const before = readBaseline(file);
  for (const found of before === undefined ? [] : findBreaks(before, current)) io.out(`accepted: ${breakLine(found)}`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, textOf(current));
  io.out(`${count(current)}: baseline written`);
  return 0;
}

function checkBaseline(file: string, current: ProtoSnapshot, dir: string): readonly Break[] {
  const baseline = readBaseline(file);
  const at = { file: `${dir}/baseline/penstock.json`, where: 'baseline' };
  const remedy = 'Run "npm run proto -- update" and commit the file';
  if (baseline === undefined) return [{ ...at, what: 'there is none', remedy }];
  const breaks = findBreaks(baseline, current);
  if (breaks.length > 0 || textOf(baseline) === textOf(current)) return breaks;
  // The next edit could break a message unseen that the baseline does not know yet.
  return [{ ...at, what: 'compatible additions are not in it yet', remedy }];
}

function readBaseline(file: string): ProtoSnapshot | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as ProtoSnapshot) : undefined;
}

function textOf(snapshot: ProtoSnapshot): string {
  return `${JSON.stringify(snapshot, undefined, 2)}\n`;
}

function checkTable(parsed: ParsedProtos, message: string, file: string): readonly Break[] {
  const { schema } = schemaOfMessage(parsed.root, message);
  const table = schemaFromRest(JSON.parse(readFileSync(file, 'utf8')) as RestSchema | readonly RestField[]);
  return tableBreaks(parsed.fileOf.get(message) ?? message, message, schema, table);
}

function count({ messages, enums }: ProtoSnapshot): string {
  return `${Object.keys(messages).length} messages and ${Object.keys(enums).length} enums`;
}

if (import.meta.main) {
  const write = (stream: NodeJS.WriteStream) => (line: string) => void stream.write(`${line}\n`);
  process.exitCode = main(process.argv.slice(2), { out: write(process.stdout), error: write(process.stderr) });
}
