import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, constants } from 'node:http2';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Faults } from '../../../../local/core/faults/faults.ts';
import { type HttpServer, readBody, startHttpServer } from '../../../../local/core/http/server.ts';
import type { Job } from '../../../../local/scheduler/job.ts';
import { type SchedulerService, startScheduler } from '../../../../local/scheduler/scheduler.ts';
import { callRest, type RestAnswer, refusalOf } from '../../../support/rest-call.ts';
import { eventually } from '../../../support/suite.ts';

const PARENT = 'projects/p/locations/us-central1/jobs';

describe("Cloud Scheduler's REST API", () => {
  let target: HttpServer;
  let status: number;
  let received: { readonly headers: Readonly<Record<string, unknown>>; readonly body: string }[];
  let published: unknown[];
  let folder: string;
  let faults: Faults;
  let service: SchedulerService;

  beforeEach(async () => {
    status = 200;
    received = [];
    published = [];
    faults = new Faults();
    folder = await mkdtemp(join(tmpdir(), 'penstock-scheduler-'));
    target = await startHttpServer(
      { host: '127.0.0.1', port: 0 },
      async (request, response) => {
        received.push({ headers: request.headers, body: (await readBody(request, 1_000)).toString() });
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

  function started(jobs: readonly Job[] = []): Promise<SchedulerService> {
    return startScheduler({
      host: '127.0.0.1',
      port: 0,
      stateDir: folder,
      faults,
      report: () => undefined,
      now: Date.now,
      projectId: 'p',
      jobs,
      publish: async (topic, { data, attributes }) => {
        if (topic.endsWith('/none')) throw Object.assign(new Error('Resource not found.'), { code: 'NOT_FOUND' });
        published.push([topic, Buffer.from(data).toString(), attributes]);
      },
    });
  }

  const send = (method: string, path: string, body?: object): Promise<RestAnswer> =>
    callRest(service.address, method, `/v1/${path}`, body);
  const http = (more: object = {}): object => ({
    name: `${PARENT}/h`,
    schedule: '*/5 * * * *',
    httpTarget: { uri: `http://${target.address}/x`, ...more },
  });
  const base64 = (text: string): string => Buffer.from(text).toString('base64');

  it('makes a job with the defaults of the service, and shows its next run', async () => {
    const made = await send('POST', PARENT, http({ body: base64('{}'), headers: { 'X-A': 'b' } }));
    assert.equal(made.status, 200);
    const { scheduleTime, userUpdateTime, ...rest } = made.body;
    assert.ok(Date.parse(String(scheduleTime)) > Date.parse(String(userUpdateTime)));
    assert.deepEqual(rest, {
      name: `${PARENT}/h`,
      schedule: '*/5 * * * *',
      timeZone: 'Etc/UTC',
      state: 'ENABLED',
      attemptDeadline: '180s',
      retryConfig: {
        maxRetryDuration: '0s',
        minBackoffDuration: '5s',
        maxBackoffDuration: '3600s',
        maxDoublings: 5,
      },
      httpTarget: {
        uri: `http://${target.address}/x`,
        httpMethod: 'POST',
        headers: {
          'Content-Type': 'application/octet-stream',
          'X-A': 'b',
          'User-Agent': 'Google-Cloud-Scheduler',
        },
        body: base64('{}'),
      },
    });
    assert.deepEqual((await send('GET', `${PARENT}/h`)).body, made.body);
    assert.deepEqual((await send('GET', PARENT)).body, { jobs: [made.body] });
  });

  it('runs a job on request with its body and headers, and tells how it ended', async () => {
    await send('POST', PARENT, http({ body: base64('{"a":1}'), headers: { 'Content-Type': 'application/json' } }));
    assert.equal((await send('POST', `${PARENT}/h:run`, {})).status, 200);
    const lastOf = async (): Promise<unknown> => (await send('GET', `${PARENT}/h`)).body.status;
    await eventually(lastOf, (last) => last !== undefined);
    const [{ headers, body }] = received as [(typeof received)[number]];
    assert.deepEqual(
      [headers['content-type'], headers['x-cloudscheduler-jobname'], body],
      ['application/json', 'h', '{"a":1}'],
    );
    assert.deepEqual(await lastOf(), {});
    status = 404;
    await send('POST', `${PARENT}/h:run`, {});
    await eventually(lastOf, (last) => Object.keys(last as object).length > 0);
    assert.deepEqual(await lastOf(), { code: 5, message: 'status 404' });
  });

  it('publishes the message of a Pub/Sub job, and tells that the topic is missing', async () => {
    const pubsub = (topic: string): object => ({
      name: `${PARENT}/${topic}`,
      schedule: '0 9 * * 1',
      timeZone: 'Europe/Berlin',
      pubsubTarget: { topicName: `projects/p/topics/${topic}`, data: base64('tick'), attributes: { k: 'v' } },
    });
    await send('POST', PARENT, pubsub('t'));
    await send('POST', PARENT, pubsub('none'));
    assert.deepEqual(
      service.jobs().map(({ url }) => url),
      ['projects/p/topics/t', 'projects/p/topics/none'],
    );
    assert.equal(await service.run('t'), true);
    assert.deepEqual(published, [['projects/p/topics/t', 'tick', { k: 'v' }]]);
    assert.equal(await service.run('none'), false);
    assert.partialDeepStrictEqual((await send('GET', `${PARENT}/none`)).body.status, { code: 5 });
  });

  it('pauses and resumes a job, and refuses either twice', async () => {
    await send('POST', PARENT, http());
    const paused = await send('POST', `${PARENT}/h:pause`, {});
    assert.deepEqual([paused.body.state, paused.body.scheduleTime], ['PAUSED', undefined]);
    assert.deepEqual(refusalOf(await send('POST', `${PARENT}/h:pause`, {})).slice(0, 2), [400, 'FAILED_PRECONDITION']);
    assert.equal((await send('POST', `${PARENT}/h:resume`, {})).body.state, 'ENABLED');
    assert.deepEqual(refusalOf(await send('POST', `${PARENT}/h:resume`, {})).slice(0, 2), [400, 'FAILED_PRECONDITION']);
  });

  it('changes the fields of the mask and no other', async () => {
    await send('POST', PARENT, http({ body: base64('one'), headers: { a: 'b' } }));
    const mask = 'updateMask=schedule,http_target.body,retryConfig.retryCount,description';
    const change = { schedule: '0 * * * *', httpTarget: { body: base64('two') }, retryConfig: { retryCount: 3 } };
    const changed = await send('PATCH', `${PARENT}/h?${mask}`, change);
    assert.partialDeepStrictEqual(changed.body, {
      schedule: '0 * * * *',
      httpTarget: { uri: `http://${target.address}/x`, body: base64('two'), headers: { a: 'b' } },
      retryConfig: { retryCount: 3, maxDoublings: 5 },
    });
    const replaced = await send('PATCH', `${PARENT}/h`, http());
    assert.equal((replaced.body.httpTarget as { body?: string }).body, undefined);
  });

  it('keeps a paused job paused when it is changed', async () => {
    await send('POST', PARENT, http());
    await send('POST', `${PARENT}/h:pause`, {});
    assert.equal((await send('PATCH', `${PARENT}/h`, http())).body.state, 'PAUSED');
  });

  it('has the jobs and their states after a restart, and those of the set-up as it says', async () => {
    await send('POST', PARENT, http());
    await send('POST', `${PARENT}/h:pause`, {});
    await service.close();
    const setup: Job = { name: 'pull', schedule: '*/10 * * * *', url: `http://${target.address}/` };
    service = await started([setup]);
    await send('POST', `${PARENT}/pull:pause`, {});
    await service.close();
    service = await started([setup]);
    const { jobs } = (await send('GET', PARENT)).body as { jobs: { name: string; state: string }[] };
    assert.deepEqual(
      jobs.map(({ name, state }) => [name, state]),
      [
        [`${PARENT}/h`, 'PAUSED'],
        [`${PARENT}/pull`, 'ENABLED'],
      ],
    );
  });

  it('lists by pages, and each location for itself', async () => {
    for (const id of ['a', 'b', 'c']) await send('POST', PARENT, { ...http(), name: `${PARENT}/${id}` });
    const east = 'projects/p/locations/us-east1/jobs';
    await send('POST', east, { ...http(), name: `${east}/a` });
    const first = await send('GET', `${PARENT}?pageSize=2`);
    const second = await send('GET', `${PARENT}?pageSize=2&pageToken=${first.body.nextPageToken}`);
    const names = [first, second].map(({ body }) => (body.jobs as { name: string }[]).map(({ name }) => name));
    assert.deepEqual(names, [[`${PARENT}/a`, `${PARENT}/b`], [`${PARENT}/c`]]);
    assert.deepEqual(
      service
        .jobs()
        .map(({ name }) => name)
        .sort(),
      ['a', 'b', 'c', 'us-east1/a'],
    );
  });

  it('deletes a job, which is not run again', async () => {
    await send('POST', PARENT, http());
    assert.deepEqual((await send('DELETE', `${PARENT}/h`)).body, {});
    assert.deepEqual(refusalOf(await send('GET', `${PARENT}/h`)), [404, 'NOT_FOUND', 'Job not found.']);
    assert.deepEqual(refusalOf(await send('DELETE', `${PARENT}/h`)).slice(0, 2), [404, 'NOT_FOUND']);
    await assert.rejects(service.run('h'), /there is no job h/);
  });

  it('makes a name for a job that comes without', async () => {
    const { name: _name, ...nameless } = http() as { name: string };
    assert.match(String((await send('POST', PARENT, nameless)).body.name), new RegExp(`^${PARENT}/[0-9a-f-]{36}$`));
  });

  const target2 = { uri: 'http://127.0.0.1:1/' };
  const refused = [
    ['a second job of one name', http, 409, 'ALREADY_EXISTS', /already exists/],
    ['a schedule that is none', () => ({ schedule: 'nope', httpTarget: target2 }), 400, 'INVALID_ARGUMENT', /Schedule/],
    [
      'a time zone that is none',
      () => ({ schedule: '* * * * *', timeZone: 'Mars/Base', httpTarget: target2 }),
      400,
      'INVALID_ARGUMENT',
      /time zone/,
    ],
    [
      'a schedule in English',
      () => ({ schedule: 'every 5 minutes', httpTarget: target2 }),
      400,
      'UNIMPLEMENTED',
      /unix cron/,
    ],
    ['an App Engine target', () => ({ appEngineHttpTarget: {} }), 400, 'UNIMPLEMENTED', /App Engine/],
    ['no target', () => ({ schedule: '* * * * *' }), 400, 'INVALID_ARGUMENT', /one target/],
    ['a field that is none', () => ({ ...http(), scedule: '' }), 400, 'INVALID_ARGUMENT', /Unknown name "scedule"/],
    ['a URL that is none', () => http({ uri: 'ftp://x' }), 400, 'INVALID_ARGUMENT', /HTTP or HTTPS URL/],
    ['a body of a GET', () => http({ httpMethod: 'GET', body: 'eA==' }), 400, 'INVALID_ARGUMENT', /POST, PUT, PATCH/],
    ['a method that is none', () => http({ httpMethod: 'SEND' }), 400, 'INVALID_ARGUMENT', /SEND/],
    ['a body that is no base64', () => http({ body: '{}' }), 400, 'INVALID_ARGUMENT', /base64/],
    ['a deadline below 15 s', () => ({ ...http(), attemptDeadline: '5s' }), 400, 'INVALID_ARGUMENT', /15s/],
    ['six retries', () => ({ ...http(), retryConfig: { retryCount: 6 } }), 400, 'INVALID_ARGUMENT', /0 to 5/],
    [
      'an empty message',
      () => ({ schedule: '* * * * *', pubsubTarget: { topicName: 'projects/p/topics/t' } }),
      400,
      'INVALID_ARGUMENT',
      /data or at least one attribute/,
    ],
    [
      'a name of another parent',
      () => ({ ...http(), name: 'projects/q/locations/l/jobs/h' }),
      400,
      'INVALID_ARGUMENT',
      /JOB_ID/,
    ],
  ] as const;
  for (const [what, body, code, name, message] of refused) {
    it(`refuses ${what}`, async () => {
      await send('POST', PARENT, http());
      const [status, canonical, sentence] = refusalOf(await send('POST', PARENT, { name: `${PARENT}/x`, ...body() }));
      assert.deepEqual([status, canonical], [code, name]);
      assert.match(sentence, message);
    });
  }

  it('refuses what it does not do by a status that clients do not send again', async () => {
    const [status, code] = refusalOf(await send('GET', 'projects/p/locations/us-central1/cmekConfig'));
    assert.deepEqual([status, code], [400, 'UNIMPLEMENTED']);
    assert.deepEqual(refusalOf(await send('GET', 'nothing')).slice(0, 2), [404, 'NOT_FOUND']);
    assert.deepEqual(refusalOf(await send('GET', `${PARENT}?filter=x`)).slice(0, 2), [400, 'INVALID_ARGUMENT']);
  });

  it('answers gRPC clients at once that it speaks REST only', async () => {
    const session = connect(`http://${service.address}`);
    try {
      const stream = session.request({
        ':method': 'POST',
        ':path': '/google.cloud.scheduler.v1.CloudScheduler/ListJobs',
        'content-type': 'application/grpc',
      });
      stream.end();
      const [headers] = (await once(stream, 'response')) as [Record<string, string>];
      assert.equal(headers[constants.HTTP2_HEADER_STATUS], 200);
      assert.deepEqual([headers['grpc-status'], /REST only/.test(String(headers['grpc-message']))], ['12', true]);
    } finally {
      session.destroy();
    }
  });

  it('plays scripted faults: an error before, and a lost answer after the job is made', async () => {
    faults.add({ service: 'scheduler', method: 'CreateJob', kind: 'error', code: 'RESOURCE_EXHAUSTED' });
    assert.deepEqual(refusalOf(await send('POST', PARENT, http())).slice(0, 2), [429, 'RESOURCE_EXHAUSTED']);
    faults.add({ service: 'scheduler', method: 'CreateJob', kind: 'ack-lost' });
    await assert.rejects(send('POST', PARENT, http()));
    assert.equal((await send('GET', `${PARENT}/h`)).status, 200);
  });
});
