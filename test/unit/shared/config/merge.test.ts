import assert from 'node:assert/strict';
import { loadConfigFile } from '@penstock/shared/config/files.ts';
import { checkMerged, mergeLevels } from '@penstock/shared/config/merge.ts';
import type { CompiledSchema } from '@penstock/shared/config/schema.ts';
import fc from 'fast-check';
import { compiledSchema } from '../../../support/compiled-schema.ts';

describe('levels of a config file', () => {
  it('merge as seed 004 says: the nearest wins, key by key', () => {
    const { value, originOf } = mergeLevels([
      {
        origin: '_config',
        value: { sourceFormat: 'CSV', writeDisposition: 'WRITE_APPEND', schemaUpdateOptions: ['A'] },
      },
      { origin: 'ds', value: { sourceFormat: 'AVRO' } },
      { origin: 'ds/t', value: { writeDisposition: 'WRITE_TRUNCATE' } },
    ]);
    assert.deepEqual(value, { sourceFormat: 'AVRO', writeDisposition: 'WRITE_TRUNCATE', schemaUpdateOptions: ['A'] });
    assert.deepEqual(
      [['sourceFormat'], ['writeDisposition'], ['schemaUpdateOptions'], ['schemaUpdateOptions', 0], ['other'], []].map(
        originOf,
      ),
      ['ds', 'ds/t', '_config', '_config', undefined, 'ds/t'],
    );
  });

  it('merge objects deeply and replace lists whole', () => {
    const { value, originOf } = mergeLevels([
      { origin: 'far', value: { csv: { skip: 1, quote: "'", nulls: ['a', 'b'] }, labels: 'none' } },
      { origin: 'near', value: { csv: { quote: '"', nulls: ['c'] }, labels: { team: 'x' } } },
    ]);
    assert.deepEqual(value, { csv: { skip: 1, quote: '"', nulls: ['c'] }, labels: { team: 'x' } });
    assert.deepEqual([['csv', 'skip'], ['csv', 'quote'], ['labels', 'team'], ['csv']].map(originOf), [
      'far',
      'near',
      'near',
      'near',
    ]);
  });

  it('remove with null what a farther level set', () => {
    const { value, originOf } = mergeLevels([
      { origin: 'far', value: { a: 1, b: { c: 2, d: 3 } } },
      { origin: 'near', value: { a: null, b: { c: null }, e: { f: null } } },
    ]);
    assert.deepEqual(value, { b: { d: 3 }, e: {} });
    assert.equal(originOf(['a']), undefined);
  });

  it('leave the files as they were, and a key of the prototype is a key', () => {
    const far = { a: { b: 1 } };
    const { value } = mergeLevels([
      { origin: 'far', value: far },
      { origin: 'near', value: JSON.parse('{"a": {"__proto__": {"c": 2}}}') },
    ]);
    assert.deepEqual(far, { a: { b: 1 } });
    assert.equal(({} as { readonly c?: number }).c, undefined);
    assert.deepEqual(Object.keys((value as { readonly a: object }).a), ['b', '__proto__']);
  });

  it('are nothing where there are none', () => {
    const { value, originOf, levelOf } = mergeLevels([]);
    assert.deepEqual(
      [value, originOf([]), originOf(['a']), levelOf(['a'])],
      [undefined, undefined, undefined, undefined],
    );
  });

  it('merge as RFC 7396 defines it, whatever they hold', () => {
    const level = fc.letrec((tie) => ({
      value: fc.oneof({ maxDepth: 4 }, fc.constantFrom(1, 'x', null, [1], [{ a: null }]), tie('object')),
      object: fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('value'), { maxKeys: 3 }),
    })).object;
    fc.assert(
      fc.property(level, level, level, (...values) => {
        const { value } = mergeLevels(values.map((one, at) => ({ origin: String(at), value: one })));
        assert.deepEqual(value, values.reduce(patched, {}));
      }),
      { seed: 7, numRuns: 500 },
    );
  });

  describe('checked as a whole', () => {
    interface Load {
      readonly format: string;
      readonly skip?: number;
    }
    let schema: CompiledSchema<Load>;

    before(async () => {
      schema = await compiledSchema<Load>({
        type: 'object',
        additionalProperties: false,
        required: ['format'],
        properties: { $schema: { type: 'string' }, format: { enum: ['CSV', 'AVRO'] }, skip: { type: 'integer' } },
        if: { type: 'object', required: ['format'], properties: { format: { const: 'AVRO' } } },
        // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
        then: { properties: { skip: false } },
      });
    });

    const file = (name: string, text: string) => loadConfigFile(schema, text, { name, partial: true });
    const level = ({ name, value, placeOf }: Awaited<ReturnType<typeof file>>) => ({ origin: name, value, placeOf });

    it('are the typed value', async () => {
      const merged = mergeLevels([
        level(await file('a.json', '{"skip": 1}')),
        level(await file('b.yaml', 'format: CSV')),
      ]);
      assert.deepEqual(checkMerged(schema, merged, { name: 'load config' }), { format: 'CSV', skip: 1 });
    });

    it('tell the file and line that set what is wrong with the whole', async () => {
      const merged = mergeLevels([
        level(await file('a.json', '{\n "skip": 1}')),
        level(await file('b.yaml', 'format: AVRO')),
      ]);
      assert.throws(() => checkMerged(schema, merged, { name: 'load config of ds.t' }), {
        code: 'CONFIG_INVALID',
        message:
          'load config of ds.t is wrong:\n  - a.json:2:2: skip: found 1, allowed is nothing: this key means nothing beside the others',
      });
    });

    it('name an origin that is no file, and nothing where nothing set the value', () => {
      const merged = mergeLevels([{ origin: 'DEFAULTS', value: { skip: 'x' } }]);
      assert.throws(() => checkMerged(schema, merged, { name: 'load config' }), {
        message:
          'load config is wrong:\n' +
          '  - format: found nothing, allowed is one of CSV, AVRO\n' +
          '  - skip: found "x" (from DEFAULTS), allowed is a whole number',
      });
    });

    it('meet rules that the schema cannot say', async () => {
      const merged = mergeLevels([level(await file('a.json', '{"format": "CSV"}'))]);
      assert.throws(
        () =>
          checkMerged(schema, merged, { name: 'x', rules: (_value, report) => report(['format'], 'AVRO on Sundays') }),
        { message: 'x is wrong:\n  - a.json:1:2: format: found "CSV", allowed is AVRO on Sundays' },
      );
    });
  });
});

/** RFC 7396, section 2, word by word. */
function patched(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const result = typeof target === 'object' && target !== null && !Array.isArray(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete (result as Record<string, unknown>)[key];
    else Object.assign(result, { [key]: patched((result as Record<string, unknown>)[key], value) });
  }
  return result;
}
