import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { importManifest } from '../../functions/puller/import/import.ts';
import { loadSourceFile } from '../../functions/puller/source-file/load.ts';
import { CONFIG, DECIDED } from '../support/decided-templates.ts';
import { sourceOf } from '../support/http-source.ts';
import { IMPORT, type Json, laid, pagedBy, stream } from '../support/manifest.ts';

/** A Python that has `airbyte-cdk` 7.39.1. Its packages are too many to be installed for each run of the tests. */
const PYTHON = process.env.PENSTOCK_INTEROP_AIRBYTE;
const PROGRAM = fileURLToPath(new URL('clients/airbyte/run.py', import.meta.url));
const ROWS = 7;

interface Case {
  readonly title: string;
  readonly part: Json;
  readonly config?: Json;
}

const requester = (part: Json): Json => ({ retriever: { requester: part } });
const shops = laid(laid(stream, { name: 'shops' }), requester({ path: 'shops' }));
const CASES: readonly Case[] = [
  {
    title: 'an offset, booleans and lists of the config, and a path that is a slash',
    part: laid(
      pagedBy({ type: 'OffsetIncrement', page_size: 3 }),
      requester({ path: '/', request_parameters: { exact: "{{ config['exact'] }}", kind: "{{ config['kinds'] }}" } }),
    ) as Json,
    config: { exact: false, kinds: ['a', 'b'] },
  },
  {
    title: 'a body with types, a page without a size, and fields that are added',
    part: {
      ...(laid(
        pagedBy({ type: 'PageIncrement', start_from_page: 1, inject_on_first_request: true }),
        requester({ http_method: 'POST', request_body_json: { limit: '3', all: 'True', text: "'3'", ids: '[1, 2]' } }),
      ) as Json),
      transformations: [{ type: 'AddFields', fields: [{ path: ['label'], value: "no. {{ record['id'] }}" }] }],
    },
  },
  {
    title: 'parameters that the config decides',
    // A secret goes into a request of the engine alone: ours reads it from Secret Manager.
    part: requester({
      request_parameters: Object.fromEntries(
        DECIDED.filter(([template]) => !template.includes('api_key')).map(([template], at) => [`p${at}`, template]),
      ),
    }),
    config: CONFIG,
  },
  {
    title: 'children of parents, whose digits go into a body',
    part: {
      retriever: {
        requester: { http_method: 'POST', request_body_json: { shop: '{{ stream_partition.shop }}' } },
        partition_router: {
          type: 'SubstreamPartitionRouter',
          parent_stream_configs: [
            { type: 'ParentStreamConfig', stream: shops, parent_key: 'id', partition_field: 'shop' },
          ],
        },
      },
    },
  },
];

describe("Airbyte's engine and an import, beside each other", function () {
  this.timeout(120_000);
  let server: Server;
  let base = '';
  let asked: string[] = [];

  before(async function () {
    if (PYTHON === undefined) {
      process.stderr.write("    Airbyte's engine is left out: PENSTOCK_INTEROP_AIRBYTE names no Python that has it\n");
      this.skip();
    }
    server = createServer(async (request, response) => {
      const url = new URL(request.url ?? '/', 'http://api');
      const body = await text(request);
      const query = [...url.searchParams].map(([name, value]) => `${name}=${value}`).sort();
      const sent = body === '' ? '' : JSON.stringify(JSON.parse(body));
      asked.push(`${request.method} ${url.pathname} ${query.join('&')} ${sent}`);
      const page = Number(url.searchParams.get('page') ?? 0);
      const first = request.method === 'POST' && url.searchParams.has('page') ? (page - 1) * 3 : page;
      const rows = Array.from({ length: ROWS }, (_, id) => ({ id })).slice(first, first + 3);
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ data: rows }));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  });
  after(() => server?.close());

  for (const { title, part, config = {} } of CASES) {
    it(`send the same requests and give the same rows: ${title}`, async () => {
      const one = JSON.parse(JSON.stringify(laid(stream, part)).replaceAll('https://api.example.com/v1/', base));
      const properties = { exact: { type: 'boolean' }, kinds: { type: 'array' } };
      const manifest = {
        version: '6.0.0',
        type: 'DeclarativeSource',
        check: { type: 'CheckStream', stream_names: ['orders'] },
        streams: [one],
        spec: { type: 'Spec', connection_specification: { type: 'object', properties } },
      };
      asked = [];
      const theirRows = await engineRows({ manifest, config, stream: 'orders' });
      const theirs = asked;
      asked = [];
      const ourRows = await importedRows(manifest, config);
      assert.ok(ourRows.length > 0);
      assert.deepEqual(asked.sort(), theirs.sort());
      assert.deepEqual(ourRows, theirRows);
    });
  }
});

async function engineRows(job: unknown): Promise<readonly unknown[]> {
  const child = spawn(PYTHON as string, [PROGRAM], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(job));
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  assert.equal(code, 0);
  return JSON.parse(output);
}

async function importedRows(manifest: unknown, config: Json): Promise<readonly unknown[]> {
  const { files, report } = await importManifest(stringify(manifest), { ...IMPORT, config });
  const [file] = files;
  assert.ok(file !== undefined, JSON.stringify(report));
  const source = sourceOf(await loadSourceFile(file.text, file.name));
  const window = { from: '2026-03-01T00:00:00.000Z', to: '2026-03-02T00:00:00.000Z' };
  const rows: unknown[] = [];
  const options = { signal: new AbortController().signal, deadlineMs: Date.parse('2026-03-02T00:00:00Z') };
  for await (const page of source.open(window, options).pages) rows.push(...page.rows);
  await source.close();
  return rows;
}
