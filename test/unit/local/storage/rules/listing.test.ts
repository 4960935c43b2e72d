import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseGlob } from '../../../../../local/storage/rules/glob.ts';
import { decodeToken, encodeToken, type ListQuery, listPage } from '../../../../../local/storage/rules/listing.ts';
import { afterPrefix, compareUtf8 } from '../../../../../local/storage/rules/utf8-order.ts';
import type { ObjectVersion } from '../../../../../local/storage/state/model.ts';
import { SortedMap } from '../../../../../local/storage/state/sorted-map.ts';

const ALL: ListQuery = {
  prefix: '',
  delimiter: '',
  includeTrailingDelimiter: false,
  startOffset: '',
  endOffset: undefined,
  glob: undefined,
  versions: false,
  maxResults: 1000,
  cursor: undefined,
};

function versionOf(name: string, generation = 1, deleted?: number): ObjectVersion {
  const fixed = { bucket: 'b', metageneration: 1, created: 1, updated: 1, classUpdated: 1, settings: {} };
  const version = { ...fixed, name, generation, blob: 'e', size: 0, crc32c: 'AAAAAA==' };
  return deleted === undefined ? version : { ...version, deleted };
}

function mapOf(names: Iterable<string>): SortedMap<readonly ObjectVersion[]> {
  const map = new SortedMap<readonly ObjectVersion[]>();
  for (const name of names) map.set(name, [versionOf(name)]);
  return map;
}

/** The same by the definition: filter, group, sort. */
function byDefinition(names: readonly string[], query: ListQuery): { items: string[]; prefixes: string[] } {
  const items = new Set<string>();
  const prefixes = new Set<string>();
  for (const name of [...new Set(names)].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))) {
    if (!name.startsWith(query.prefix) || compareUtf8(name, query.startOffset) < 0) continue;
    if (query.endOffset !== undefined && compareUtf8(name, query.endOffset) >= 0) continue;
    const rest = name.slice(query.prefix.length);
    const at = query.delimiter === '' ? -1 : rest.indexOf(query.delimiter);
    if (at < 0) items.add(name);
    else {
      const group = query.prefix + rest.slice(0, at + query.delimiter.length);
      prefixes.add(group);
      if (query.includeTrailingDelimiter && name === group) items.add(name);
    }
  }
  return { items: [...items], prefixes: [...prefixes] };
}

const nameChars = fc.constantFrom('a', 'b', '/', '//', '-', 'é', '😀', '\uff5e');
const names = fc.array(
  fc.array(nameChars, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('')),
  { maxLength: 40 },
);

describe('listing', () => {
  it('tells page by page what the definition tells at once', () => {
    const query = fc.record({
      prefix: fc.constantFrom('', 'a', 'a/', '😀'),
      delimiter: fc.constantFrom('', '/', '//', 'é'),
      includeTrailingDelimiter: fc.boolean(),
      startOffset: fc.constantFrom('', 'a/b', 'b'),
      endOffset: fc.constantFrom(undefined, 'b', '😀'),
      maxResults: fc.integer({ min: 1, max: 5 }),
    });
    fc.assert(
      fc.property(names, query, (all, asked) => {
        const objects = mapOf(all);
        const items: string[] = [];
        const prefixes: string[] = [];
        let { cursor } = ALL;
        do {
          const page = listPage(objects, { ...ALL, ...asked, cursor });
          assert.ok(page.items.length + page.prefixes.length <= asked.maxResults);
          items.push(...page.items.map(({ name }) => name));
          prefixes.push(...page.prefixes);
          cursor = page.next === undefined ? undefined : decodeToken(encodeToken(page.next));
        } while (cursor !== undefined);
        assert.deepEqual({ items, prefixes }, byDefinition(all, { ...ALL, ...asked }));
      }),
      { seed: 11, numRuns: 500 },
    );
  });

  it('tells versions oldest first over pages, and hides names that have only noncurrent ones', () => {
    const objects = new SortedMap<readonly ObjectVersion[]>();
    objects.set('dead/x', [versionOf('dead/x', 1, 2)]);
    objects.set('doc', [versionOf('doc', 1, 2), versionOf('doc', 2, 3), versionOf('doc', 3)]);
    assert.deepEqual(listPage(objects, { ...ALL, delimiter: '/' }).prefixes, []);
    const first = listPage(objects, { ...ALL, versions: true, maxResults: 2 });
    const second = listPage(objects, { ...ALL, versions: true, maxResults: 2, cursor: first.next });
    assert.deepEqual(
      [...first.items, ...second.items].map(({ generation }) => generation),
      [1, 1, 2, 3],
    );
  });

  it('costs a page, not the bucket, however many objects there are', () => {
    const objects = mapOf(Array.from({ length: 50_000 }, (_, i) => `p/${String(i).padStart(6, '0')}/x`));
    let touched = 0;
    const counting = {
      from: function* (key: string) {
        for (const entry of objects.from(key)) {
          touched += 1;
          yield entry;
        }
      },
    } as SortedMap<readonly ObjectVersion[]>;
    listPage(counting, { ...ALL, prefix: 'p/', delimiter: '/', maxResults: 100 });
    assert.ok(touched <= 102, `${touched} names touched`);
  });

  it('refuses tokens it did not give', () => {
    for (const token of ['x', 'bnVsbA', Buffer.from('[1,2]').toString('base64url')]) {
      assert.throws(() => decodeToken(token), { status: 400 });
    }
  });
});

