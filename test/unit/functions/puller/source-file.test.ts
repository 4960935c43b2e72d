import assert from 'node:assert/strict';
import { loadSourceFile } from '../../../../functions/puller/source-file/load.ts';

type Json = Record<string, unknown>;

const range = {
  name: 'orders',
  table: { name: 'shop.orders' },
  secrets: { key: 'projects/p/secrets/shop/versions/latest' },
  settings: { shop: 'acme', regions: ['eu', 'us'] },
  request: {
    url: 'https://{settings.shop}.example.com/orders',
    query: { since: '{window.from}', until: '{window.to}', sort: 'id' },
  },
  auth: { kind: 'bearer', token: '{secret.key}' },
  paging: {
    kind: 'page',
    in: { in: 'query', name: 'page' },
    first: 1,
    sendFirst: true,
    size: 100,
    sizeIn: { in: 'query', name: 'limit' },
    end: { shortPage: true },
    order: { by: 'sort' },
  },
  rows: { at: 'data', key: ['id'], time: { at: 'updated_at', formats: ['rfc3339'] } },
  window: {
    kind: 'range',
    length: '10m',
    start: '2026-01-01T00:00:00Z',
    from: { bound: 'inclusive' },
    to: { bound: 'inclusive' },
  },
};

const snapshot = {
  name: 'stores',
  table: { name: 'shop.stores' },
  request: { url: 'https://api.example.com/stores' },
  paging: { kind: 'none' },
  rows: { at: 'data' },
  window: { kind: 'snapshot', length: '1d', start: '2026-01-01T00:00:00Z' },
};

const job = {
  create: { url: 'https://api.example.com/jobs', method: 'POST', json: {} },
  fields: { id: 'id' },
  poll: {
    request: { url: 'https://api.example.com/jobs/{job.id}' },
    status: 'status',
    done: ['done'],
    running: ['running'],
    failed: ['failed'],
  },
  download: { urls: 'urls' },
};
const { request: _request, paging: _paging, ...rest } = snapshot;
const exported = { ...rest, export: job };

const level = {
  request: { url: 'https://api.example.com/shops' },
  paging: { kind: 'none' },
  rows: { at: 'shops' },
  fields: { shop: 'id' },
};
const children = { ...snapshot, request: { url: 'https://api.example.com/shops/{parent.shop}/orders' }, each: [level] };

async function problems(file: Json): Promise<string> {
  return loadSourceFile(JSON.stringify(file), 'orders.json').then(
    () => '',
    (error: Error) => error.message,
  );
}

/** The file with the value at the dotted path; undefined takes it out. */
function changed(file: Json, path: string, value: unknown): Json {
  const copy = structuredClone(file);
  const keys = path.split('.');
  const last = keys.pop() as string;
  const at = keys.reduce<Json>((now, key) => now[key] as Json, copy);
  if (value === undefined) delete at[last];
  else at[last] = value;
  return copy;
}

