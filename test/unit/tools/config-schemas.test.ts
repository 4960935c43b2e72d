import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { CompiledSchema } from '@penstock/shared/config/schema.ts';
import { compileSchema } from '../../../tools/config-schemas/compile.ts';
import { checkCost } from '../../../tools/config-schemas/cost.ts';
import { expandRefs } from '../../../tools/config-schemas/refs.ts';
import { outputs, stale } from '../../../tools/config-schemas.ts';

const ROOT = new URL('../../../', import.meta.url).pathname;

const ROUTES = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Routes',
  type: 'object',
  additionalProperties: false,
  required: ['mode'],
  properties: {
    $schema: { type: 'string' },
    mode: { description: 'How rows are sent.', enum: ['A', 'B'] },
    'max-rows': { description: 'Rows a batch.', type: 'integer', minimum: 1, default: 500 },
    routes: { type: 'array', items: { $ref: '#/$defs/route' } },
    labels: { type: 'object', additionalProperties: { type: ['string', 'null'] } },
    where: { oneOf: [{ type: 'string' }, { $ref: '#/$defs/route' }] },
    none: { type: 'object', additionalProperties: false },
  },
  $defs: {
    route: {
      description: 'One route.',
      type: 'object',
      required: ['to'],
      additionalProperties: false,
      properties: { to: { const: 'x|y', description: 'Its end.' }, else: {} },
    },
  },
};

describe('config schemas of the tree', () => {
  it('are compiled, typed and documented as they are now: node tools/config-schemas.ts writes what is not', async () => {
    assert.deepEqual(
      (await stale(ROOT)).map(({ path }) => path),
      [],
    );
  });
});

describe('the tool for config schemas', () => {
  let dir: string;

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'schemas-'));
  });

  afterEach(() => rmSync(dir, { recursive: true }));

  function write(path: string, text: string): void {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }

  it('finds schemas beside their door and fills in the table of its README', async () => {
    write('functions/x/routes.schema.json', JSON.stringify(ROUTES));
    write('functions/x/README.md', 'before\n<!-- routes.schema -->\nold\n<!-- end of routes.schema -->\nafter\n');
    const made = await outputs(dir);
    assert.deepEqual(
      made.map(({ path }) => path),
      ['functions/x/routes.schema.generated.js', 'functions/x/routes.schema.generated.d.ts', 'functions/x/README.md'],
    );
    assert.equal(
      made[2]?.text,
      `before
<!-- routes.schema -->
| key | default | allowed | what it does |
|---|---|---|---|
| \`mode\` | **required** | one of A, B | How rows are sent. |
| \`max-rows\` | \`500\` | a whole number from 1 | Rows a batch. |
| \`routes\` |  | a list |  |
| \`routes[].to\` | **required** | "x\\|y" | Its end. |
| \`routes[].else\` |  | any value |  |
| \`labels\` |  | an object |  |
| \`labels.*\` | | text or null |  |
| \`where\` |  | text; or an object |  |
| \`where.to\` | **required** | "x\\|y" | Its end. |
| \`where.else\` |  | any value |  |
| \`none\` |  | an object |  |
<!-- end of routes.schema -->
after
`,
    );
    assert.equal(
      made[1]?.text,
      `// Made by tools/config-schemas.ts from routes.schema.json. Do not edit.
import type { CompiledSchema } from '@penstock/shared/config/schema.ts';

export interface Routes {
  /** How rows are sent. */
  readonly mode: "A" | "B";
  /** Rows a batch. */
  readonly "max-rows"?: number;
  readonly routes?: readonly (Route)[];
  readonly labels?: Readonly<Record<string, string | null>>;
  readonly where?: string | Route;
  readonly none?: Readonly<Record<string, never>>;
}

/** One route. */
export interface Route {
  /** Its end. */
  readonly to: "x|y";
  readonly else?: unknown;
}

export declare const routesSchema: CompiledSchema<Routes>;
`,
    );
    assert.equal((await stale(dir)).length, 3);
    for (const { path, text } of made) write(path, text);
    assert.deepEqual(await stale(dir), []);
  });

  it('says where a README lacks the place for the table', async () => {
    write('shared/x/routes.schema.json', JSON.stringify(ROUTES));
    await assert.rejects(outputs(dir), { message: 'No README.md in shared/x or above.' });
    write('shared/README.md', '# shared\n');
    await assert.rejects(outputs(dir), /shared\/README.md has no place for the table: add <!-- routes.schema -->/);
  });

  it('names the file of a schema that cannot be compiled', async () => {
    write('functions/x/a.schema.json', '{"type": "strin"}');
    await assert.rejects(outputs(dir), /^Error: functions\/x\/a.schema.json: schema is invalid/);
  });

  it('makes a module that imports nothing, not even ajv', async () => {
    const code = await compileSchema('big', {
      type: 'object',
      properties: {
        a: { type: 'string', maxLength: 3 },
        b: { type: 'array', items: { type: 'string' }, uniqueItems: true },
      },
    });
    // A module of a data: URL can import no package.
    const module = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as {
      bigSchema: CompiledSchema<unknown>;
    };
    assert.equal(module.bigSchema.check({ a: 'abc', b: ['x', 'y'] }), true);
    assert.equal(module.bigSchema.check({ a: 'abcd', b: ['x', 'x'] }), false);
    assert.equal(module.bigSchema.check.errors?.length, 2);
  });

  it('puts definitions in the place of their references, and keeps a reference of a definition to itself', () => {
    const tree = {
      type: 'object',
      properties: { a: { $ref: '#/$defs/node', description: 'root' } },
      $defs: { node: { type: 'object', properties: { next: { $ref: '#/$defs/node' } } } },
    };
    assert.deepEqual(expandRefs(tree), {
      type: 'object',
      properties: { a: { type: 'object', properties: { next: { $ref: '#/$defs/node' } }, description: 'root' } },
      $defs: tree.$defs,
    });
    assert.throws(() => expandRefs({ $ref: '#/$defs/x' }), { message: '$ref #/$defs/x leads nowhere' });
    assert.throws(() => expandRefs({ $ref: 'http://x' }), { message: '$ref http://x is not of the form #/$defs/name' });
  });

  it('refuses what would make a check slow or say nothing', () => {
    const refused: readonly (readonly [Readonly<Record<string, unknown>>, RegExp])[] = [
      [{ uniqueItems: true }, /# compares each entry with every other/],
      [{ properties: { a: { format: 'date' } } }, /#\/properties\/a has a format, which is not checked/],
      [{ anyOf: [{ pattern: '^(a+)+$' }] }, /#\/anyOf\/0 has a pattern with a repetition inside/],
      [{ pattern: '(?:x(?<n>[a-z]{1,})y)*' }, /repetition inside/],
      [{ type: 'object', additionalProperties: false }, /# allows no \$schema/],
    ];
    for (const [schema, pattern] of refused) assert.throws(() => checkCost(schema), pattern);
    for (const pattern of ['^[a-z(+*]+$', '^(?:a{3})+$', '^(ab)*c+$', '\\(a+\\)+', '^(?=a)b+(c|d)+$', '(?:a?)?'])
      checkCost({ pattern });
  });
});
