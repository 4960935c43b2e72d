import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@penstock/shared/runtime/clock.ts';
import { importFile } from '../../../../functions/puller/commands/import.ts';
import { commands } from '../../../../functions/puller/commands/index.ts';
import { tryOut } from '../../../../functions/puller/commands/try.ts';
import { loadSourceFiles } from '../../../../functions/puller/sources.ts';
import { codecOfMessage } from '../../../../functions/puller/typing.ts';
import { type FakeApi, startFakeApi } from '../../../support/fake-api.ts';
import { startSecretText } from '../../../support/secrets.ts';

interface Told {
  readonly records: Record<string, unknown>[];
  readonly texts: string[];
  readonly summaries: string[];
  readonly warnings: string[];
}

const told = (): Told & { readonly call: object } => {
  const all: Told = { records: [], texts: [], summaries: [], warnings: [] };
  const print = {
    record: (record: object, text?: string) => {
      all.records.push(record as Record<string, unknown>);
      all.texts.push(text ?? '');
    },
    table: () => undefined,
  };
  return {
    ...all,
    call: {
      print,
      summary: (text: string) => all.summaries.push(text),
      warn: (text: string) => all.warnings.push(text),
      clock: systemClock,
      signal: new AbortController().signal,
      env: {},
    },
  };
};

