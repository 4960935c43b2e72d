import assert from 'node:assert/strict';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import avro from 'avsc';
import { type Rest, restOf } from '../../support/bigquery-rest.ts';
import { PROJECT, startWarehouse, type Warehouse } from '../../support/warehouse.ts';

const ID = { name: 'id', type: 'INTEGER', mode: 'NULLABLE' };
const NAME = { name: 'name', type: 'STRING', mode: 'NULLABLE' };
const JSON_LINES = 'NEWLINE_DELIMITED_JSON';

describe('the local BigQuery: load jobs and external tables', () => {
  let warehouse: Warehouse;
  let rest: Rest;
  let count = 0;

  before(async () => {
    warehouse = await startWarehouse({ limits: { loadUris: 3, loadBytes: 100_000, fileRowBytes: 5000 } });
    rest = restOf(warehouse);
    await warehouse.client.createDataset('d');
  });
  after(() => warehouse.close());

  const fresh = (): string => {
    count += 1;
    return `t${count}`;
  };
  const put = (name: string, bytes: string | Uint8Array): string => warehouse.objects.put(`gs://b/${name}`, bytes);

  async function load(tableId: string, sourceUris: string | string[], settings: Record<string, unknown> = {}) {
    return rest.job({
      load: {
        sourceUris: [sourceUris].flat(),
        destinationTable: { projectId: PROJECT, datasetId: 'd', tableId },
        ...settings,
      },
    });
  }

  async function loaded(bytes: string | Uint8Array, settings: Record<string, unknown>): Promise<unknown[][]> {
    const id = fresh();
    const job = await load(id, put(`${id}/file`, bytes), settings);
    assert.equal(job.status.errorResult, undefined, JSON.stringify(job.status));
    return rest.rows(id);
  }

  async function failed(
    bytes: string | Uint8Array,
    settings: Record<string, unknown>,
  ): Promise<{ errorResult: { message: string; location: string; reason: string }; errors: { message: string }[] }> {
    const id = fresh();
    const job = await load(id, put(`${id}/file`, bytes), settings);
    assert.ok(job.status.errorResult, JSON.stringify(job));
    assert.equal((await rest.call('GET', `/datasets/d/tables/${id}`)).status, 404, 'a failed load makes no table');
    return job.status;
  }

  const json = (more: Record<string, unknown> = {}, ...fields: unknown[]) => ({
    sourceFormat: JSON_LINES,
    schema: { fields: fields.length > 0 ? fields : [ID, NAME] },
    ...more,
  });
  const csv = (more: Record<string, unknown> = {}, ...fields: unknown[]) => ({
    sourceFormat: 'CSV',
    schema: { fields: fields.length > 0 ? fields : [ID, NAME] },
    ...more,
  });

  describe('newline-delimited JSON', () => {
    it('loads rows and tells its figures', async () => {
      const id = fresh();
      const uri = put(`${id}.json`, '{"id":1,"name":"a"}\n\n{"name":"b\\n\\u00fc","id":"2"}\r\n{}');
      const job = await load(id, uri, json());
      assert.deepEqual(job.statistics.load, {
        inputFiles: '1',
        inputFileBytes: '54',
        outputRows: '3',
        outputBytes: '54',
        badRecords: '0',
      });
      assert.deepEqual(await rest.rows(id), [
        ['1', 'a'],
        ['2', 'b\nü'],
        [null, null],
      ]);
    });

    it('names the file, the position and the column of a bad row', async () => {
      const id = fresh();
      const uri = put(`${id}.json`, '{"id":1}\n{"id":"x"}\n');
      const { errorResult, errors } = (await load(id, uri, json())).status;
      assert.equal(errorResult.reason, 'invalid');
      assert.equal(errorResult.location, uri);
      assert.equal(
        errorResult.message,
        `Error while reading data, error message: JSON table encountered too many errors, giving up. Rows: 2; errors: 1. Please look into the errors[] collection for more details. File: ${uri}`,
      );
      assert.equal(
        errors.at(-1).message,
        `Error while reading data, error message: JSON parsing error in row starting at position 9: Could not convert value to integer. Field: id; Value: x File: ${uri}`,
      );
    });

    for (const [what, bytes, message] of [
      ['an unknown field', '{"id":1,"zz":2}', /No such field: zz\./],
      ['broken JSON', '{"id":1', /JSON parsing error in row starting at position 0/],
      ['a trailing comma', '{"id":1,}', /JSON parsing error/],
      ['NaN', '{"id":NaN}', /JSON parsing error/],
      ['two objects in a line', '{"id":1} {"id":2}', /JSON parsing error/],
      ['a key twice', '{"id":1,"ID":2}', /Duplicate field: ID/],
      ['a list for a scalar', '{"id":[1]}', /Array specified for non-repeated field: id/],
      ['a number that is too large', '{"id":9223372036854775808}', /Could not convert value to integer/],
      ['a row that is no object', '[1]', /JSON map is expected/],
      ['bytes that are not UTF-8', Buffer.from('{"name":"\xff"}', 'latin1'), /not valid UTF-8/],
      ['a row past the limit', `{"name":"${'x'.repeat(6000)}"}`, /Row size is larger/],
    ] as const) {
      it(`refuses ${what}`, async () => {
        const { errors } = await failed(bytes, json());
        assert.match(errors.at(-1)?.message ?? '', message);
      });
    }

    it('skips up to maxBadRecords rows and lists what was wrong', async () => {
      const id = fresh();
      const job = await load(id, put(`${id}.json`, '{"id":1}\n{"id":"x"}\n{"id":3}\n{]\n'), json({ maxBadRecords: 2 }));
      assert.equal(job.status.errorResult, undefined);
      assert.equal(job.status.errors.length, 2);
      assert.equal(job.statistics.load.badRecords, '2');
      assert.deepEqual(await rest.rows(id), [
        ['1', null],
        ['3', null],
      ]);
    });

    it('keeps integers beyond 2^53 and nested, repeated and JSON values', async () => {
      const record = {
        name: 'r',
        type: 'RECORD',
        mode: 'REPEATED',
        fields: [
          { name: 'j', type: 'JSON' },
          { name: 'n', type: 'NUMERIC' },
        ],
      };
      const rows = await loaded(
        '{"id":9007199254740993,"r":[{"j":{"z":1,"a":"s"},"n":0.1},{"j":"text","n":"12345678901234567890.123456789"}]}',
        json({}, ID, record),
      );
      assert.deepEqual(rows, [
        [
          '9007199254740993',
          [
            { v: { f: [{ v: '{"a":"s","z":1}' }, { v: '0.1' }] } },
            { v: { f: [{ v: '"text"' }, { v: '12345678901234567890.123456789' }] } },
          ],
        ],
      ]);
    });

    it('keeps the order of a large file, so that pages fit together', async () => {
      const large = await startWarehouse();
      try {
        await large.client.createDataset('d');
        const lines = Array.from({ length: 200_000 }, (_, id) => `{"id":${id},"name":"row ${id}"}`);
        const uri = large.objects.put('gs://b/large.json', lines.join('\n'));
        const job = await restOf(large).job({
          load: {
            sourceUris: [uri],
            ...json(),
            destinationTable: { projectId: PROJECT, datasetId: 'd', tableId: 'large' },
          },
        });
        assert.equal(job.statistics.load.outputRows, '200000');
        for (const at of [0, 65_432, 131_072, 199_999]) {
          const { body } = await restOf(large).call(
            'GET',
            `/datasets/d/tables/large/data?startIndex=${at}&maxResults=1`,
          );
          assert.equal(body.rows[0].f[0].v, String(at));
        }
      } finally {
        await large.close();
      }
    });

    it('answers alike on the fast path and on the strict one', async () => {
      const fields = [
        ID,
        NAME,
        { name: 'f', type: 'FLOAT64' },
        { name: 'b', type: 'BOOL' },
        { name: 'd', type: 'DATE' },
        { name: 'dt', type: 'DATETIME' },
        { name: 'ts', type: 'TIMESTAMP' },
        { name: 'n', type: 'NUMERIC' },
      ];
      const row =
        '{"id":-5,"name":"a\\u0041 \\"q\\" \\\\","f":1.5e3,"b":false,"d":"2024-02-29","dt":"2024-02-29 01:02:03.5","ts":"2024-02-29T01:02:03.123456Z","n":-0.000000001}';
      const other = '{"name":null,"f":0.1,"n":12}';
      const fast = await loaded(`${row}\n${other}\n`, json({}, ...fields));
      // One value in a form that the fast path leaves to the strict one.
      const strict = await loaded(`${row}\n${other}\n{"id":"7"}\n`, json({}, ...fields));
      assert.deepEqual(strict.slice(0, 2), fast);
    });
  });

  describe('CSV', () => {
    for (const [what, bytes, settings, rows] of [
      ['a header row to skip', 'id,name\n1,a\n', csv({ skipLeadingRows: 1 }), [['1', 'a']]],
      ['quotes, doubled quotes and delimiters inside', '1,"a ""b"", c"\n', csv(), [['1', 'a "b", c']]],
      [
        'newlines in quotes where allowed',
        '1,"a\nb"\n2,c\r\n',
        csv({ allowQuotedNewlines: true }),
        [
          ['1', 'a\nb'],
          ['2', 'c'],
        ],
      ],
      ['another delimiter and no quote', '1\t"a\n', csv({ fieldDelimiter: '\\t', quote: '' }), [['1', '"a']]],
      ['missing columns where jagged rows are allowed', '1\n', csv({ allowJaggedRows: true }), [['1', null]]],
      ['more columns where unknown values are ignored', '1,a,zz\n', csv({ ignoreUnknownValues: true }), [['1', 'a']]],
      [
        'nothing as NULL and quoted nothing as empty',
        ',\n1,""\n',
        csv(),
        [
          [null, null],
          ['1', ''],
        ],
      ],
      [
        'its own null marker',
        '\\N,\\N\n1,\n',
        csv({ nullMarker: '\\N' }),
        [
          [null, null],
          ['1', ''],
        ],
      ],
      ['several null markers', 'NA,-\n', csv({ nullMarkers: ['NA', '-'] }), [[null, null]]],
      ['a byte order mark', '\uFEFF1,a\n', csv(), [['1', 'a']]],
      ['Latin-1', Buffer.from('1,\xfc\n', 'latin1'), csv({ encoding: 'ISO-8859-1' }), [['1', 'ü']]],
      ['UTF-16', Buffer.from('1,ü\n', 'utf16le'), csv({ encoding: 'UTF-16LE' }), [['1', 'ü']]],
      ['gzip, told by its bytes', gzipSync('1,a\n'), csv(), [['1', 'a']]],
      [
        'NUL where control characters are preserved',
        '1,a\0b\n',
        csv({ preserveAsciiControlCharacters: true }),
        [['1', 'a\0b']],
      ],
      ['bytes that are not UTF-8, as U+FFFD', Buffer.from('1,\xff\n', 'latin1'), csv(), [['1', '\uFFFD']]],
    ] as const) {
      it(`reads ${what}`, async () => {
        assert.deepEqual(await loaded(bytes, settings), rows);
      });
    }

    for (const [what, bytes, settings, message] of [
      [
        'too few columns',
        '1\n',
        csv(),
        /CSV table references column position 1, but line starting at position:0 contains only 1 columns/,
      ],
      [
        'too many columns',
        '1,a,b\n',
        csv(),
        /Too many values in row starting at position: 0\. Found 3 column\(s\) while expected 2/,
      ],
      [
        'a value that is none',
        '1,a\nx,b\n',
        csv(),
        /Could not parse 'x' as INT64 for field id \(position 0\) starting at location 4 with message 'Unable to parse'/,
      ],
      ['an empty number under another null marker', ',a\n', csv({ nullMarker: 'NULL' }), /Could not parse '' as INT64/],
      ['data after a closing quote', '1,"a"b\n', csv(), /Data between close quote character \("\) and field separator/],
      ['a quote that never closes', '1,"a\n', csv(), /Missing close quote character/],
      ['a newline in quotes where not allowed', '1,"a\nb"\n', csv(), /Missing close quote character/],
      ['NUL', '1,a\0\n', csv(), /Bad character \(ASCII 0\) encountered/],
      [
        'NULL for a required column',
        ',a\n',
        csv({}, { ...ID, mode: 'REQUIRED' }, NAME),
        /Required column value for column index: 0 is missing/,
      ],
    ] as const) {
      it(`refuses ${what}`, async () => {
        const { errors } = await failed(bytes, settings);
        assert.match(errors.at(-1)?.message ?? '', message);
      });
    }

    it('refuses records and arrays', async () => {
      const { errorResult } = await failed('1\n', csv({}, { name: 'r', type: 'STRING', mode: 'REPEATED' }));
      assert.match(errorResult.message, /nested or repeated/);
    });

    it('detects types and a header', async () => {
      const id = fresh();
      await load(
        id,
        put(`${id}.csv`, 'id,when,ok,note\n1,2026-01-02 03:04:05,true,x\n2,2026-01-03 03:04:05,false,y\n'),
        { autodetect: true },
      );
      const { body } = await rest.call('GET', `/datasets/d/tables/${id}`);
      assert.deepEqual(
        body.schema.fields.map((field: { name: string; type: string }) => [field.name, field.type]),
        [
          ['id', 'INTEGER'],
          ['when', 'TIMESTAMP'],
          ['ok', 'BOOLEAN'],
          ['note', 'STRING'],
        ],
      );
      assert.equal(body.numRows, '2');
    });
  });

  describe('Avro and Parquet', () => {
    const schema = {
      type: 'record',
      name: 'Row',
      fields: [
        { name: 'id', type: 'long' },
        { name: 'name', type: ['null', 'string'], default: null },
        { name: 'at', type: { type: 'long', logicalType: 'timestamp-micros' } },
        { name: 'price', type: { type: 'bytes', logicalType: 'decimal', precision: 10, scale: 2 } },
        { name: 'tags', type: { type: 'array', items: 'string' } },
      ],
    };

    async function container(rows: unknown[], codec: string): Promise<Buffer> {
      const encoder = new avro.streams.BlockEncoder(schema as never, { codec });
      const chunks: Buffer[] = [];
      encoder.on('data', (chunk: Buffer) => chunks.push(chunk));
      const ended = new Promise((resolve) => encoder.on('end', resolve));
      for (const row of rows) encoder.write(row);
      encoder.end();
      await ended;
      return Buffer.concat(chunks);
    }

    const row = { id: 5, name: 'a', at: 1_767_323_045_123_456, price: Buffer.from([0xff, 0x85]), tags: ['x', 'y'] };

    for (const codec of ['null', 'deflate']) {
      it(`loads Avro (${codec}) with its logical types`, async () => {
        const bytes = await container([row, { ...row, id: 6, name: null }], codec);
        assert.deepEqual(await loaded(bytes, { sourceFormat: 'AVRO', useAvroLogicalTypes: true }), [
          ['5', 'a', '1767323045123456', '-1.23', [{ v: 'x' }, { v: 'y' }]],
          ['6', null, '1767323045123456', '-1.23', [{ v: 'x' }, { v: 'y' }]],
        ]);
      });
    }

    it('takes Avro timestamps as integers without useAvroLogicalTypes', async () => {
      const [first] = await loaded(await container([row], 'null'), { sourceFormat: 'AVRO' });
      assert.equal(first?.[2], '1767323045123456');
      const { body } = await rest.call('GET', `/datasets/d/tables/t${count}`);
      assert.equal(body.schema.fields[2].type, 'INTEGER');
      assert.equal(body.schema.fields[0].mode, 'REQUIRED');
    });

    it('loads Parquet with its types, nested ones too', async () => {
      const file = join(tmpdir(), `penstock-${process.pid}.parquet`);
      await warehouse.service.engine.read((connection) =>
        connection.run(`COPY (SELECT 1::INTEGER AS a, 'x' AS b, 1.25::DECIMAL(10,2) AS c, [1, 2] AS l, {x: 1, y: NULL} AS s,
          TIMESTAMPTZ '2026-01-02 03:04:05+00' AS tz, DATE '2026-01-02' AS d, '\\x00'::BLOB AS bl, 1.5::FLOAT AS f) TO '${file}' (FORMAT parquet)`),
      );
      const rows = await loaded(await readFile(file), {
        sourceFormat: 'PARQUET',
        parquetOptions: { enableListInference: true },
      });
      await rm(file);
      assert.deepEqual(rows, [
        [
          '1',
          'x',
          '1.25',
          [{ v: '1' }, { v: '2' }],
          { f: [{ v: '1' }, { v: null }] },
          '1767323045000000',
          '2026-01-02',
          'AA==',
          '1.5',
        ],
      ]);
    });

    it('refuses a file that is not Avro, or not Parquet', async () => {
      assert.match(
        (await failed('not avro', { sourceFormat: 'AVRO' })).errorResult.message,
        /not an Avro object container file/,
      );
      assert.match(
        (await failed('not parquet', { sourceFormat: 'PARQUET' })).errorResult.message,
        /not in Parquet format/,
      );
      const cut = (await container([row], 'null')).subarray(0, 200);
      assert.equal((await failed(cut, { sourceFormat: 'AVRO' })).errorResult.reason, 'invalid');
    });

    it('refuses ORC by name, before there is a job', async () => {
      const answer = await load('orc', 'gs://b/x', { sourceFormat: 'ORC' });
      assert.match(answer.error.message, /does not support ORC/);
    });
  });

  describe('sources', () => {
    it('reads several URIs and one wildcard, in the order of names', async () => {
      for (const part of ['2', '1']) put(`parts/p${part}.json`, `{"id":${part}}`);
      put('parts/p3.txt', 'no');
      put('parts/extra.json', '{"id":9}');
      const id = fresh();
      const job = await load(id, ['gs://b/parts/p*.json', 'gs://b/parts/extra.json'], json());
      assert.equal(job.statistics.load.inputFiles, '3');
      assert.deepEqual(await rest.rows(id), [
        ['1', null],
        ['2', null],
        ['9', null],
      ]);
    });

    it('loads all files or none', async () => {
      const id = fresh();
      await rest.call('POST', '/datasets/d/tables', {
        tableReference: { tableId: id },
        schema: { fields: [ID, NAME] },
      });
      const uris = [put('all/1.json', '{"id":1}'), put('all/2.json', '{"id":"x"}')];
      assert.ok((await load(id, uris, json())).status.errorResult);
      assert.deepEqual(await rest.rows(id), []);
    });

    for (const [what, uris, message] of [
      ['an object that is missing', 'gs://b/missing.json', /Not found: URI gs:\/\/b\/missing\.json/],
      ['a wildcard that finds nothing', 'gs://b/none*', /Not found: Uris gs:\/\/b\/none\*/],
      ['a bucket that is missing', 'gs://nobody/x', /Not found: Bucket nobody/],
    ] as const) {
      it(`fails for ${what}`, async () => {
        const { errorResult } = (await load(fresh(), uris, json())).status;
        assert.equal(errorResult.reason, 'notFound');
        assert.match(errorResult.message, message);
      });
    }

    for (const [what, uris, message] of [
      ['two wildcards', 'gs://b/*/x*', /At most one/],
      ['a URI of another scheme', 's3://b/x', /Invalid source URI/],
      ['more URIs than the limit', ['gs://b/1', 'gs://b/2', 'gs://b/3', 'gs://b/4'], /Too many source URIs: 4/],
      ['no URIs', [], /sourceUris/],
    ] as const) {
      it(`refuses ${what} before there is a job`, async () => {
        const answer = await load(fresh(), [...[uris].flat()], json());
        assert.equal(answer.error.code, 400);
        assert.match(answer.error.message, message);
      });
    }

    it('refuses more bytes than the limit', async () => {
      put('big', 'x'.repeat(100_001));
      const { errorResult } = (await load(fresh(), 'gs://b/big', csv())).status;
      assert.match(errorResult.message, /too large: 100001 bytes/);
    });

    it('adds hive partition keys as columns, typed or as strings', async () => {
      put('hive/dt=2026-01-02/region=eu/f.json', '{"id":1}');
      put('hive/dt=2026-01-03/region=us/f.json', '{"id":2}');
      const hive = (mode: string, sourceUriPrefix = 'gs://b/hive') =>
        json({ hivePartitioningOptions: { mode, sourceUriPrefix } });
      const auto = fresh();
      await load(auto, 'gs://b/hive/*', hive('AUTO'));
      assert.deepEqual(await rest.rows(auto), [
        ['1', null, '2026-01-02', 'eu'],
        ['2', null, '2026-01-03', 'us'],
      ]);
      assert.equal((await rest.call('GET', `/datasets/d/tables/${auto}`)).body.schema.fields[2].type, 'DATE');
      const strings = fresh();
      await load(strings, 'gs://b/hive/*', hive('STRINGS'));
      assert.equal((await rest.call('GET', `/datasets/d/tables/${strings}`)).body.schema.fields[2].type, 'STRING');
      const custom = await load(fresh(), 'gs://b/hive/*', hive('CUSTOM', 'gs://b/hive/{dt:TIMESTAMP}/{region:STRING}'));
      assert.equal(custom.status.errorResult, undefined, JSON.stringify(custom.status));
    });

    it('loads a file that the request brings along, multipart', async () => {
      const id = fresh();
      const base = `http://${warehouse.service.address}/upload/bigquery/v2/projects/${PROJECT}/jobs?uploadType=multipart`;
      const metadata = {
        configuration: { load: { ...csv(), destinationTable: { projectId: PROJECT, datasetId: 'd', tableId: id } } },
      };
      const body = `--B\r\nContent-Type: application/json\r\n\r\n${JSON.stringify(metadata)}\r\n--B\r\nContent-Type: text/csv\r\n\r\n1,a\n2,"b"\n\r\n--B--`;
      const answer = await fetch(base, {
        method: 'POST',
        headers: { 'content-type': 'multipart/related; boundary="B"' },
        body,
      });
      assert.equal(answer.status, 200);
      const { jobReference } = (await answer.json()) as { jobReference: { jobId: string } };
      await warehouse.client.job(jobReference.jobId, { location: 'US' }).promise();
      assert.deepEqual(await rest.rows(id), [
        ['1', 'a'],
        ['2', 'b'],
      ]);
    });

    it('loads a local file in a resumable session, in chunks, one of them sent twice', async () => {
      const id = fresh();
      const metadata = {
        configuration: { load: { ...csv(), destinationTable: { projectId: PROJECT, datasetId: 'd', tableId: id } } },
      };
      const begun = await fetch(
        `http://${warehouse.service.address}/upload/bigquery/v2/projects/${PROJECT}/jobs?uploadType=resumable`,
        { method: 'POST', body: JSON.stringify(metadata) },
      );
      const session = begun.headers.get('location') ?? '';
      const send = (range: string, bytes: string) =>
        fetch(session, { method: 'PUT', headers: { 'content-range': range }, body: bytes, redirect: 'manual' });
      const first = await send('bytes 0-3/8', '1,a\n');
      assert.equal(first.status, 308);
      assert.equal(first.headers.get('range'), 'bytes=0-3');
      assert.equal((await send('bytes 0-3/8', '1,a\n')).headers.get('range'), 'bytes=0-3');
      const last = await send('bytes 4-7/8', '2,b\n');
      assert.equal(last.status, 200);
      const { jobReference } = (await last.json()) as { jobReference: { jobId: string } };
      await warehouse.client.job(jobReference.jobId, { location: 'US' }).promise();
      assert.deepEqual(await rest.rows(id), [
        ['1', 'a'],
        ['2', 'b'],
      ]);
    });
  });

  describe('destinations', () => {
    async function existing(fields: unknown[] = [ID, NAME], more = {}): Promise<string> {
      const id = fresh();
      const { status } = await rest.call('POST', '/datasets/d/tables', {
        tableReference: { tableId: id },
        schema: { fields },
        ...more,
      });
      assert.equal(status, 200);
      await load(id, put(`${id}/seed`, '{"id":1}'), { sourceFormat: JSON_LINES });
      return id;
    }

    it('appends, replaces, or refuses a table with rows by the write disposition', async () => {
      const id = await existing();
      const uri = put('two.json', '{"id":2}');
      await load(id, uri, json({ writeDisposition: 'WRITE_APPEND' }));
      assert.equal((await rest.rows(id)).length, 2);
      const refused = await load(id, uri, json({ writeDisposition: 'WRITE_EMPTY' }));
      assert.equal(refused.status.errorResult.message, `Already Exists: Table ${PROJECT}:d.${id}`);
      await load(id, uri, json({ writeDisposition: 'WRITE_TRUNCATE' }, { ...ID, type: 'FLOAT' }));
      assert.deepEqual(await rest.rows(id), [['2.0']]);
      await load(
        id,
        uri,
        json(
          { writeDisposition: 'WRITE_TRUNCATE_DATA', schemaUpdateOptions: ['ALLOW_FIELD_ADDITION'] },
          { ...ID, type: 'FLOAT' },
          NAME,
        ),
      );
      assert.deepEqual(await rest.rows(id), [['2.0', null]]);
    });

    it('makes no table under CREATE_NEVER', async () => {
      const { errorResult } = (
        await load('never', put('n.json', '{"id":1}'), json({ createDisposition: 'CREATE_NEVER' }))
      ).status;
      assert.equal(errorResult.message, `Not found: Table ${PROJECT}:d.never`);
    });

    it('adds and relaxes columns only when told to', async () => {
      const id = await existing([{ ...ID, mode: 'REQUIRED' }]);
      const uri = put('wider.json', '{"name":"x"}');
      const strict = await load(id, uri, json());
      assert.match(
        strict.status.errorResult.message,
        /Provided Schema does not match Table .*\. (?:Field id has changed mode from REQUIRED to NULLABLE|Cannot add fields \(field: name\))/,
      );
      const relaxed = await load(
        id,
        uri,
        json({ schemaUpdateOptions: ['ALLOW_FIELD_ADDITION', 'ALLOW_FIELD_RELAXATION'] }),
      );
      assert.equal(relaxed.status.errorResult, undefined, JSON.stringify(relaxed.status));
      assert.deepEqual(await rest.rows(id), [
        ['1', null],
        [null, 'x'],
      ]);
    });

    it('refuses schema update options with WRITE_TRUNCATE on a whole table', async () => {
      const answer = await load(
        'x',
        'gs://b/two.json',
        json({ writeDisposition: 'WRITE_TRUNCATE', schemaUpdateOptions: ['ALLOW_FIELD_ADDITION'] }),
      );
      assert.match(answer.error.message, /Schema update options should only be specified with WRITE_APPEND/);
    });

    it('loads into one partition and refuses rows of another', async () => {
      const day = { name: 'day', type: 'DATE', mode: 'NULLABLE' };
      const id = await existing([ID, day], { timePartitioning: { type: 'DAY', field: 'day' } });
      const settings = json({ writeDisposition: 'WRITE_TRUNCATE' }, ID, day);
      assert.equal(
        (await load(`${id}$20260105`, put('day.json', '{"id":5,"day":"2026-01-05"}'), settings)).status.errorResult,
        undefined,
      );
      await load(`${id}$20260105`, put('day.json', '{"id":6,"day":"2026-01-05"}'), settings);
      assert.deepEqual((await rest.rows(id)).sort(), [
        ['1', null],
        ['6', '2026-01-05'],
      ]);
      const stray = await load(`${id}$20260106`, 'gs://b/day.json', settings);
      assert.match(stray.status.errorResult.message, /Some rows belong to different partitions/);
      assert.match(
        (await load(`${id}$2026`, 'gs://b/day.json', settings)).status.errorResult.message,
        /Invalid time partitioning decorator/,
      );
    });

    it('puts rows of a table partitioned by arrival into the partition that is named', async () => {
      const id = await existing([ID], { timePartitioning: { type: 'HOUR' } });
      await load(`${id}$2026010203`, put('hour.json', '{"id":7}'), json({}, ID));
      const { body } = await rest.call('POST', '/queries', {
        query: `SELECT id, _PARTITIONTIME AS part FROM d.${id} WHERE id = 7`,
        useLegacySql: false,
        formatOptions: { useInt64Timestamp: true },
      });
      assert.deepEqual(body.rows, [{ f: [{ v: '7' }, { v: '1767322800000000' }] }], JSON.stringify(body));
    });

    it("gives a table without a schema the load's", async () => {
      const id = fresh();
      await rest.call('POST', '/datasets/d/tables', { tableReference: { tableId: id } });
      const job = await load(id, put('first.json', '{"id":1}'), json({}, { ...ID, mode: 'REQUIRED' }));
      assert.equal(job.status.errorResult, undefined, JSON.stringify(job.status));
      assert.deepEqual(await rest.rows(id), [['1']]);
    });

    it('needs a schema from somewhere', async () => {
      const { errorResult } = (await load(fresh(), put('n.json', '{"id":1}'), { sourceFormat: JSON_LINES })).status;
      assert.equal(errorResult.message, 'No schema specified on job or table.');
    });

    it('detects nested and repeated JSON', async () => {
      const id = fresh();
      await load(id, put(`${id}.json`, '{"a":1,"r":{"x":[1.5,2]},"d":"2026-01-01"}\n{"a":2.5}\n'), {
        sourceFormat: JSON_LINES,
        autodetect: true,
      });
      const { body } = await rest.call('GET', `/datasets/d/tables/${id}`);
      assert.deepEqual(
        body.schema.fields.map((field: { name: string; type: string }) => [field.name, field.type]),
        [
          ['a', 'FLOAT'],
          ['r', 'RECORD'],
          ['d', 'DATE'],
        ],
      );
      assert.deepEqual(
        [body.schema.fields[1].fields[0].mode, body.schema.fields[1].fields[0].type],
        ['REPEATED', 'FLOAT'],
      );
    });

    it('fills columns that the load leaves out with their default', async () => {
      const id = await existing([ID, { ...NAME, defaultValueExpression: "UPPER('std')" }]);
      await load(id, put('partial.json', '{"id":2}'), json({}, ID));
      assert.deepEqual((await rest.rows(id)).at(-1), ['2', 'STD']);
    });
  });

  describe('external tables', () => {
    it('are read in a query by a definition that the job brings', async () => {
      put('ext/1.csv', 'id,name\n1,a\n');
      put('ext/2.csv', 'id,name\n2,b\n');
      const definition = {
        sourceFormat: 'CSV',
        sourceUris: ['gs://b/ext/*.csv'],
        csvOptions: { skipLeadingRows: 1 },
        schema: { fields: [ID, NAME] },
      };
      const job = await rest.job({
        query: {
          query: 'SELECT name, _FILE_NAME AS file FROM temp_ext ORDER BY id',
          useLegacySql: false,
          tableDefinitions: { temp_ext: definition },
        },
      });
      assert.equal(job.status.errorResult, undefined, JSON.stringify(job.status));
      const { body } = await rest.call('GET', `/queries/${job.jobReference.jobId}`);
      assert.deepEqual(
        body.rows.map((row: { f: { v: string }[] }) => row.f.map(({ v }) => v)),
        [
          ['a', 'gs://b/ext/1.csv'],
          ['b', 'gs://b/ext/2.csv'],
        ],
      );
    });

    it('are tables that read their files anew for each query', async () => {
      put('live.json', '{"id":1}');
      const external = { sourceFormat: JSON_LINES, sourceUris: ['gs://b/live.json'], schema: { fields: [ID] } };
      const made = await rest.call('POST', '/datasets/d/tables', {
        tableReference: { tableId: 'live' },
        externalDataConfiguration: external,
        schema: { fields: [ID] },
      });
      assert.equal(made.body.type, 'EXTERNAL', JSON.stringify(made.body));
      const sum = async (): Promise<unknown> =>
        (await warehouse.client.query('SELECT SUM(id) AS s FROM d.live'))[0][0].s;
      assert.equal(await sum(), 1);
      put('live.json', '{"id":1}\n{"id":10}');
      assert.equal(await sum(), 11);
    });

    it('fail the query with the file and row of what is wrong', async () => {
      put('wrong.json', '{"id":"x"}');
      const definition = { sourceFormat: JSON_LINES, sourceUris: ['gs://b/wrong.json'], schema: { fields: [ID] } };
      const job = await rest.job({
        query: { query: 'SELECT * FROM e', useLegacySql: false, tableDefinitions: { e: definition } },
      });
      assert.match(job.status.errorResult.message, /gs:\/\/b\/wrong\.json/);
    });
  });
});
