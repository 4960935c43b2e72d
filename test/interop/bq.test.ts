import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type BqWorld, bqWorld, isBqInstalled } from '../support/bq-command.ts';
import { PROJECT } from '../support/warehouse.ts';

describe("Google's bq command line against the local BigQuery", function () {
  this.timeout(240_000);
  let world: BqWorld | undefined;
  const { ok, bq } = {
    ok: (...args: string[]): Promise<string> => (world as BqWorld).ok(...args),
    bq: (...args: string[]) => (world as BqWorld).bq(...args),
  };

  before(async function () {
    if (!isBqInstalled()) this.skip();
    world = await bqWorld();
    world.warehouse.objects.put('gs://b/rows.json', '{"id":1,"name":"a"}\n{"id":2,"name":"b"}\n');
  });
  after(() => world?.close());

  it('makes a dataset and a table, lists and shows them', async () => {
    assert.match(await ok('mk', '--dataset', `${PROJECT}:d`), /successfully created/);
    assert.match(await ok('mk', '--table', 'd.t', 'id:INTEGER,name:STRING'), /successfully created/);
    assert.match(await ok('ls'), /\bd\b/);
    assert.match(await ok('show', 'd.t'), /id: integer/);
  });

  it('loads from Cloud Storage and from a local file', async () => {
    await ok('load', '--source_format=NEWLINE_DELIMITED_JSON', 'd.t', 'gs://b/rows.json');
    const file = join((world as BqWorld).folder, 'rows.csv');
    await writeFile(file, 'id,name\n7,"x y"\n');
    await ok('load', '--skip_leading_rows=1', 'd.t', file);
    assert.deepEqual(JSON.parse(await ok('--format=json', 'head', 'd.t')), [
      { id: '1', name: 'a' },
      { id: '2', name: 'b' },
      { id: '7', name: 'x y' },
    ]);
  });

  it('queries, copies and removes', async () => {
    const rows = await ok('--format=json', 'query', '--use_legacy_sql=false', 'SELECT SUM(id) AS s FROM d.t');
    assert.match(rows, /\[\{"s":"10"\}\]/);
    assert.match(await ok('cp', 'd.t', 'd.t2'), /successfully copied/);
    assert.match((await bq('query', '--use_legacy_sql=false', 'SELECT nope FROM d.t')).output, /nope/);
    await ok('rm', '-f', '-t', 'd.t2');
    await ok('rm', '-r', '-f', '-d', 'd');
    assert.doesNotMatch(await ok('ls'), /\bd\b/);
  });

  const table = (...rows: readonly string[]): string => rows.join('\n');
  const sql = (...args: string[]): Promise<string> => ok('query', '--use_legacy_sql=false', ...args);

  it('queries with parameters, into a table, and dry', async () => {
    await ok('mk', '--dataset', '--label=team:data', 'e');
    const partitioned = ['--time_partitioning_field=day', '--clustering_fields=name', '--description=days'];
    await ok('mk', '--table', ...partitioned, 'e.t', 'id:INTEGER,name:STRING,day:DATE');
    const values = "(1, 'a', '2026-01-01'), (2, 'b', '2026-01-02')";
    assert.equal(await sql(`INSERT INTO e.t (id, name, day) VALUES ${values}`), 'Number of affected rows: 2');
    const parameters = ['--parameter=n:INT64:2', '--parameter=names:ARRAY<STRING>:["a","b"]'];
    assert.equal(
      await sql(...parameters, 'SELECT * FROM e.t WHERE id >= @n AND name IN UNNEST(@names)'),
      table(
        '+----+------+------------+',
        '| id | name |    day     |',
        '+----+------+------------+',
        '|  2 | b    | 2026-01-02 |',
        '+----+------+------------+',
      ),
    );
    assert.match(await sql('--dry_run', 'SELECT * FROM e.t'), /successfully validated.*will process \d+ bytes of data/);
    await sql('--destination_table=e.into', '--replace', 'SELECT id FROM e.t');
    assert.equal(await ok('--format=csv', 'head', '-n', '1', '-s', '1', 'e.into'), table('id', '2'));
  });

  it('shows, lists and updates', async () => {
    assert.equal(
      await ok('update', '--description=new', '--set_label=k:v', 'e.t'),
      `Table '${PROJECT}:e.t' successfully updated.`,
    );
    const shown = JSON.parse(await ok('show', '--format=json', 'e.t'));
    assert.partialDeepStrictEqual(shown, {
      description: 'new',
      labels: { k: 'v' },
      numRows: '2',
      timePartitioning: { type: 'DAY', field: 'day' },
      clustering: { fields: ['name'] },
    });
    const listed = (await ok('ls', 'e')).split('\n').slice(2);
    assert.deepEqual(
      listed.map((line) => line.trim().split(/ {2,}/)),
      [
        ['into', 'TABLE'],
        ['t', 'TABLE', 'k:v', 'DAY (field: day)', 'name'],
      ],
    );
    await ok('mk', '--use_legacy_sql=false', '--view=SELECT id FROM e.t', 'e.v');
    assert.match(await ok('show', '--view', 'e.v'), /SELECT id FROM e\.t/);
  });

  it('makes snapshots, restores and clones them, and removes a partition', async () => {
    const said = await ok('cp', '--snapshot', '--no_clobber', 'e.t', 'e.snap');
    assert.equal(said, `Table '${PROJECT}:e.t' successfully snapshotted to '${PROJECT}:e.snap'`);
    assert.match(
      (await bq('cp', '--snapshot', '--no_clobber', 'e.t', 'e.snap')).output,
      /Already Exists|already exists/,
    );
    await ok('rm', '-f', '-t', 'e.t$20260101');
    assert.equal(await sql('--format=csv', 'SELECT id FROM e.t'), table('id', '2'));
    await ok('cp', '--restore', '--no_clobber', 'e.snap', 'e.back');
    assert.equal(await sql('--format=csv', 'SELECT id FROM e.back ORDER BY id'), table('id', '1', '2'));
    assert.match((await bq('query', '--use_legacy_sql=false', 'DELETE FROM e.snap WHERE true')).output, /snapshot/i);
    await ok('cp', '--clone', '--no_clobber', 'e.back', 'e.clone');
    assert.match(await ok('ls', 'e'), /snap +SNAPSHOT/);
  });

  for (const [format, more] of [
    ['CSV', ['--skip_leading_rows=1']],
    ['NEWLINE_DELIMITED_JSON', []],
    ['AVRO', ['--use_avro_logical_types']],
    ['PARQUET', []],
  ] as const) {
    it(`extracts ${format} and loads it again`, async () => {
      const logical = format === 'AVRO' ? ['--use_avro_logical_types'] : [];
      await ok('extract', `--destination_format=${format}`, ...logical, 'e.back', `gs://b/out/${format}-*`);
      const schema = format === 'CSV' || format === 'NEWLINE_DELIMITED_JSON' ? ['id:INTEGER,name:STRING,day:DATE'] : [];
      await ok('load', `--source_format=${format}`, ...more, `e.${format}`, `gs://b/out/${format}-*`, ...schema);
      assert.deepEqual(JSON.parse(await ok('--format=json', 'head', `e.${format}`)), [
        { id: '1', name: 'a', day: '2026-01-01' },
        { id: '2', name: 'b', day: '2026-01-02' },
      ]);
    });
  }

  it('extracts compressed CSV with a delimiter and without a header', async () => {
    const options = ['--destination_format=CSV', '--compression=GZIP', '--field_delimiter=tab', '--noprint_header'];
    await ok('extract', ...options, 'e.back', 'gs://b/out/rows.csv.gz');
    const bytes = (world as BqWorld).warehouse.objects.bytes('gs://b/out/rows.csv.gz');
    assert.equal(gunzipSync(bytes).toString(), '1\ta\t2026-01-01\n2\tb\t2026-01-02\n');
  });

  for (const [what, args, words] of [
    ['files of ORC', ['load', '--source_format=ORC', 'e.orc', 'gs://b/x.orc'], /does not support ORC files/],
    ['legacy SQL', ['query', '--use_legacy_sql=true', 'SELECT 1'], /legacy SQL/],
    ['models', ['ls', '--models', 'e'], /does not support models/],
  ] as const) {
    it(`is refused ${what} by name`, async () => {
      const { code, output } = await bq(...args);
      assert.equal(code, 1);
      assert.match(output.replace(/\s+/g, ' '), words);
    });
  }
});
