import assert from 'node:assert/strict';
import { readConfigFile } from '@penstock/shared/config/files.ts';
import type { CompiledSchema } from '@penstock/shared/config/schema.ts';
import { compiledSchema } from '../../../support/compiled-schema.ts';

/** Quadratic work on a megabyte takes minutes; linear work takes seconds even on a busy machine. */
const LIMIT_MS = 19_000;

describe('the worst config files of the largest size', () => {
  let schema: CompiledSchema<unknown>;

  before(async () => {
    schema = await compiledSchema({
      type: 'object',
      additionalProperties: { anyOf: [{ type: 'string' }, { type: 'array', items: { enum: ['a', 'b'] } }] },
      propertyNames: { type: 'string', pattern: '^[a-z]+$', maxLength: 9 },
    });
  });

  const fill = (text: string, size: number): string => text.repeat(Math.floor(size / text.length));
  const keys = (size: number, join: string): string => {
    const lines: string[] = [];
    for (let length = 0, at = 0; length < size - 20; at += 1) {
      lines.push(`"k${at}": 1`);
      length += (lines.at(-1) as string).length + join.length;
    }
    return lines.join(join);
  };
  const json = 1_048_576;
  // YAML is read at a twentieth of the speed of JSON.
  const yaml = process.env.PENSTOCK_SOAK === '1' ? 262_144 : 65_536;
  const cases: readonly (readonly [string, string, string])[] = [
    ['brackets', 'a.json', fill('[', json)],
    ['unknown keys', 'a.json', `{${keys(json - 2, ',')}}`],
    ['wrong entries', 'a.json', `{"a": [${fill('1,', json - 20)}1]}`],
    ['lists of wrong entries', 'a.json', `{"a": [${fill('{},', json - 20)}1]}`],
    ['one long key', 'a.json', `{"${fill('A', json - 10)}": 1}`],
    ['backslashes', 'a.json', `["${fill('\\', json - 10)}`],
    ['comments', 'a.json', fill('//\n', json)],
    ['trailing commas', 'a.json', `[${fill('[1,],', json - 10)}1]`],
    ['brackets', 'a.yaml', fill('[', yaml)],
    ['keys', 'a.yaml', keys(yaml, '\n')],
    ['anchors without a value', 'a.yaml', fill('&a ', yaml)],
    ['texts side by side', 'a.yaml', fill("'a' ", yaml)],
    ['aliases', 'a.yaml', `- &a [1]\n${fill('- *a\n', yaml - 20)}`],
    ['lists in a line', 'a.yaml', fill('- ', yaml)],
    ['indentation', 'a.yaml', Array.from({ length: 700 }, (_, at) => `${' '.repeat(at)}a:`).join('\n')],
  ];
  for (const [what, name, text] of cases) {
    it(`of ${what} in ${name.slice(2).toUpperCase()} is refused in a time that is linear in its size`, async () => {
      const begun = process.cpuUsage();
      const read = await readConfigFile(schema, text, { name });
      assert.ok('problems' in read);
      assert.ok(read.problems.length <= 51, `${read.problems.length} problems`);
      const { user, system } = process.cpuUsage(begun);
      assert.ok((user + system) / 1_000 < LIMIT_MS, `${user + system} us of CPU`);
    });
  }
});