describe('the order of names', () => {
  it('is that of their UTF-8 bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        assert.equal(Math.sign(compareUtf8(a, b)), Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
      { seed: 3, numRuns: 1000 },
    );
  });

  it('puts the name behind a prefix after all that have it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), fc.string({ unit: 'binary' }), (prefix, rest) => {
        const after = afterPrefix(prefix);
        assert.ok(after === undefined || compareUtf8(prefix + rest, after) < 0);
      }),
      { seed: 5, numRuns: 500 },
    );
    assert.equal(afterPrefix('a/'), 'a0');
    assert.equal(afterPrefix('\u{10ffff}'), undefined);
  });

  it('holds in the sorted map under insertions and removals', () => {
    const changes = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 3000 })), {
      maxLength: 4000,
      minLength: 2000,
    });
    fc.assert(
      fc.property(changes, (steps) => {
        const map = new SortedMap<number>();
        const model = new Map<string, number>();
        for (const [insert, n] of steps) {
          const key = `k${n}`;
          if (insert) map.set(key, n);
          else map.delete(key);
          if (insert) model.set(key, n);
          else model.delete(key);
        }
        assert.equal(map.size, model.size);
        assert.deepEqual(
          [...map.from('')],
          [...model].sort(([a], [b]) => compareUtf8(a, b)),
        );
      }),
      { seed: 13, numRuns: 20 },
    );
  });
});

describe('globs', () => {
  for (const [pattern, yes, no] of [
    ['*.csv', ['a.csv', '.csv'], ['a/b.csv', 'a.csv.gz']],
    ['**/x', ['x', 'a/x', 'a/b/x'], ['ax']],
    ['a/**/b', ['a/b', 'a/c/b', 'a/c/d/b'], ['a/cb']],
    ['a/**', ['a/', 'a/b/c'], ['a', 'b/a']],
    ['?', ['a', '😀'], ['', '/', 'ab']],
    ['[a-c]x', ['ax', 'cx'], ['dx', '/x']],
    ['[^a-c]x', ['dx'], ['ax', '/x']],
    ['{a,b{c,d}}', ['a', 'bc', 'bd'], ['b', 'a,b']],
    ['\\*', ['*'], ['a']],
  ] as const) {
    it(`${pattern} matches ${yes.join(' ')} and not ${no.join(' ')}`, () => {
      const glob = parseGlob(pattern);
      for (const name of yes) assert.ok(glob.matches(name), name);
      for (const name of no) assert.ok(!glob.matches(name), name);
    });
  }

  it('refuses what is no pattern, and patterns that would explode', () => {
    for (const pattern of ['[', '[]', '{a', 'a}', '\\', '[b-a]', '{a,b}'.repeat(20), 'x'.repeat(2000)]) {
      assert.throws(() => parseGlob(pattern), { status: 400 }, pattern);
    }
  });

  it('takes no exponential time', () => {
    const begun = performance.now();
    assert.ok(!parseGlob(`${'*a'.repeat(100)}b`).matches('a'.repeat(1000)));
    assert.ok(performance.now() - begun < 10_000);
  });
});
