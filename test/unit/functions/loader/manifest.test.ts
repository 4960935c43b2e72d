import assert from 'node:assert/strict';
import { type DatedFile, firstChange, ManifestWriter, readManifest } from '../../../../functions/loader/manifest.ts';

const RULES = {
  successFilename: '_SUCCESS',
  gateFilename: '_HISTORYDONE',
  bucket: 'b',
  prefix: 'd/t/',
  successMs: 100,
  lateFiles: 'fail' as const,
  maxFiles: 1_000_000,
  maxBytes: 1e12,
  maxUris: 10_000,
  maxUriBytes: 8e6,
};

function file(name: string, updatedMs = 50, size = 1): DatedFile {
  return { name, generation: `g${name.length}`, size, updatedMs };
}

async function* pages(...files: readonly (readonly DatedFile[])[]): AsyncGenerator<readonly DatedFile[]> {
  yield* files;
}

async function written(
  files: readonly DatedFile[],
  rules: Partial<typeof RULES> | { readonly lateFiles: 'load' } = {},
) {
  const writer = new ManifestWriter({ ...RULES, ...rules });
  const chunks: Buffer[] = [];
  for await (const chunk of writer.lines(pages(files.slice(0, 1), files.slice(1)))) chunks.push(chunk);
  return { chunks, text: Buffer.concat(chunks), totals: writer.totals() };
}

async function* inPieces(text: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < text.length; at += size) yield text.subarray(at, at + size);
}

async function gathered<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe('the manifest of a batch', () => {
  it('pins name, generation and size of each data file, and reads them back from any pieces', async () => {
    const { text, totals } = await written([file('d/t/a.csv'), file('d/t/größe 1.csv'), file('d/t/x/b.csv')]);
    const read = await gathered(readManifest(inPieces(text, 3)));
    assert.deepEqual(
      read.map(({ name }) => name),
      ['d/t/a.csv', 'd/t/größe 1.csv', 'd/t/x/b.csv'],
    );
    assert.deepEqual(read[0], { name: 'd/t/a.csv', generation: 'g9', size: 1 });
    assert.equal(totals.files, 3);
    assert.equal(totals.parts[0]?.to, text.length);
    assert.equal(totals.firstName, 'd/t/a.csv');
  });

  it('comes in bounded chunks', async () => {
    const { chunks } = await written(
      Array.from({ length: 5_000 }, (_, index) => file(`d/t/${String(index).padStart(40, '0')}`)),
    );
    assert.ok(chunks.length > 3);
    assert.ok(chunks.every(({ length }) => length < 70_000));
  });

  it('AL-06 skips what is no data: action files, dot files, empty files, special directories', async () => {
    const skipped = [
      'd/t/_SUCCESS',
      'd/t/.hidden',
      'd/t/_config/load.json',
      'd/t/x/_backlog/y',
      'd/t/_FAILED',
      'd/t/_HISTORYDONE',
      'd/t/_BACKFILL',
      'd/t/_bqlock',
      'd/t/folder/',
      'd/_penstock/z',
    ];
    const { text } = await written([
      ...skipped.map((name) => file(name)),
      file('d/t/empty', 1, 0),
      file('d/t/my_config/x'),
      file('d/t/_underscore'),
    ]);
    assert.deepEqual(
      (await gathered(readManifest(inPieces(text, 9)))).map(({ name }) => name),
      ['d/t/my_config/x', 'd/t/_underscore'],
    );
  });

  it('AL-06 a directory without data is a clear permanent error', async () => {
    await assert.rejects(written([file('d/t/_SUCCESS')]), {
      code: 'INPUT_INVALID',
      kind: 'permanent',
      message: /gs:\/\/b\/d\/t\/ holds no data files/,
    });
  });

  it('a name with a wildcard is refused', async () => {
    await assert.rejects(written([file('d/t/a*.csv')]), /d\/t\/a\*\.csv has a \* in its name/);
  });

  it('a file written after the success file is refused, or loaded where the setting says so', async () => {
    await assert.rejects(
      written([file('d/t/a', 100), file('d/t/b', 101)]),
      /d\/t\/b \(generation g5\) was written after the success file/,
    );
    assert.equal((await written([file('d/t/b', 101)], { lateFiles: 'load' })).totals.files, 1);
  });

  it('more files than an external table takes are refused', async () => {
    await assert.rejects(written([file('d/t/a'), file('d/t/b')], { maxFiles: 1 }), /more than 1 files/);
  });

  for (const [files, format] of [
    [['a.csv', 'b.csv.gz', 'c'], 'CSV'],
    [['a.json', 'b.ndjson', 'c.jsonl.GZ'], 'NEWLINE_DELIMITED_JSON'],
    [['a.PARQUET'], 'PARQUET'],
    [['a.avro'], 'AVRO'],
    [['part-00000', 'x.dat'], 'CSV'],
  ] as const) {
    it(`${files.join(', ')} are ${format}`, async () =>
      assert.equal((await written(files.map((name) => file(`d/t/${name}`)))).totals.format(), format));
  }

  it('two formats are an error that names two files, told when nothing else says the format', async () => {
    const { totals } = await written([file('d/t/a.csv'), file('d/t/b.json'), file('d/t/c.avro')]);
    assert.throws(() => totals.format(), /d\/t\/a.csv is CSV and d\/t\/b.json is NEWLINE_DELIMITED_JSON/);
  });
});

describe('comparing a manifest with what is there now', () => {
  async function change(now: readonly DatedFile[]) {
    const { text } = await written([file('d/t/a'), file('d/t/b'), file('d/t/c')]);
    return firstChange(readManifest(inPieces(text, 100)), pages(now.slice(0, 2), now.slice(2)));
  }

  it('nothing has changed where every pinned file is there, whatever came beside them', async () => {
    assert.equal(
      await change([file('d/t/Z'), file('d/t/a'), file('d/t/aa'), file('d/t/b'), file('d/t/c'), file('d/t/d')]),
      undefined,
    );
  });
  it('AL-20 an overwritten file is found with both generations', async () => {
    assert.deepEqual(await change([file('d/t/a'), { ...file('d/t/b'), generation: 'new' }, file('d/t/c')]), {
      name: 'd/t/b',
      expected: 'g5',
      found: 'new',
    });
  });
  it('AL-20 a vanished file is found, in the middle and at the end', async () => {
    assert.deepEqual(await change([file('d/t/a'), file('d/t/c')]), { name: 'd/t/b', expected: 'g5', found: undefined });
    assert.deepEqual(await change([file('d/t/a'), file('d/t/b')]), { name: 'd/t/c', expected: 'g5', found: undefined });
  });
});
