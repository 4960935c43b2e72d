/** The console as an attacker meets it: a page of another site, a name that only resolves to here, markup in every field. */

import assert from 'node:assert/strict';
import { createServer, request, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { ConsoleSuite, World } from '../../support/console.ts';
import { queryRows } from '../../support/suite.ts';

/** Runs a script, if any of its ways is taken for markup. */
const MARKUP = `"><img src=x onerror="window.hit=1"><svg onload="window.hit=1"></svg><script>window.hit=1</script>'{{7*7}}`;
/** A slash would part the id of a document. */
const DOCUMENT = MARKUP.replaceAll('/', '');
const RULE = JSON.stringify({ service: 'storage', method: '*', kind: 'error', times: 0 });

export function attackTasks({ task, world }: ConsoleSuite): void {
  let evil: Server;
  before(async () => {
    evil = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html');
      response.end('<!doctype html><html lang="en"><title>evil</title><main><h1>evil</h1></main>');
    });
    await new Promise<void>((resolve) => evil.listen(0, '127.0.0.1', resolve));
  });
  after(() => evil.close());
  /** `localhost` and `127.0.0.1` are two sites, two ports of one are two origins of the same site. */
  const sites = () =>
    ['localhost', '127.0.0.1'].map((host) => `http://${host}:${(evil.address() as AddressInfo).port}/`);

  it('gives a page of another site nothing to read, and changes nothing for it', async () => {
    const { page, cloud } = world();
    const at = `http://${cloud.addresses.console}`;
    const answers: string[] = [];
    page.on('response', (response) => {
      if (response.url().startsWith(at)) answers.push(`${response.status()} ${new URL(response.url()).pathname}`);
    });
    for (const site of sites()) {
      await page.goto(site);
      const read =
        (await page.evaluate(`Promise.all(['/', '/addresses', '/faults', '/api/overview', '/api/topics', '/assets/app.js', '/way/recent'].map(
        (path) => fetch('${at}' + path).then((response) => path + ' ' + response.status, () => undefined)))`)) as unknown[];
      assert.deepEqual(
        read.filter((one) => one !== null && one !== undefined),
        [],
        site,
      );
      await page.evaluate(`Promise.all(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'].flatMap((type) =>
        ['/faults', '/api/faults', '/api/reset', '/jobs/pull:run', '/api/ledgers/command', '/api/redrive', '/api/cost'].map((path) =>
          fetch('${at}' + path, { method: 'POST', mode: 'no-cors', headers: { 'content-type': type }, body: ${JSON.stringify(RULE)} }).catch(() => 0))))`);
      await page.evaluate(`new Promise((resolve) => {
        const form = document.createElement('form');
        form.action = '${at}/faults'; form.method = 'post'; form.enctype = 'text/plain'; form.target = 'sink';
        const field = document.createElement('input');
        field.name = '{"service":"storage","method":"*","kind":"error","resource":"'; field.value = '"}';
        form.append(field);
        const frame = document.createElement('iframe');
        frame.name = 'sink'; frame.onload = resolve;
        document.body.append(frame, form);
        form.submit();
        setTimeout(resolve, 1000);
      })`);
      assert.deepEqual(cloud.faults.list(), [], site);
    }
    const reached = answers.filter((answer) => answer.startsWith('2') && !/^200 \/(assets|$)/.test(answer));
    assert.deepEqual(reached, []);
  });

  it('sends no events to a page of another site, opens no socket, runs in no frame and in no other window', async () => {
    const { page, cloud } = world();
    const at = `http://${cloud.addresses.console}`;
    for (const site of sites()) {
      await page.goto(site);
      const told = await page.evaluate(`Promise.all([
        new Promise((resolve) => { const source = new EventSource('${at}/events'); source.onopen = () => resolve('events'); source.onerror = () => resolve(''); }),
        new Promise((resolve) => { const socket = new WebSocket('${at.replace('http', 'ws')}/events'); socket.onopen = () => resolve('socket'); socket.onerror = () => resolve(''); }),
        new Promise((resolve) => { const script = document.createElement('script'); script.src = '${at}/assets/app.js'; script.onload = () => resolve('script'); script.onerror = () => resolve(''); document.head.append(script); }),
        new Promise((resolve) => { const frame = document.createElement('iframe'); frame.src = '${at}/'; frame.onload = () => resolve(''); document.body.append(frame); }),
      ])`);
      assert.deepEqual(told, ['', '', '', ''], site);
      const framed = page.frames().filter((frame) => frame !== page.mainFrame());
      for (const frame of framed) assert.equal(await frame.locator('.side').count(), 0);
      const [popup] = await Promise.all([
        page.waitForEvent('popup'),
        page.evaluate(`void (window.opened = open('${at}/'))`),
      ]);
      await popup.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
      assert.equal(await popup.evaluate('window.opener === null'), true);
      assert.equal(await page.evaluate('window.opened.closed'), true);
      await popup.close();
    }
  });

  it('answers nobody who comes by another name, on any path', async () => {
    const { cloud } = world();
    const [host, port] = (cloud.addresses.console ?? '').split(':');
    const status = (method: string, path: string, headers: Readonly<Record<string, string>>): Promise<number> =>
      new Promise((resolve, reject) => {
        request(
          { host, port, path, method, headers: { accept: 'text/html', ...headers }, agent: false },
          (response) => {
            response.resume();
            resolve(response.statusCode ?? 0);
          },
        )
          .on('error', reject)
          .end();
      });
    for (const name of [`evil.example:${port}`, `127.0.0.1.evil.example:${port}`, `localhost.evil.example`]) {
      for (const path of ['/', '/sql', '/events', '/api/overview', '/assets/app.css', '/addresses', '/way/recent'])
        assert.equal(await status('GET', path, { host: name }), 403, `${name} ${path}`);
      for (const path of ['/faults', '/api/faults', '/jobs/pull:run', '/token', '/api/redrive'])
        assert.equal(await status('POST', path, { host: name }), 403, `${name} ${path}`);
    }
    const switched = await new Promise<string>((resolve) => {
      const socket = connect(Number(port), host);
      socket.on('data', (data) => resolve(data.toString().split('\r\n', 1)[0] ?? ''));
      socket.on('close', () => resolve('closed'));
      socket.write(
        `GET /events HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nconnection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\norigin: http://evil.example\r\n\r\n`,
      );
      setTimeout(() => {
        resolve('nothing');
        socket.destroy();
      }, 1_000);
    });
    assert.doesNotMatch(switched, / 101 /);
  });

  it('sends each answer with headers that let no other page frame, read or sniff it', async () => {
    const { cloud } = world();
    const at = `http://${cloud.addresses.console}`;
    for (const path of [
      '/',
      '/sql',
      '/assets/app.js',
      '/assets/app.css',
      '/api/overview',
      '/api/none',
      '/assets/none',
    ]) {
      const { headers } = await fetch(`${at}${path}`, { headers: { accept: 'text/html' } });
      assert.match(headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/, path);
      assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'/, path);
      assert.equal(headers.get('x-content-type-options'), 'nosniff', path);
      assert.equal(headers.get('cross-origin-resource-policy'), 'same-origin', path);
      assert.equal(headers.get('cross-origin-opener-policy'), 'same-origin', path);
      assert.equal(headers.get('access-control-allow-origin'), null, path);
    }
    const { headers } = await fetch(`${at}/`, { headers: { accept: 'text/html' } });
    assert.doesNotMatch(headers.get('content-security-policy') ?? '', /script-src[^;]*unsafe/);
  });

  task(
    'shows markup as text on every page, in whatever field it was typed',
    async (given) => {
      const { page, open, holds, problems } = given;
      const broken: string[] = [];
      page.on('response', (response) => response.status() === 500 && broken.push(response.url()));
      const places = await plant(given);
      for (const { path, press } of places) {
        await open(path);
        if (press !== undefined) await page.getByRole('button', { name: press }).first().click();
        await shown(page, path);
        await holds('document.images.length === 0 && window.hit === undefined');
      }
      for (const path of REFLECTED) {
        await open(`${path}${encodeURIComponent(MARKUP)}`);
        await holds('document.images.length === 0 && window.hit === undefined');
      }
      const refused = problems.filter((problem) => !/status of (?:400|404|503)/.test(problem));
      assert.deepEqual([...broken, ...refused], []);
    },
    120_000,
  );
}