describe('a source file', () => {
  for (const [name, file] of Object.entries({ range, snapshot, exported, children })) {
    it('takes CSV and NDJSON for lists by themselves', async () => {
      for (const format of ['csv', 'ndjson'])
        await loadSourceFile(JSON.stringify({ ...snapshot, rows: { format, at: '' } }), 'stores.json');
    });

    it('takes a filler for the password where the user is the key', async () => {
      for (const password of ['', 'x', 'api_token', 'X'])
        await loadSourceFile(
          JSON.stringify({ ...range, auth: { kind: 'basic', user: '{secret.key}', password } }),
          'orders.json',
        );
    });

    it(`of the kind ${name} is taken whole`, async () => {
      assert.equal(await problems(file), '');
    });
  }

  it('is taken as YAML as well', async () => {
    const text =
      'name: stores\ntable: { name: ds.stores }\nmodule: stores.ts\nwindow: { kind: snapshot, length: 1d, start: "2026-01-01T00:00:00Z" }\n';
    assert.equal((await loadSourceFile(text, 'stores.yaml')).module, 'stores.ts');
  });

  it('lists every problem at once, each with its place', async () => {
    const message = await problems({
      ...range,
      name: 'Orders',
      tabel: {},
      window: { ...range.window, length: '10 minutes' },
    });
    for (const part of ['name', 'tabel', 'did you mean table', 'window.length', 'a duration like'])
      assert.ok(message.includes(part), `${part} in ${message}`);
  });

  const cases: readonly (readonly [string, Json, string, unknown, RegExp])[] = [
    ['has neither request nor export', snapshot, 'request', undefined, /request: .*either request or export/],
    [
      'is a range without a request, which is its one problem',
      range,
      'request',
      undefined,
      /either request or export(?![\s\S]*another kind)/,
    ],
    ['has both request and export', snapshot, 'export', job, /either request or export/],
    ['has no rows', snapshot, 'rows', undefined, /rows: .*where the rows are/],
    ['has no paging', snapshot, 'paging', undefined, /paging: .*how the listing goes on/],
    ['pages an export by paging', exported, 'paging', { kind: 'none' }, /nothing: an export is paged by/],
    [
      'pages an export by a page without a size',
      exported,
      'export.download',
      {
        request: { url: 'https://api.example.com/{job.id}' },
        paging: { ...range.paging, size: undefined, sizeIn: undefined },
      },
      /export.download.paging.size/,
    ],
    ['has HTTP beside a module', snapshot, 'module', 'a.ts', /request: .*module does its own asking/],
    [
      'ends by a short page and does not say how many rows a full one has',
      changed(range, 'paging.sizeIn', undefined),
      'paging.size',
      undefined,
      /paging.size: .*because end.shortPage is set/,
    ],
    [
      'sends a size that it does not say',
      { ...range, paging: { ...range.paging, end: { emptyPage: true } } },
      'paging.size',
      undefined,
      /because sizeIn is set/,
    ],
    ['has no end', range, 'paging.end', undefined, /paging.end/],
    ['has an empty end', range, 'paging.end', {}, /paging.end/],
    [
      'has an end by a missing value where pages are counted',
      range,
      'paging.end',
      { noValue: true },
      /always has a next one/,
    ],
    [
      'leaves a parameter to the first page that the request does not have',
      range,
      'paging.firstOnly',
      ['nothing'],
      /paging.firstOnly\[0\]: .*the name of a parameter in request.query/,
    ],
    [
      'leaves a parameter to the first page though it has no parameters',
      { ...range, request: { url: range.request?.url ?? '' } },
      'paging.firstOnly',
      ['nothing'],
      /paging.firstOnly\[0\]: .*the name of a parameter in request.query/,
    ],
    ['sends the size in the path', range, 'paging.sizeIn', { in: 'path' }, /sizeIn: .*a query parameter/],
    [
      'orders by a parameter that the request has not',
      range,
      'paging.order',
      { by: 'order' },
      /a parameter of the request, or \{ none: reason \}/,
    ],
    ['pages in a path that has no place for it', range, 'paging.in', { in: 'path' }, /placeholder \{page\}/],
    [
      'has a place for the page and sends it elsewhere',
      range,
      'request.url',
      'https://api.example.com/{page}',
      /\{ in: path \}/,
    ],
    [
      'has a place for the page and no first value',
      { ...range, request: { ...range.request, url: 'https://api.example.com/{page}' } },
      'paging',
      { kind: 'token', in: { in: 'path' }, value: { from: 'body', at: 'n' }, end: { noValue: true } },
      /paging.first/,
    ],
    [
      'pages by JSON in a form',
      { ...range, request: { ...range.request, form: { a: 1 } } },
      'paging.in',
      { in: 'json', at: 'p' },
      /a place in the body that is sent/,
    ],
    [
      'pages by a form in JSON',
      { ...range, request: { ...range.request, json: {} } },
      'paging.in',
      { in: 'form', name: 'p' },
      /a place in the body that is sent/,
    ],
    [
      'has a place for the page number and leaves the first one out',
      { ...range, request: { ...range.request, url: 'https://api.example.com/{page}' } },
      'paging',
      { ...range.paging, in: { in: 'path' }, sendFirst: false },
      /paging.sendFirst: .*because \{page\} needs one/,
    ],
    [
      'puts the page into a JSON body that is a list',
      { ...range, request: { ...range.request, method: 'POST', json: [1] } },
      'paging.in',
      { in: 'json', at: 'p' },
      /paging.in: .*because request.json is no object/,
    ],
    [
      'puts the size into a JSON body that is a list',
      { ...range, request: { ...range.request, method: 'POST', json: [] } },
      'paging.sizeIn',
      { in: 'json', at: 'n' },
      /paging.sizeIn: .*because request.json is no object/,
    ],
    [
      'takes a bound whole in an unknown format and has no row time',
      { ...range, rows: { at: 'data', key: ['id'] } },
      'window',
      { ...range.window, format: 'iso', to: { bound: 'whole' } },
      /window.unit[\s\S]*window.format: .*rfc3339/,
    ],
    [
      'advances an offset by a size that it does not say',
      range,
      'paging',
      {
        kind: 'offset',
        in: { in: 'query', name: 'o' },
        first: 0,
        sendFirst: true,
        advance: 'size',
        end: { emptyPage: true },
        order: { none: 'fixed' },
      },
      /because advance is size/,
    ],
    [
      'has the root as row path and does not say what stands there',
      range,
      'rows.at',
      '',
      /rows.expect: .*because the row path is the root/,
    ],
    [
      'takes either at the root and names no field that proves a row',
      range,
      'rows',
      { ...range.rows, at: '', expect: 'either' },
      /rows.require/,
    ],
    ['has CSV options for JSON', range, 'rows.csv', { delimiter: ';' }, /nothing: the format is not csv/],
    ['has a row path in CSV', range, 'rows.format', 'csv', /the root, because csv has no path/],
    [
      'drops repeated rows and does not say what names one',
      snapshot,
      'rows.repeats',
      'drop',
      /because repeats is drop/,
    ],
    [
      'has an error rule that holds of every answer',
      range,
      'errors',
      [{ action: 'fail' }],
      /errors\[0\]: .*a status, a predicate/,
    ],
    ['skips without parents', range, 'errors', [{ status: [404], action: 'skip' }], /without parents/],
    ['splits a snapshot', snapshot, 'errors', [{ status: [400], action: 'split' }], /only a window of the kind range/],
    [
      'waits for a failure',
      range,
      'errors',
      [{ status: [400], action: 'fail', wait: [{ from: 'header', at: 'x', as: 'seconds' }] }],
      /does not wait/,
    ],
    ['is concurrent without parents', snapshot, 'concurrency', 4, /there are no parents/],
    [
      'says when requests come back and not how many are left',
      snapshot,
      'rate',
      { requests: 1, per: '1s', reset: { from: 'header', at: 'x', as: 'seconds' } },
      /remaining and reset together/,
    ],
    [
      'holds a literal token',
      range,
      'auth.token',
      'abcdef',
      /auth.token: found a secret value, allowed is text with \{secret.name\}/,
    ],
    [
      'holds a literal password',
      range,
      'auth',
      { kind: 'basic', user: '{secret.key}', password: 'hunter2' },
      /auth.password: found a literal/,
    ],
    [
      'holds a literal in a header',
      range,
      'request.headers',
      { 'X-Api-Key': 'abc' },
      /request.headers.X-Api-Key: found a literal/,
    ],
    ['holds a literal in a parameter', range, 'request.query.api_key', 'abc', /request.query.api_key: found a literal/],
    [
      'holds a literal in a parent request',
      children,
      'each.0.request.headers',
      { Authorization: 'Bearer x' },
      /each\[0\].request.headers.Authorization: found a literal/,
    ],
    [
      'logs in and takes the token from a row',
      range,
      'auth',
      {
        kind: 'session',
        request: { url: 'https://api.example.com/login' },
        token: { from: 'lastRow', at: 'x' },
        into: { in: 'header', name: 'X' },
      },
      /body or header/,
    ],
    [
      'refreshes without a refresh token',
      range,
      'auth',
      {
        kind: 'oauth2',
        grant: 'refresh_token',
        tokenUrl: 'https://a.example.com/t',
        clientId: 'c',
        clientSecret: '{secret.key}',
      },
      /because the grant is refresh_token/,
    ],
    [
      'has a refresh token and does not refresh',
      range,
      'auth',
      {
        kind: 'oauth2',
        grant: 'client_credentials',
        tokenUrl: 'https://a.example.com/t',
        clientId: 'c',
        clientSecret: '{secret.key}',
        refreshToken: '{secret.key}',
        singleUse: true,
      },
      /auth.refreshToken[\s\S]*auth.singleUse/,
    ],
    [
      'names a setting that it does not have',
      range,
      'settings.shop',
      undefined,
      /settings.shop: found nothing, allowed is a value, because request.url names it/,
    ],
    ['names a secret that it does not have', range, 'secrets', {}, /secrets.key: found nothing, allowed is a version/],
    [
      'names a parent and has none',
      snapshot,
      'request.url',
      'https://api.example.com/{parent.id}',
      /there are no parents/,
    ],
    [
      'names a parent that is not there',
      children,
      'request.url',
      'https://api.example.com/{parent.store}',
      /\{parent.…\} of shop/,
    ],
    ['has a row in a request', snapshot, 'request.url', 'https://api.example.com/{row.id}', /placeholders of settings/],
    ['has a brace that opens nothing', snapshot, 'request.url', 'https://api.example.com/{id}', /is no placeholder/],
    [
      'lists a setting that it does not have',
      snapshot,
      'each',
      [{ list: { settings: 'shops' }, as: 'shop' }],
      /settings.shops/,
    ],
    [
      'has window bounds in a snapshot',
      snapshot,
      'request.query',
      { since: '{window.from}' },
      /a window of the kind snapshot sends no bounds/,
    ],
    ['is a range and sends no bound', range, 'request.query', { sort: 'id' }, /no \{window.from\}[\s\S]*/],
    [
      'is a range and does not say how a bound is taken',
      range,
      'window.to',
      undefined,
      /window.to: .*how the source takes this bound/,
    ],
    [
      'has bounds in a feed',
      range,
      'window',
      { ...range.window, kind: 'feed' },
      /a window of the kind feed does not send it/,
    ],
    ['has an unknown zone', range, 'window.zone', '+02:00', /window.zone: .*the name of a zone/],
    ['has an unknown format', range, 'window.format', 'iso', /window.format: .*rfc3339/],
    ['has an unknown format of the row time', range, 'rows.time.formats', ['rfc3339', 'iso'], /rows.time.formats\[1\]/],
    ['has an unknown zone of the row time', range, 'rows.time.zone', 'Mars', /rows.time.zone/],
    ['has a row time in a snapshot', snapshot, 'rows.time', range.rows.time, /a snapshot is not cut by time/],
    [
      'takes a bound inclusively and cannot cut by row time',
      range,
      'rows.time',
      undefined,
      /because the bounds ask for more than the window/,
    ],
    ['takes a whole unit and does not say which', range, 'window.to', { bound: 'whole' }, /window.unit/],
    [
      'has a window of half a unit and cannot cut by row time',
      { ...range, rows: { at: 'data', key: ['id'] } },
      'window',
      { ...range.window, format: 'date', from: { bound: 'whole' }, to: { bound: 'whole' } },
      /whole units of 86400000 ms/,
    ],
    [
      'is a feed without row time',
      { ...range, rows: { at: 'data', key: ['id'] }, request: { url: 'https://api.example.com', query: { sort: 1 } } },
      'window',
      { kind: 'feed', length: '10m', start: '2026-01-01T00:00:00Z' },
      /rows.time: .*kind feed/,
    ],
    [
      'is a since without a key',
      { ...range, rows: { at: 'data', time: range.rows.time } },
      'window',
      { kind: 'since', length: '10m', start: '2026-01-01T00:00:00Z' },
      /rows.key: .*paging by page/,
    ],
    ['pages by number without a key', range, 'rows.key', undefined, /rows.key: .*paging by page/],
    [
      'overlaps without a key',
      { ...range, rows: { at: 'data', time: range.rows.time }, paging: { kind: 'none' } },
      'window.overlap',
      '1d',
      /window.overlap is set/,
    ],
    [
      'overlaps without a row time',
      { ...range, rows: { at: 'data', key: ['id'] } },
      'window.overlap',
      '1d',
      /rows.time: .*window.overlap is set/,
    ],
    [
      'overlaps and keeps rows that come twice',
      { ...range, rows: { ...range.rows, key: ['id'], repeats: 'keep' } },
      'window.overlap',
      '1d',
      /rows.repeats: .*only their keys tell which/,
    ],
    ['overlaps a snapshot', snapshot, 'window.overlap', '1d', /a snapshot is whole each time/],
    ['has a retention shorter than its windows', range, 'window.retention', '5m', /at least the length of a window/],
    ['has a window of no length', range, 'window.length', '0m', /a duration above 0/],
    [
      'has local times that come twice and does not wait for it',
      range,
      'rows.time',
      { at: 'at', formats: ['%Y-%m-%d %H:%M:%S'], zone: 'Europe/Berlin' },
      /window.settle: .*at least 1h/,
    ],
    [
      'sends local times that come twice and does not wait for it',
      range,
      'window',
      { ...range.window, format: '%Y-%m-%dT%H:%M:%S', zone: 'America/New_York' },
      /window.settle: .*at least 1h/,
    ],
    [
      'has a regular expression that is none',
      range,
      'rows.filter',
      { row: 'id', matches: '(' },
      /is no regular expression/,
    ],
    [
      'has a regular expression without a group',
      range,
      'errors',
      [{ status: [429], action: 'wait', wait: [{ from: 'header', at: 'x', as: 'seconds', match: '\\d+' }] }],
      /with one group/,
    ],
    [
      'has a level with a bad window',
      children,
      'each.0.window',
      { kind: 'range', from: { bound: 'inclusive' }, to: { bound: 'exclusive' }, zone: 'Nowhere' },
      /each\[0\].window.zone/,
    ],
    [
      'has a level with a bad row time',
      children,
      'each.0.rows',
      { at: 'shops', time: { at: 'x', formats: ['what'] } },
      /each\[0\].rows.time.formats/,
    ],
  ];
  for (const [what, file, path, value, expected] of cases) {
    it(`that ${what} is refused`, async () => {
      assert.match(await problems(changed(file, path, value)), expected);
    });
  }

  const token = {
    kind: 'token',
    in: { in: 'query', name: 't' },
    value: { from: 'body', at: 'n' },
    end: { noValue: true },
  };

  it('never shows a secret that stands in it, where it refuses the file (dlt#1474)', async () => {
    const message = await problems({ ...range, auth: { kind: 'bearer', token: 'tok-0123456789' }, tabel: 1 });
    assert.match(message, /auth.token/);
    assert.doesNotMatch(message, /tok-0123456789/);
  });

  it('may page by a token that has no first value', async () => {
    assert.equal(await problems({ ...range, paging: token }), '');
  });

  it('may leave the hour that comes twice to a settled window', async () => {
    const local = changed(range, 'rows.time', { at: 'at', formats: ['%Y-%m-%d %H:%M:%S'], zone: 'Europe/Berlin' });
    assert.equal(await problems(changed(local, 'window.settle', '1h')), '');
  });

  it('may fill a level with the rows of its window, and an optional setting that is not there', async () => {
    const windowed = changed(children, 'each.0', {
      ...level,
      request: { ...level.request, query: { since: '{window.from}', q: '{settings.none?}' } },
      window: { kind: 'since' },
    });
    assert.equal(await problems(windowed), '');
  });
});
