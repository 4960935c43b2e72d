import assert from 'node:assert/strict';
import { resolveDestination } from '../../../../functions/loader/destination.ts';
import { compileDestinationRegex, groupsByDefault, groupsByRegex } from '../../../../functions/loader/path-groups.ts';

const SETTINGS = { regex: '', storageProject: 'home' };

function shown(name: string, overrides = {}, settings = SETTINGS): string {
  const { projectId, datasetId, tableId, decorator, batch } = resolveDestination(name, overrides, settings);
  const partition = decorator === undefined ? '' : `$${decorator}`;
  return `${projectId}.${datasetId}.${tableId}${partition}${batch === undefined ? '' : ` ${batch}`}`;
}

describe('the destination that a path names', () => {
  // AL-02: the cases of the upstream system, then its surprises with what this loader decides about each.
  const PATHS: readonly (readonly [string, string, string])[] = [
    ['AL-02 ', 'ds/t/_SUCCESS', 'home.ds.t'],
    ['AL-02 ', 'ds/t/historical/_SUCCESS', 'home.ds.t'],
    ['AL-02 ', 'ds/t/incremental/_SUCCESS', 'home.ds.t'],
    ['AL-02 ', 'ds/t/historical/b1/_SUCCESS', 'home.ds.t b1'],
    ['AL-02 ', 'ds/t/$20201026/_SUCCESS', 'home.ds.t$20201026'],
    ['AL-02 ', 'ds/t/$20201026/b1/_SUCCESS', 'home.ds.t$20201026 b1'],
    ['AL-02 ', 'ds/t/incremental/$2020/_SUCCESS', 'home.ds.t$2020'],
    ['AL-02 ', 'ds/t/2020/01/02/03/_SUCCESS', 'home.ds.t$2020010203'],
    ['AL-02 ', 'ds/t/2020/01/02/03/04/_SUCCESS', 'home.ds.t$2020010203 04'],
    ['AL-02 ', 'ds/t/2020/_SUCCESS', 'home.ds.t$2020'],
    ['AL-02 ', 'ds/t/2020/12/_SUCCESS', 'home.ds.t$202012'],
    ['AL-02 ', 'ds/t/20200102/_SUCCESS', 'home.ds.t$20200102'],
    ['AL-02 ', 'ds/t/2020010203/_SUCCESS', 'home.ds.t$2020010203'],
    ['AL-02 ', 'p.ds/t/x/_SUCCESS', 'p.ds.t x'],
    ['a numeric batch id is no date: ', 'ds/t/00001234/_SUCCESS', 'home.ds.t 00001234'],
    ['a numeric batch id is no date: ', 'ds/t/1234/_SUCCESS', 'home.ds.t 1234'],
    ['a day that no calendar has is a batch id: ', 'ds/t/20200230/_SUCCESS', 'home.ds.t 20200230'],
    ['digits beside other characters are a batch id: ', 'ds/t/20200102x/_SUCCESS', 'home.ds.t 20200102x'],
    ['one digit is padded: ', 'ds/t/2020/1/2/_SUCCESS', 'home.ds.t$20200102'],
    ['a hive directory is no batch: ', 'ds/t/region=US/_SUCCESS', 'home.ds.t'],
    ['the whole rest is the batch: ', 'ds/t/a/b/c/_SUCCESS', 'home.ds.t a/b/c'],
    ['the partition of null values is a partition: ', 'ds/t/$__NULL__/_SUCCESS', 'home.ds.t$__NULL__'],
    ['historical counts as a whole directory only: ', 'ds/t/historical_v2/_SUCCESS', 'home.ds.t historical_v2'],
    ['a project of a domain is a project: ', 'example.com:p.ds/t/x/_SUCCESS', 'example.com:p.ds.t x'],
    ['the success file’s name in a directory means nothing: ', 'ds/t/_SUCCESS/x/_SUCCESS', 'home.ds.t _SUCCESS/x'],
    ['a table has the letters that BigQuery allows: ', 'ds/größe-1/x/_SUCCESS', 'home.ds.größe-1 x'],
  ];
  for (const [decision, name, expected] of PATHS) {
    it(`${decision}${name} goes to ${expected}`, () => assert.equal(shown(name), expected));
  }

  for (const name of ['_SUCCESS', 'ds/_SUCCESS', 'd s/t/_SUCCESS', 'ds/t*/_SUCCESS']) {
    it(`${name} is refused with the rule in words`, () =>
      assert.throws(() => shown(name), /names no destination by the rule DATASET\/TABLE\//));
  }

  for (const [name, found] of [
    ['ds/t/$x/_SUCCESS', /\$x names no partition/],
    ['ds/t/$__UNPARTITIONED__/_SUCCESS', /\$__UNPARTITIONED__ names no partition/],
    ['ds/t/2020/13/_SUCCESS', /2020\/13 names no partition/],
    ['ds/t/2020/02/30/_SUCCESS', /2020\/02\/30 names no partition/],
    ['ds/t/2020/02/03/27/_SUCCESS', /2020\/02\/03\/27 names no partition/],
    ['ds/t/2020/02/0/_SUCCESS', /2020\/02\/0 names no partition/],
  ] as const) {
    it(`${name} is refused instead of loading into the whole table`, () => assert.throws(() => shown(name), found));
  }

  it('AL-04 destinationTable overrides the path key by key and keeps the partition of the path', () => {
    assert.equal(shown('ds/t/20200102/_SUCCESS', { destinationTable: { tableId: 'u' } }), 'home.ds.u$20200102');
    assert.equal(shown('p.ds/t/_SUCCESS', { destinationTable: { projectId: 'q' } }), 'q.ds.t');
    assert.equal(shown('p.ds/t/_SUCCESS', { destinationTable: { datasetId: 'e' } }), 'home.e.t');
    assert.equal(shown('ds/t/20200102/_SUCCESS', { destinationTable: { tableId: 'u$2019' } }), 'home.ds.u$2019');
    assert.equal(shown('x_SUCCESS', { destinationTable: { datasetId: 'd', tableId: 'e' } }), 'home.d.e');
  });

  it('AL-04 destinationRegex of a configuration file overrides the service’s expression', () => {
    const settings = { ...SETTINGS, regex: '(?P<table>[^/]+)/(?P<dataset>[^/]+)' };
    assert.equal(shown('t/d/_SUCCESS', {}, settings), 'home.d.t');
    const own = {
      destinationRegex:
        '^in/(?P<dataset>\\w+)/(?P<table>\\w+)/(?P<yyyy>\\d+)-(?P<mm>\\d+)-(?P<dd>\\d+)T(?P<hr>\\d+)/(?P<batch>\\w+)',
    };
    assert.equal(shown('in/d/t/2020-1-2T3/b/_SUCCESS', own, settings), 'home.d.t$2020010203 b');
  });

  it('LD-21 an object that does not match names the expression that was applied', () => {
    const settings = { ...SETTINGS, regex: '(?<table>z)' };
    assert.throws(() => shown('a/b/_SUCCESS', {}, settings), /DESTINATION_REGEX, \(\?<table>z\)/);
    assert.throws(
      () => shown('a/b/_SUCCESS', { destinationRegex: '(?<table>y)' }, settings),
      /destinationRegex of _config\/load.json, \(\?<table>y\)/,
    );
    assert.throws(() => shown('z/b/_SUCCESS', {}, settings), /names no destination/);
  });

  it('an expression that is none, or has no table, is refused by name', () => {
    assert.throws(() => shown('a/b/_SUCCESS', { destinationRegex: '(' }), /destinationRegex \( cannot be used/);
    assert.throws(() => compileDestinationRegex('(?<dataset>x)'), /no group named `table`/);
  });

  it('an expression of Python keeps its meaning: anchored, with named groups and back references', () => {
    const regex = compileDestinationRegex('(?P<dataset>\\w+)\\_(?P<table>x)/(?P=table)');
    assert.deepEqual(groupsByRegex('d_x/x/_SUCCESS', regex), { dataset: 'd', table: 'x', tablePrefix: 'd_x' });
    assert.equal(groupsByRegex('/d_x/x/_SUCCESS', regex), undefined);
  });

  it('the table’s prefix ends with the table, wherever the batch lies', () => {
    assert.equal(groupsByDefault('ds/t/historical/2020/01/_SUCCESS')?.tablePrefix, 'ds/t');
    assert.equal(
      resolveDestination(
        'x/y_SUCCESS',
        { destinationTable: { datasetId: 'd', tableId: 'e' } },
        { ...SETTINGS, regex: '(?<table>q)' },
      ).tablePrefix,
      'x',
    );
    const everything = compileDestinationRegex('(?<dataset>\\w+)/(?:(?<table>\\w+)|-)');
    assert.equal(groupsByRegex('d/-', everything)?.tablePrefix, '');
  });
});
