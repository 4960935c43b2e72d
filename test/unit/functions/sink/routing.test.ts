import assert from 'node:assert/strict';
import { compileMatch, type Match } from '../../../../functions/sink/routing/match.ts';
import { createRouter, type RouteRule } from '../../../../functions/sink/routing/route.ts';
import { snakeCase } from '../../../../functions/sink/routing/snake-case.ts';
import { compileTemplate, tableNormalisation } from '../../../../functions/sink/routing/template.ts';

describe('AS-03: routing', () => {
  for (const [name, expected] of [
    ['main', 'main'],
    ['mainPing', 'main_ping'],
    ['main-ping', 'main_ping'],
    ['org-mozilla-fenix', 'org_mozilla_fenix'],
    ['DNSRequest', 'dns_request'],
    ['deletionRequest2', 'deletion_request2'],
    ['untrustedModules', 'untrusted_modules'],
    ['a  b', 'a_b'],
  ] as const) {
    it(`names ${name} in snake case: ${expected}`, () => assert.equal(snakeCase(name), expected));
  }

  const templates: readonly (readonly [text: string, attributes: Record<string, string>, filled: object])[] = [
    ['d.t', {}, { value: 'd.t' }],
    ['d.${a}', { a: 'x' }, { value: 'd.x' }],
    ['d.${a}_${b}', { a: 'x', b: 'y' }, { value: 'd.x_y' }],
    ['d.${a:-none}', {}, { value: 'd.none' }],
    ['d.${a:-none}', { a: '' }, { value: 'd.none' }],
    ['d.${a:-}', {}, { value: 'd.' }],
    ['d.${a}', {}, { missing: 'a' }],
    ['${a}', { a: 'my-data.t-1' }, { value: 'my_data.t_1' }],
    [
      '${document_namespace}.${document_type}',
      { document_namespace: 'org-mozilla', document_type: 'mainPing' },
      { value: 'org_mozilla.main_ping' },
    ],
    ['d.t_${submission_date}', { submission_timestamp: '2026-01-02T03:04:05Z' }, { value: 'd.t_2026_01_02' }],
    ['d.t_${submission_hour}', { submission_timestamp: '2026-01-02T03:04:05Z' }, { value: 'd.t_03' }],
    ['d.t_${submission_hour}', { submission_timestamp: '2026' }, { missing: 'submission_hour' }],
    ['d.t_${submission_date}', {}, { missing: 'submission_date' }],
    ['d.t_${submission_date}', { submission_date: 'own' }, { value: 'd.t_own' }],
  ];
  for (const [text, attributes, filled] of templates) {
    it(`fills ${text} from ${JSON.stringify(attributes)}`, () => {
      const template = compileTemplate(text, tableNormalisation());
      assert.deepEqual(template.fill(attributes), filled);
      assert.deepEqual(template.fill(attributes), filled);
    });
  }

  it('reads attributes as they are where no table is named', () => {
    assert.deepEqual(compileTemplate('${a}').fill({ a: 'x-y' }), { value: 'x-y' });
    assert.deepEqual(compileTemplate('a ${b} ${c:-d}').attributes, ['b', 'c']);
  });

  for (const text of ['d.$a', 'd.${}', 'd.${a', 'd.${:-x}']) {
    it(`stops the start at the malformed template ${text} (SD-06)`, () => {
      assert.throws(() => compileTemplate(text), { code: 'CONFIG_INVALID' });
    });
  }

  it('forgets remembered names rather than growing without end', () => {
    const normalise = tableNormalisation();
    for (let index = 0; index <= 50_001; index += 1) normalise('document_type', `type${index}`);
    assert.equal(normalise('document_type', 'mainPing'), 'main_ping');
  });

  const matches: readonly (readonly [match: Match, attributes: Record<string, string>, why: string | undefined])[] = [
    [{}, {}, undefined],
    [{ a: { equals: 'x' } }, { a: 'x' }, undefined],
    [{ a: { equals: 'x' } }, { a: 'y' }, 'attribute a is not "x"'],
    [{ a: { equals: 'x' } }, {}, 'attribute a is missing, and must be "x"'],
    [{ a: { in: ['x', 'y'] } }, { a: 'y' }, undefined],
    [{ a: { in: ['x', 'y'] } }, { a: 'z' }, 'attribute a is not "x" or "y"'],
    [{ a: { pattern: 'x+' } }, { a: 'xx' }, undefined],
    [{ a: { pattern: 'x+' } }, { a: 'xxy' }, 'attribute a does not match `x+`'],
    [{ a: { pattern: 'x+' } }, {}, 'attribute a is missing, and must match `x+`'],
    [{ a: { present: true } }, { a: '' }, undefined],
    [{ a: { present: true } }, {}, 'attribute a is missing'],
    [{ a: { present: false } }, {}, undefined],
    [{ a: { present: false } }, { a: 'x' }, 'attribute a is there, and must not be'],
    [{ a: { equals: 'x' }, b: { present: true } }, { a: 'x' }, 'attribute b is missing'],
  ];
  for (const [match, attributes, why] of matches) {
    it(`matches ${JSON.stringify(attributes)} by ${JSON.stringify(match)}: ${why ?? 'yes'}`, () => {
      assert.equal(compileMatch(match)(attributes), why);
    });
  }

  const rules: readonly RouteRule[] = [
    { name: 'own', from: ['sub-1'], table: 'd.own' },
    { name: 'typed', match: { type: { present: true } }, table: '${dataset:-d}.${type}' },
    { name: 'rest', match: { rest: { equals: 'yes' } }, table: 'other-project:d.rest' },
  ];

  it('takes the first route whose tests all hold', () => {
    const router = createRouter(rules, 'my-project');
    const nameOf = (attributes: Record<string, string>, input = 'sub-2'): string => {
      const found = router.route(attributes, input);
      return found.kind === 'routed' ? found.destination.name : found.kind;
    };
    assert.equal(nameOf({}, 'sub-1'), 'my-project.d.own');
    assert.equal(nameOf({ type: 'a-b', rest: 'yes' }), 'my-project.d.a_b');
    assert.equal(nameOf({ rest: 'yes' }), 'other-project.d.rest');
    assert.equal(nameOf({}), 'no-route');
  });

  it('says of each route why it does not match', () => {
    const found = createRouter(rules, 'p-1').route({}, 'sub-2');
    assert.deepEqual(found.kind === 'no-route' && found.skipped, [
      'own: is not for messages of this subscription',
      'typed: attribute type is missing',
      'rest: attribute rest is missing, and must be "yes"',
    ]);
  });

  for (const [what, attributes, project, reason] of [
    ['an attribute of its table is missing', {}, 'p-1', /needs attribute a, which is missing or empty/],
    ['its table is no name', { a: 'x/y' }, 'p-1', /not a table/],
    ['its table has too many parts', { a: 'x.y.z.u' }, 'p-1', /not a table|not a project|not a dataset/],
    ['no project is known', { a: 'x' }, '', /names no project/],
  ] as const) {
    it(`does not route a message when ${what}, and says so (SD-06)`, () => {
      const found = createRouter([{ name: 'r', table: 'd.${a}' }], project).route(attributes, '');
      assert.equal(found.kind, 'unroutable');
      assert.match(found.kind === 'unroutable' ? found.reason : '', reason);
    });
  }

  it('forgets remembered tables rather than growing without end', () => {
    const router = createRouter([{ name: 'r', table: 'd.${a}' }], 'p-1');
    for (let index = 0; index <= 10_001; index += 1) router.route({ a: `t${index}` }, '');
    const found = router.route({ a: 't1' }, '');
    assert.equal(found.kind === 'routed' && found.destination.name, 'p-1.d.t1');
  });

  it('give messages of the same attributes the same destination', () => {
    const router = createRouter([{ name: 'r', table: 'd.t_${kind}' }], 'p-1');
    const [first, second] = ['a', 'a'].map((kind) => router.route({ kind }, 'in'));
    assert.equal(first?.kind, 'routed');
    assert.equal(first, second);
  });
});