describe('penstock puller', () => {
  let folder: string;
  let api: FakeApi;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'penstock-commands-'));
    api = await startFakeApi(({ query }) => {
      const page = Number(query.get('page'));
      return {
        body: {
          items:
            page < 4
              ? [
                  { id: page, at: '2026-03-01T00:30:00Z', big: 1 },
                  { id: page * 10, at: '2026-03-02T00:00:00Z' },
                ]
              : [],
          total: 99,
        },
      };
    });
  });
  after(async () => {
    await api.close();
    await rm(folder, { recursive: true });
  });

  const source = (part: object = {}): object => ({
    name: 'orders',
    table: { name: 'shop.orders' },
    request: { url: `${api.url}/orders`, query: { from: '{window.from}', to: '{window.to}' } },
    paging: {
      kind: 'page',
      in: { in: 'query', name: 'page' },
      first: 1,
      sendFirst: true,
      end: { emptyPage: true },
      order: { none: 'fixed' },
      total: { at: 'total', mismatch: 'report' },
    },
    rows: { at: 'items', key: ['id'], time: { at: 'at', formats: ['rfc3339'] } },
    window: {
      kind: 'range',
      length: '1h',
      start: '2026-01-01T00:00:00Z',
      from: { bound: 'inclusive' },
      to: { bound: 'exclusive' },
    },
    ...part,
  });
  const written = async (name: string, value: unknown): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, typeof value === 'string' ? value : JSON.stringify(value));
    return path;
  };
  const FLAGS = {
    at: '2026-03-01T00:30:00Z',
    pages: 2,
    rows: 3,
    schema: undefined,
    record: undefined,
    replay: undefined,
    loopback: true,
  };

  describe('try', () => {
    it('shows two pages of the window, the next request, and lands nothing', async () => {
      const { call, ...all } = told();
      const file = await written('orders.json', source());
      assert.equal(await tryOut({ ...call, operands: { file }, flags: FLAGS } as never), 'done');
      assert.match(all.texts[0] ?? '', /^orders: 2026-03-01T00:00:00.000Z to 2026-03-01T01:00:00.000Z → shop.orders$/);
      assert.match(
        all.texts[2] ?? '',
        /1 rows of \d+ bytes; left out: 0 filtered, 1 outside of the window, 0 repeated\n {2}\{"id":2.*\n {2}next: http.*page=3/,
      );
      assert.deepEqual(all.records[1]?.shown, [{ id: 1, at: '2026-03-01T00:30:00Z', big: 1 }]);
      assert.match(all.summaries[0] ?? '', /2 pages with 2 rows; 0 would be rejected. Nothing was landed/);
      assert.equal(all.warnings.length, 1);
    });

    it('shows why the listing ends, a warning, and rows as the table takes them', async () => {
      const { call, ...all } = told();
      const file = await written('orders.json', source());
      const schema = await written('schema.json', [
        { name: 'id', type: 'INTEGER' },
        { name: 'at', type: 'TIMESTAMP' },
      ]);
      assert.equal(
        await tryOut({ ...call, operands: { file }, flags: { ...FLAGS, pages: 9, schema } } as never),
        'partial',
      );
      assert.match(all.texts[1] ?? '', /rejected: row 0: big/);
      assert.match(
        all.texts.at(-1) ?? '',
        /warning: the source tells 99 rows at total and sent 6\n {2}ends: the page is empty/,
      );
      assert.deepEqual([all.records.at(-1)?.end, all.warnings], ['the page is empty', []]);
    });

    it('records and replays without the API and its secrets, by the message of a .proto', async () => {
      const record = join(folder, 'recorded');
      const file = await written(
        'typed.json',
        source({
          table: {
            name: 'shop.orders',
            message: 'penstock.sources.example.v1.Order',
            unknownFields: 'drop',
            sensitive: { 'customer.email': 'mask' },
          },
        }),
      );
      const first = told();
      await tryOut({ ...first.call, operands: { file }, flags: { ...FLAGS, record } } as never);
      const again = told();
      assert.equal(
        await tryOut({ ...again.call, operands: { file }, flags: { ...FLAGS, replay: record } } as never),
        'partial',
      );
      assert.deepEqual(
        again.records.slice(1).map(({ shown }) => shown),
        first.records.slice(1).map(({ shown }) => shown),
      );
      const parents = told();
      const each = await written('each.json', source({ each: [{ list: ['a'], as: 'x' }] }));
      await tryOut({ ...parents.call, operands: { file: each }, flags: FLAGS } as never);
      assert.deepEqual(parents.records[1]?.note, { parents: [{ x: 'a' }] });
    });

    it('replays without the secrets of the requests, and without --loopback', async () => {
      const secured = {
        secrets: { key: 'projects/p/secrets/s/versions/latest' },
        request: { url: `${api.url}/orders`, query: { from: '{window.from}', to: '{window.to}', k: '{secret.key}' } },
      };
      const record = join(folder, 'secured');
      const secret = await startSecretText('very-secret-key');
      const file = await written('secured.json', source(secured));
      const first = told();
      await tryOut({ ...first.call, env: secret.env, operands: { file }, flags: { ...FLAGS, record } } as never);
      await secret.close();
      const again = told();
      const flags = { ...FLAGS, replay: record, loopback: false };
      assert.equal(await tryOut({ ...again.call, operands: { file }, flags } as never), 'done');
      assert.deepEqual(
        again.records.slice(1).map(({ shown }) => shown),
        first.records.slice(1).map(({ shown }) => shown),
      );
    });

    it('takes the schema of the table also from its resource', async () => {
      const { call, ...all } = told();
      const file = await written('orders.json', source());
      const fields = [
        { name: 'id', type: 'INTEGER' },
        { name: 'at', type: 'TIMESTAMP' },
      ];
      const schema = await written('resource.json', { id: 'p:shop.orders', schema: { fields } });
      await tryOut({ ...call, operands: { file }, flags: { ...FLAGS, schema } } as never);
      assert.match(all.texts[1] ?? '', /rejected: row 0: big/);
    });

    it('runs a TypeScript module, and says where one exports nothing', async () => {
      await written(
        'mine.ts',
        "export const createSource = (file) => ({ name: file.name, open: () => ({ id: '1', pages: (async function* () { yield { index: 0, rows: [{ a: 1 }], bytes: 1, dropped: { filtered: 0, outside: 0, repeated: 0 }, request: 'mine' }; })() }), close: async () => undefined });",
      );
      await written('none.ts', 'export const x = 1;');
      const module = (name: string): object => ({
        name: 'mine',
        table: { name: 'a.b' },
        module: name,
        window: { kind: 'snapshot', length: '1d', start: '2026-01-01T00:00:00Z' },
      });
      const { call, ...all } = told();
      await tryOut({
        ...call,
        operands: { file: await written('mine.json', module('mine.ts')) },
        flags: { ...FLAGS, at: undefined },
      } as never);
      assert.match(all.texts[1] ?? '', /page 0: mine[\s\S]*next: the next page/);
      await assert.rejects(
        tryOut({ ...call, operands: { file: await written('none.json', module('none.ts')) }, flags: FLAGS } as never),
        /exports no function createSource/,
      );
    });

    it('refuses a file that is not there, and a time before the first window', async () => {
      const { call } = told();
      await assert.rejects(
        tryOut({ ...call, operands: { file: join(folder, 'no.json') }, flags: FLAGS } as never),
        /no.json cannot be read/,
      );
      const file = await written('orders.json', source());
      await assert.rejects(
        tryOut({ ...call, operands: { file }, flags: { ...FLAGS, at: '2025-01-01T00:00:00Z' } } as never),
        /has no window at 2025/,
      );
      const future = await written(
        'future.json',
        source({ window: { ...(source() as { window: object }).window, start: '2999-01-01T00:00:00Z' } }),
      );
      await assert.rejects(
        tryOut({ ...call, operands: { file: future }, flags: { ...FLAGS, at: undefined } } as never),
        /has no window yet/,
      );
    });
  });

  describe('import', () => {
    const manifest =
      'streams:\n- name: a\n  primary_key: id\n  retriever: { requester: { url_base: "https://{{ config.host }}" }, record_selector: { extractor: { field_path: [d] } } }\n- name: b\n  type: Odd\n';
    const flags = {
      out: '',
      source: undefined,
      dataset: 'raw',
      config: undefined,
      start: '2026-01-01T00:00:00Z',
      window: undefined,
    };

    it('writes the files of whole streams and lists why others are not', async () => {
      const { call, ...all } = told();
      const path = await written('manifest.yaml', manifest);
      const config = await written('config.json', { host: 'api.example.com' });
      const out = join(folder, 'out');
      assert.equal(
        await importFile({
          ...call,
          env: { GOOGLE_CLOUD_PROJECT: 'p' },
          operands: { manifest: path },
          dryRun: false,
          flags: { ...flags, out, config, source: 'x', window: 7_200_000 },
        } as never),
        'partial',
      );
      assert.deepEqual(await readdir(out), ['x-a.yaml']);
      assert.match(all.texts[1] ?? '', /^b is not carried over\n {2}streams.1: a stream of the type Odd/);
      assert.match(all.summaries[0] ?? '', /1 of 2 streams written to .*; 1 cannot/);
      assert.equal((await loadSourceFiles(out))[0]?.window.length, '2h');
    });

    it('writes nothing in a dry run', async () => {
      const { call, ...all } = told();
      const path = await written('manifest.yaml', manifest.split('- name: b')[0] as string);
      assert.equal(
        await importFile({
          ...call,
          operands: { manifest: path },
          dryRun: true,
          flags: { ...flags, out: join(folder, 'dry') },
        } as never),
        'done',
      );
      assert.equal(all.summaries[0], '1 of 1 streams can be carried over.');
      await assert.rejects(readdir(join(folder, 'dry')));
    });

    it('refuses a file that is none', async () => {
      const { call } = told();
      await assert.rejects(
        importFile({ ...call, operands: { manifest: await written('bad.yaml', '[1]') }, dryRun: true, flags } as never),
        /bad.yaml: The file is no manifest/,
      );
      await assert.rejects(
        importFile({ ...call, operands: { manifest: join(folder, 'no.yaml') }, dryRun: true, flags } as never),
        /no.yaml cannot be read/,
      );
    });
  });

  it('loads what stands behind its words when they are called', async () => {
    const words = commands.commands.filter(({ name }) => name === 'try' || name === 'import');
    assert.equal(words.length, 2);
    for (const word of words) {
      assert.ok('run' in word);
      await assert.rejects(
        word.run({
          ...told().call,
          operands: { file: '/none.json', manifest: '/none.yaml' },
          flags: { ...FLAGS, out: '' },
          dryRun: true,
        } as never),
        /cannot be read/,
      );
    }
  });
});