async function shown(page: World['page'], path: string): Promise<void> {
  const text = page.getByText('<img src=x').first();
  const inField = page.locator('textarea').filter({ hasText: '<img src=x' }).first();
  await text
    .or(inField)
    .first()
    .waitFor({ state: 'attached' })
    .catch(() => assert.fail(`${path} does not show the text`));
}

/** Addresses that show a part of themselves. */
const REFLECTED = [
  '/?',
  '/follow?id=',
  '/events?show=',
  '/errors?from=',
  '/cost?volumes=',
  '/dashboards?show=',
  '/topics?match=',
  '/topics/',
  '/subscriptions/',
  '/tables/shop/',
  '/buckets/penstock-demo?prefix=',
  '/documents/',
  '/functions/',
  '/loads/load/',
  '/loads/job/',
] as const;

interface Place {
  readonly path: string;
  /** The button that opens the box with the text. */
  readonly press?: RegExp;
}

/** Puts the markup into every field that users can type, and returns the pages that show them. */
async function plant({ cloud, post, upload }: World): Promise<readonly Place[]> {
  const { addresses, projectId } = cloud;
  const send = async (address: string | undefined, method: string, path: string, body: unknown): Promise<void> => {
    const response = await fetch(`http://${address}${path}`, { method, body: JSON.stringify(body) });
    assert.ok(response.ok, `${path}: ${response.status} ${await response.text()}`);
  };
  await post({ title: MARKUP, description: MARKUP, reporter: MARKUP });
  await upload('penstock-demo', `marked/${MARKUP}/${MARKUP}.txt`, MARKUP);
  const pubsub = `/v1/projects/${projectId}`;
  await send(addresses.pubsub, 'PUT', `${pubsub}/topics/marked`, {});
  await send(addresses.pubsub, 'PUT', `${pubsub}/subscriptions/marked-sub`, {
    topic: `projects/${projectId}/topics/marked`,
    enableMessageOrdering: true,
  });
  const attributes = { [MARKUP]: MARKUP, error_reason: MARKUP, error_type: MARKUP };
  await send(addresses.pubsub, 'POST', `${pubsub}/topics/marked:publish`, {
    messages: [{ data: Buffer.from(MARKUP).toString('base64'), attributes, orderingKey: MARKUP }],
  });
  const datasets = `/bigquery/v2/projects/${projectId}/datasets/issues_ds/tables`;
  await send(addresses.bigquery, 'POST', datasets, {
    tableReference: { datasetId: 'issues_ds', tableId: 'marked' },
    description: MARKUP,
    schema: { fields: [{ name: 'text', type: 'STRING', description: MARKUP }] },
  });
  await send(addresses.bigquery, 'POST', `${datasets}/marked/insertAll`, { rows: [{ json: { text: MARKUP } }] });
  await queryRows(cloud, `SELECT ERROR(${JSON.stringify(MARKUP)})`).catch(() => undefined);
  const documents = `/v1/projects/${projectId}/databases/(default)/documents`;
  const fields = { [MARKUP]: { stringValue: MARKUP } };
  await send(addresses.documents, 'PATCH', `${documents}/marked/${encodeURIComponent(DOCUMENT)}`, { fields });
  cloud.faults.add({ service: 'storage', method: MARKUP, kind: 'error', resource: MARKUP, message: MARKUP });
  cloud.faults.next('storage', MARKUP, MARKUP);
  const query = encodeURIComponent(`SELECT text FROM issues_ds.marked -- ${MARKUP}`);
  return [
    { path: '/events' },
    { path: '/tables/issues_ds/issues_stream' },
    { path: '/tables/issues_ds/marked' },
    { path: '/tables/issues_ds/marked?tab=schema' },
    { path: '/tables/issues_ds/marked?tab=details' },
    { path: `/sql?q=${query}` },
    { path: '/follow' },
    { path: '/subscriptions/marked-sub', press: /img src=x/ },
    { path: '/errors?from=marked-sub' },
    { path: `/buckets/penstock-demo?prefix=${encodeURIComponent('marked/')}` },
    {
      path: `/buckets/penstock-demo?prefix=marked%2F&object=${encodeURIComponent(`marked/${MARKUP}/${MARKUP}.txt`)}`,
    },
    { path: '/documents/marked' },
    { path: `/documents/${encodeURIComponent(`marked/${DOCUMENT}`)}` },
    { path: '/faults' },
    { path: '/loads?tab=jobs' },
  ];
}
