import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { type ConfigFile, loadConfigFile, readConfigFile } from '@penstock/shared/config/files.ts';
import { problemText } from '@penstock/shared/config/problem.ts';
import type { CompiledSchema } from '@penstock/shared/config/schema.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { compiledSchema } from '../../../support/compiled-schema.ts';

interface Route {
  readonly mode?: string;
  readonly rows?: number;
  readonly columns?: readonly { readonly name: string }[];
}

describe('a config file', () => {
  let schema: CompiledSchema<Route>;

  before(async () => {
    schema = await compiledSchema<Route>({
      type: 'object',
      additionalProperties: false,
      properties: {
        $schema: { type: 'string' },
        mode: { enum: ['STREAM', 'FILES'] },
        rows: { type: 'integer', minimum: 1, maximum: 500 },
        columns: {
          type: 'array',
          items: {
            type: 'object',
            required: ['name'],
            additionalProperties: false,
            properties: { name: { type: 'string' } },
          },
        },
      },
    });
  });

  const load = (text: string | Uint8Array, name = 'route.json') => loadConfigFile(schema, text, { name });

  async function problems(text: string | Uint8Array, name = 'route.json'): Promise<readonly string[]> {
    const read = await readConfigFile(schema, text, { name });
    assert.ok('problems' in read, 'the file is taken');
    return read.problems.map(problemText);
  }

  it('is the same value in JSON and in YAML, without the $schema that editors read', async () => {
    const value = { mode: 'FILES', rows: 7, columns: [{ name: 'a' }] };
    const json = JSON.stringify({ $schema: './route.schema.json', ...value });
    assert.deepEqual((await load(json)).value, value);
    for (const name of ['a.yaml', 'gs://bucket/b.YML'])
      assert.deepEqual((await load('mode: FILES\nrows: 7 # few\ncolumns:\n  - name: a\n', name)).value, value);
  });

  it('tells every problem at once, with its line, what was found, what is allowed and what was meant', async () => {
    const text = '{\n  "mode": "STREM",\n  "row": 7,\n  "columns": [{"name": "a"}, {}]\n}';
    assert.deepEqual(await problems(text), [
      'route.json:3:3: row: found a key that is not known, allowed is one of $schema, mode, rows, columns; did you mean rows?',
      'route.json:2:3: mode: found "STREM", allowed is one of STREAM, FILES; did you mean STREAM?',
      'route.json:4:30: columns[1].name: found nothing, allowed is text',
    ]);
    const yaml = 'mode: STREM\nrow: 7\ncolumns:\n  - name: a\n  - {}\n';
    assert.deepEqual(
      (await problems(yaml, 'r.yml')).map((line) => line.split(' found')[0]),
      ['r.yml:2:1: row:', 'r.yml:1:1: mode:', 'r.yml:5:5: columns[1].name:'],
    );
  });

  it('is refused with one CONFIG_INVALID that lists the problems', async () => {
    await assert.rejects(load('{"mode": "X", "rows": 0}'), (error) => {
      assert.ok(error instanceof PenstockError);
      assert.deepEqual(
        [error.code, error.kind, error.context],
        ['CONFIG_INVALID', 'permanent', { file: 'route.json', problems: 2 }],
      );
      assert.equal(
        error.message,
        'route.json is wrong:\n' +
          '  - route.json:1:2: mode: found "X", allowed is one of STREAM, FILES\n' +
          '  - route.json:1:15: rows: found 0, allowed is a whole number from 1 to 500',
      );
      return true;
    });
  });

  it('tells fifty problems and that there are more', async () => {
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`key${at}`, 1]));
    await assert.rejects(load(JSON.stringify(many)), (error: Error) => {
      const lines = error.message.split('\n');
      assert.equal(lines.length, 52);
      assert.equal(lines.at(-1), '  - and more');
      return true;
    });
  });

  it('says where each value stands', async () => {
    const file: ConfigFile<Route> = await load('{\n "rows": 7,\n "columns": [\n  {"name": "a"}]}');
    assert.deepEqual(file.placeOf(['columns', 0, 'name']), { name: 'route.json', line: 4, column: 4 });
    assert.deepEqual(file.placeOf(['columns', 1, 'name']), { name: 'route.json', line: 3, column: 2 });
    assert.deepEqual(file.placeOf(['mode']), { name: 'route.json', line: 1, column: 1 });
  });

  it('meets rules that a schema cannot say, and tells all that are broken with their lines', async () => {
    const rules = (value: Route, report: (path: readonly string[], allowed: string, found?: string) => void): void => {
      if (value.mode === undefined) report(['mode'], 'a mode beside rows');
      if (value.rows === 13) report(['rows'], 'a luckier number', 'thirteen');
    };
    const read = await readConfigFile(schema, '{\n"rows": 13}', { name: 'r.json', rules });
    assert.ok('problems' in read);
    assert.deepEqual(read.problems.map(problemText), [
      'r.json:1:1: mode: found nothing, allowed is a mode beside rows',
      'r.json:2:1: rows: found thirteen, allowed is a luckier number',
    ]);
    assert.ok('value' in (await readConfigFile(schema, '{"mode": "FILES"}', { name: 'r.json', rules })));
  });

  it('that is another kind of value is told at its beginning', async () => {
    assert.deepEqual(await problems('"text"'), ['route.json:1:1: found "text", allowed is an object']);
    assert.deepEqual(await problems('\n  [1]'), ['route.json:2:3: found a list of 1, allowed is an object']);
  });

  it('has a name that tells its format', async () => {
    assert.deepEqual(await problems('{}', 'route.toml'), [
      'found a name with another ending, allowed is a name that ends in .json, .yaml or .yml',
    ]);
  });

  it('is UTF-8, with or without a byte order mark', async () => {
    for (const text of ['\uFEFF{"rows": 1}', Buffer.from('\uFEFF{"rows": 1}'), Buffer.from('{"rows": 1}')])
      assert.deepEqual((await load(text)).value, { rows: 1 });
    assert.deepEqual(await problems(Buffer.from([0x7b, 0xff])), [
      'found bytes that are not UTF-8, allowed is text in UTF-8',
    ]);
  });

  it('is at most 1 MiB of JSON or 256 KiB of YAML', async () => {
    const spaces = ' '.repeat(1_048_576);
    assert.deepEqual(await problems(`${spaces}1`), ['found 1048577 bytes, allowed is at most 1048576 bytes of JSON']);
    assert.deepEqual(await problems(Buffer.from(spaces.slice(0, 262_145)), 'a.yml'), [
      'found 262145 bytes, allowed is at most 262144 bytes of YAML',
    ]);
    assert.ok(await load(`${spaces.slice(2)}{}`));
  });

  it('that seed 004 shows, with a trailing comma, is told the comma, its place and the remedy', async () => {
    const seed = '{\n    "sourceFormat": "AVRO",\n}\n';
    assert.deepEqual(await problems(seed, 'gs://b/ds/_config/load.json'), [
      'gs://b/ds/_config/load.json:2:27: found a comma before the closing }, allowed is a comma only between two entries: remove it',
    ]);
  });

  it('needs no ajv once its schema is compiled', () => {
    for (const file of ['files', 'validate', 'json', 'yaml', 'merge', 'schema', 'allowed'])
      assert.doesNotMatch(
        readFileSync(new URL(`../../../../shared/config/${file}.ts`, import.meta.url), 'utf8'),
        /from 'ajv/,
      );
  });
});