describe('the sources of a deployment', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'penstock-sources-'));
  });
  after(() => rm(folder, { recursive: true }));

  it('are every file of the folder, or one error with the problems of all', async () => {
    const good = {
      name: 'a',
      table: { name: 'd.t' },
      module: 'a.ts',
      window: { kind: 'snapshot', length: '1d', start: '2026-01-01T00:00:00Z' },
    };
    await writeFile(join(folder, 'a.json'), JSON.stringify(good));
    await writeFile(join(folder, 'readme.txt'), 'no source');
    assert.deepEqual(
      (await loadSourceFiles(folder)).map(({ name }) => name),
      ['a'],
    );
    await writeFile(join(folder, 'b.json'), JSON.stringify(good));
    await writeFile(join(folder, 'c.json'), '{}');
    await assert.rejects(loadSourceFiles(folder), (error: Error) =>
      /c.json[\s\S]*two files have the name a/.test(error.message),
    );
    await assert.rejects(loadSourceFiles(join(folder, 'none')), /PULLER_SOURCES/);
  });

  it('hash by a key that is given', async () => {
    const codec = await codecOfMessage(
      { name: 'a.b', message: 'penstock.sources.example.v1.Order' },
      Buffer.alloc(32, 1),
    );
    assert.equal(codec.options.sensitive?.hashKey?.length, 32);
  });
});
