import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Faults } from '../../../../local/core/faults/faults.ts';
import { type HttpServer, startHttpServer } from '../../../../local/core/http/server.ts';
import type { CloudEvent } from '../../../../local/eventarc/event.ts';
import { type EventarcOptions, type EventarcService, startEventarc } from '../../../../local/eventarc/eventarc.ts';
import { callRest, type RestAnswer, refusalOf } from '../../../support/rest-call.ts';

const PARENT = 'projects/p/locations/us-central1/triggers';
const FINALIZED = 'google.cloud.storage.object.v1.finalized';
const WRITTEN = 'google.cloud.firestore.document.v1.written';
const FILTERS = [
  { attribute: 'type', value: FINALIZED },
  { attribute: 'bucket', value: 'b' },
];

describe("Eventarc's REST API", () => {
  let target: HttpServer;
  let received: string[];
  let status: number;
  let folder: string;
  let service: EventarcService;

  beforeEach(async () => {
    received = [];
    status = 200;
    folder = await mkdtemp(join(tmpdir(), 'penstock-eventarc-'));
    target = await startHttpServer(
      { host: '127.0.0.1', port: 0 },
      async (request, response) => {
        received.push(`${request.url} ${request.headers['ce-id']}`);
        response.writeHead(status).end();
      },
      () => undefined,
    );
    service = await started();
  });
  afterEach(async () => {
    await service.close();
    await target.close();
    await rm(folder, { recursive: true });
  });

  function started(more: Partial<EventarcOptions> = {}): Promise<EventarcService> {
    return startEventarc({
      host: '127.0.0.1',
      port: 0,
      stateDir: folder,
      faults: new Faults(),
      report: () => undefined,
      now: Date.now,
      projectId: 'p',
      triggers: [],
      minBackoffMs: 1,
      services: {
        names: () => ['loader'],
        urlOf: (name) => (name === 'loader' ? `http://${target.address}/` : undefined),
      },
      ...more,
    });
  }

  const send = (method: string, path: string, body?: object): Promise<RestAnswer> =>
    callRest(service.address, method, `/v1/${path}`, body);
  const onRun = (more: object = {}): object => ({
    eventFilters: FILTERS,
    destination: { cloudRun: { service: 'loader', region: 'us-central1', path: '/events' } },
    serviceAccount: 'runner@p.iam.gserviceaccount.com',
    ...more,
  });
  const create = (id: string, body: object = onRun()) => send('POST', `${PARENT}?triggerId=${id}`, body);
  const finished = async ({ body }: RestAnswer): Promise<Readonly<Record<string, unknown>>> =>
    (await send('GET', String(body.name))).body;
  const finalized = (id: string, bucket = 'b'): CloudEvent => ({
    id,
    type: FINALIZED,
    source: `//storage.googleapis.com/projects/_/buckets/${bucket}`,
    subject: 'objects/x',
    time: '2026-01-02T03:04:05Z',
    extensions: { bucket },
    contentType: 'application/json',
    data: Buffer.from('{"name":"x","generation":"1"}'),
  });
  const delivered = async (id: string): Promise<readonly string[]> => {
    await service.emit(finalized(id));
    await service.idle();
    return received.splice(0);
  };

  it('makes a trigger by an operation that is done when it is asked for, and delivers to its path', async () => {
    const begun = await create('t');
    assert.deepEqual([begun.status, begun.body.done, begun.body.response], [200, false, undefined]);
    assert.partialDeepStrictEqual(begun.body.metadata, { target: `${PARENT}/t`, verb: 'create', apiVersion: 'v1' });
    const done = await finished(begun);
    const shown = (await send('GET', `${PARENT}/t`)).body;
    assert.deepEqual(done.response, { '@type': 'type.googleapis.com/google.cloud.eventarc.v1.Trigger', ...shown });
    assert.partialDeepStrictEqual(shown, { name: `${PARENT}/t`, ...onRun(), eventDataContentType: 'application/json' });
    assert.deepEqual(await delivered('e1'), ['/events e1']);
  });

  it('delivers to a URL, and once only where the policy says so', async () => {
    status = 500;
    const uri = `http://${target.address}/hook`;
    await create('t', onRun({ destination: { httpEndpoint: { uri } }, retryPolicy: { maxAttempts: 1 } }));
    assert.deepEqual(await delivered('e1'), ['/hook e1']);
  });

  it('sends what waits to the destination that a change names', async () => {
    await create('t', onRun({ destination: { httpEndpoint: { uri: 'http://127.0.0.1:9/' } } }));
    await service.emit(finalized('e1'));
    const mask = 'updateMask=destination.cloudRun,destination.httpEndpoint';
    const changed = await send('PATCH', `${PARENT}/t?${mask}`, { destination: { cloudRun: { service: 'loader' } } });
    assert.equal(changed.status, 200, JSON.stringify(changed.body));
    await service.idle();
    assert.deepEqual(received, ['/ e1']);
  });

  it('changes the fields of the mask and no other, and without a mask those of the body', async () => {
    await create('t', onRun({ labels: { a: 'b' } }));
    await send('PATCH', `${PARENT}/t?updateMask=destination.cloudRun.path,labels`, {
      destination: { cloudRun: { path: '/other' } },
    });
    const shown = (await send('GET', `${PARENT}/t`)).body;
    assert.deepEqual(
      [shown.destination, shown.labels],
      [{ cloudRun: { service: 'loader', region: 'us-central1', path: '/other' } }, undefined],
    );
    await send('PATCH', `${PARENT}/t`, { labels: { c: 'd' } });
    assert.deepEqual((await send('GET', `${PARENT}/t`)).body.labels, { c: 'd' });
  });

  it('refuses a change with an etag of an earlier state', async () => {
    const { etag } = (await finished(await create('t'))).response as { etag: string };
    await send('PATCH', `${PARENT}/t`, { labels: { a: 'b' } });
    const late = await send('PATCH', `${PARENT}/t`, { labels: {}, etag });
    assert.deepEqual(refusalOf(late).slice(0, 2), [409, 'ABORTED']);
    const gone = await send('DELETE', `${PARENT}/t?etag=${encodeURIComponent(etag)}`);
    assert.deepEqual(refusalOf(gone).slice(0, 2), [409, 'ABORTED']);
  });

  it('ends what waits for a trigger that is deleted', async () => {
    status = 500;
    await create('t');
    await service.emit(finalized('e1'));
    const deleted = await finished(await send('DELETE', `${PARENT}/t`));
    assert.partialDeepStrictEqual(deleted, { done: true, metadata: { verb: 'delete' } });
    await service.idle();
    assert.equal(service.pending, 0);
    assert.deepEqual(refusalOf(await send('GET', `${PARENT}/t`)).slice(0, 2), [404, 'NOT_FOUND']);
    assert.deepEqual(refusalOf(await send('DELETE', `${PARENT}/t`)).slice(0, 2), [404, 'NOT_FOUND']);
    assert.equal((await send('DELETE', `${PARENT}/t?allowMissing=true`)).status, 200);
  });

  it('only checks where it is asked to', async () => {
    assert.equal((await send('POST', `${PARENT}?triggerId=t&validateOnly=true`, onRun())).status, 200);
    assert.deepEqual((await send('GET', PARENT)).body, {});
    await create('t');
    await send('PATCH', `${PARENT}/t?validateOnly=true`, { labels: { a: 'b' } });
    await send('DELETE', `${PARENT}/t?validateOnly=true`);
    assert.equal((await send('GET', `${PARENT}/t`)).body.labels, undefined);
  });

  it('makes a trigger that a change finds missing, where it may', async () => {
    assert.deepEqual(refusalOf(await send('PATCH', `${PARENT}/t`, onRun())).slice(0, 2), [404, 'NOT_FOUND']);
    assert.equal((await send('PATCH', `${PARENT}/t?allowMissing=true`, onRun())).status, 200);
    assert.deepEqual(await delivered('e1'), ['/events e1']);
  });

  it('has its triggers, and what they have to deliver, after a restart', async () => {
    status = 500;
    await create('t');
    await service.emit(finalized('e1'));
    await service.close();
    status = 200;
    received = [];
    service = await started();
    await service.idle();
    assert.deepEqual(received, ['/events e1']);
  });

  it('shows the triggers of the set-up, and keeps their dead letters when they are changed', async () => {
    await service.close();
    const letters: string[] = [];
    service = await started({
      triggers: [
        {
          name: 'loader',
          filters: FILTERS,
          destination: `http://${target.address}/`,
          service: 'loader',
          retry: true,
          deadLetter: { topic: 'dead', maxDeliveryAttempts: 2 },
        },
      ],
      onDeadLetter: async ({ topic }) => void letters.push(topic),
    });
    const { triggers } = (await send('GET', PARENT)).body as { triggers: { name: string; destination: unknown }[] };
    assert.deepEqual(
      triggers.map(({ name, destination }) => [name, destination]),
      [[`${PARENT}/loader`, { cloudRun: { service: 'loader', region: 'us-central1' } }]],
    );
    await send('PATCH', `${PARENT}/loader`, { labels: { a: 'b' } });
    status = 500;
    await delivered('e1');
    assert.deepEqual(letters, ['dead']);
  });

  it('lists providers with the attributes that their events have, and operations', async () => {
    const parent = 'projects/p/locations/us-central1';
    const { providers } = (await send('GET', `${parent}/providers`)).body as { providers: { name: string }[] };
    assert.deepEqual(
      providers.map(({ name }) => name),
      [`${parent}/providers/storage.googleapis.com`, `${parent}/providers/firestore.googleapis.com`],
    );
    assert.deepEqual((await send('GET', providers[0]?.name as string)).body, providers[0]);
    const { name } = (await create('t')).body;
    const { operations } = (await send('GET', `${parent}/operations`)).body as { operations: { name: string }[] };
    assert.deepEqual(
      operations.map((one) => one.name),
      [name],
    );
    assert.deepEqual((await send('POST', `${name}:cancel`, {})).body, {});
    await send('DELETE', String(name));
    assert.deepEqual(refusalOf(await send('GET', String(name))).slice(0, 2), [404, 'NOT_FOUND']);
  });

  const filters = (type: string, ...more: object[]): object => ({
    eventFilters: [{ attribute: 'type', value: type }, ...more],
  });
  const database = { attribute: 'database', value: '(default)' };
  const refused = [
    [
      'a service that does not run here',
      { destination: { cloudRun: { service: 'x' } } },
      'FAILED_PRECONDITION',
      /loader/,
    ],
    ['a workflow', { destination: { workflow: 'w' } }, 'UNIMPLEMENTED', /destination workflow/],
    ['no destination', { destination: {} }, 'INVALID_ARGUMENT', /one destination/],
    ['a URL that is none', { destination: { httpEndpoint: { uri: 'x' } } }, 'INVALID_ARGUMENT', /HTTP or HTTPS/],
    ['no filter', { eventFilters: [] }, 'INVALID_ARGUMENT', /attribute type/],
    [
      'events of Pub/Sub',
      filters('google.cloud.pubsub.topic.v1.messagePublished'),
      'UNIMPLEMENTED',
      /push subscription/,
    ],
    ['audit logs', filters('google.cloud.audit.log.v1.written'), 'UNIMPLEMENTED', /audit\.log/],
    ['objects of no bucket', filters(FINALIZED), 'INVALID_ARGUMENT', /need a filter of the attribute bucket/],
    [
      'an attribute that is none',
      filters(WRITTEN, database, { attribute: 'bucket', value: 'b' }),
      'INVALID_ARGUMENT',
      /no attribute bucket/,
    ],
    ['an attribute twice', filters(WRITTEN, database, database), 'INVALID_ARGUMENT', /twice/],
    [
      'a pattern of a bucket',
      filters(FINALIZED, { attribute: 'bucket', value: 'b*', operator: 'match-path-pattern' }),
      'INVALID_ARGUMENT',
      /path pattern/,
    ],
    [
      'JSON of documents',
      { ...filters(WRITTEN, database), eventDataContentType: 'application/json' },
      'UNIMPLEMENTED',
      /eventDataContentType/,
    ],
    ['a channel', { channel: 'projects/p/locations/l/channels/c' }, 'UNIMPLEMENTED', /channels/],
    [
      'a transport topic',
      { transport: { pubsub: { topic: 'projects/p/topics/t' } } },
      'UNIMPLEMENTED',
      /transport topic/,
    ],
    ['two attempts', { retryPolicy: { maxAttempts: 2 } }, 'INVALID_ARGUMENT', /maxAttempts/],
    ['a field that is none', { evntFilters: [] }, 'INVALID_ARGUMENT', /Unknown name "evntFilters"/],
  ] as const;
  for (const [what, change, code, message] of refused) {
    it(`refuses ${what}`, async () => {
      const [status, canonical, sentence] = refusalOf(await create('t', onRun(change)));
      assert.deepEqual([status, canonical], [400, code]);
      assert.match(sentence, message);
    });
  }

  it('refuses a second trigger of one name, an id that is none, and channels', async () => {
    await create('t');
    assert.deepEqual(refusalOf(await create('t')).slice(0, 2), [409, 'ALREADY_EXISTS']);
    assert.deepEqual(refusalOf(await create('T_1')).slice(0, 2), [400, 'INVALID_ARGUMENT']);
    const channels = await send('GET', 'projects/p/locations/us-central1/channels');
    assert.deepEqual(refusalOf(channels).slice(0, 2), [400, 'UNIMPLEMENTED']);
  });
});
