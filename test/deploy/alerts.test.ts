import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PubSub } from '@google-cloud/pubsub';
import { Storage } from '@google-cloud/storage';
import { WATCHED_BY } from '../../deploy/alerts/codes.ts';
import { blocksOf } from '../../deploy/check/resources.ts';
import { findTerraform } from '../../deploy/check/terraform.ts';
import { openStage, PROJECT, type Stage } from '../../deploy/rehearse/stage.ts';
import { conditionsOf } from '../../deploy/replay/condition.ts';
import { logMetrics } from '../../deploy/replay/log-metric.ts';
import { type Recording, type Replayed, replay } from '../../deploy/replay/replay.ts';
import { ERROR_CODES } from '../../shared/runtime/errors.ts';
import { createRecorder, type Recorder } from '../support/alert-recorder.ts';
import { type WorkerScenes, workerScenes } from '../support/alert-workers.ts';
import { binaryEvent } from '../support/document-events.ts';
import { struck } from '../support/struck.ts';
import { eventually } from '../support/suite.ts';

const MINUTE_MS = 60_000;
const KEY = 'smoke-key-0123456789';
const HEADERS = { 'content-type': 'application/json', 'x-api-key': KEY };

/** The shop's API, which can be told to misbehave. */
type Shop = 'good' | 'odd-rows' | 'refusing';

describe('alerts, replayed over lines that the functions wrote', function () {
  this.timeout(600_000);
  const terraform = findTerraform();
  let server: Server;
  let shop: Shop = 'good';
  let stage: Stage;
  let recorder: Recorder;
  let workers: WorkerScenes;
  let clockOffsetMs = 0;
  /** The end of the last window that was asked for. */
  let scheduled: number;
  const recordings = new Map<string, Recording>();

  before(async function () {
    if (terraform === undefined) {
      process.stderr.write('\n    NOT RUN: no terraform and no tofu, so no alert is planned that could be replayed\n');
      this.skip();
    }
    server = createServer((request, response) => {
      const from = new URL(request.url ?? '', 'http://shop').searchParams.get('created_from') ?? '';
      if (request.url === '/never') return void response.writeHead(500).end();
      if (shop === 'refusing') return void response.writeHead(400).end('{}');
      const row = (at: number) => ({
        order_id: `${from}-${at}`,
        created_at: from,
        status: 'PAID',
        total: shop === 'odd-rows' && at < 5 ? 'many' : '1.5',
      });
      const orders = Array.from({ length: 50 }, (_, at) => row(at));
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ orders, next_cursor: null }));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    scheduled = Math.floor(Date.now() / (10 * MINUTE_MS)) * 10 * MINUTE_MS - 40 * MINUTE_MS;
    stage = await openStage({
      terraform,
      folder: 'alerts',
      say: () => undefined,
      cloud: { now: () => Date.now() + clockOffsetMs },
      api: `127.0.0.1:${(server.address() as AddressInfo).port}`,
      start: new Date(scheduled),
      sourceSettings: 'rejects: { maxShare: 0.2 }\n',
    });
    recorder = createRecorder(stage);
    workers = workerScenes(stage, recorder);
    await playAll();
  });
  after(async () => {
    await stage?.close();
    server?.close();
  });

  const post = (text: string) => recorder.call('intake', { headers: HEADERS, body: JSON.stringify({ text }) });
  const table = (sql: string) => stage.target.query(sql, {});
  const publish = async (text: string) =>
    void (await new PubSub({ projectId: PROJECT })
      .topic('penstock-issues')
      .publishMessage({ data: Buffer.from(text) }));
  const bucket = (name: string) => new Storage({ projectId: PROJECT }).bucket(`${PROJECT}-penstock-${name}`);

  function runWindow(): Promise<number> {
    scheduled += 10 * MINUTE_MS;
    const headers = { 'x-cloudscheduler': 'true', 'x-cloudscheduler-scheduletime': new Date(scheduled).toISOString() };
    return recorder.schedule('penstock-puller', 'puller', { headers });
  }

  const sweep = () =>
    recorder.schedule('penstock-loader-sweep', 'loader', { headers: HEADERS, body: '{"sweep":true}' });

  function documentEvent(id: string, time = new Date().toISOString(), old = '') {
    const name = `projects/${PROJECT}/databases/(default)/documents/issues/${id}`;
    const document = (text: string) => ({
      name,
      fields: { text: { stringValue: text } },
      createTime: time,
      updateTime: time,
    });
    const { headers, body } = binaryEvent({
      id,
      time,
      value: document(old === '' ? id : old),
      ...(old === '' ? {} : { oldValue: document(old) }),
      headers: { 'ce-source': `//firestore.googleapis.com/projects/${PROJECT}/databases/(default)` },
    });
    return recorder.call('firestore', { headers, body: body as Uint8Array<ArrayBuffer> });
  }

  async function upload(name: string, content: string): Promise<void> {
    const ingest = bucket('ingest');
    const config = { sourceFormat: 'NEWLINE_DELIMITED_JSON', autodetect: true };
    await ingest.file(`demo/${name}/_config/load.json`).save(JSON.stringify(config), { resumable: false });
    await ingest.file(`demo/${name}/a.json`).save(content, { resumable: false });
    await ingest.file(`demo/${name}/_SUCCESS`).save('', { resumable: false });
  }

  async function playAll(): Promise<void> {
    recordings.set('healthy', await healthy());
    recordings.set('refused input', await refusedInput());
    recordings.set('refusing services', await refusingServices());
    recordings.set('a load that does not end', await stuckLoad());
    recordings.set('messages that wait', await waitingMessages());
  }

  async function healthy(): Promise<Recording> {
    for (let at = 0; at < 10; at += 1) await post(`healthy ${at}`);
    for (let at = 0; at < 5; at += 1) await documentEvent(`healthy-${at}`);
    await upload('people', '{"name":"Ada"}\n');
    await eventually(
      () => table('SELECT name FROM demo.people'),
      (rows) => rows.length > 0,
      90_000,
    ).catch(() => undefined);
    assert.equal(await runWindow(), 200);
    assert.equal(await sweep(), 204);
    for (const subscription of WATCHED) recorder.wait(subscription, 2);
    quota(10);
    return recorder.take();
  }

  async function refusedInput(): Promise<Recording> {
    for (let at = 0; at < 20; at += 1) await recorder.call('intake', { headers: HEADERS, body: '{"text":' });
    await recorder.call('firestore', { headers: { 'content-type': 'application/json' }, body: '{}' });
    // As JSON in a message, two versions of this text are too large for Pub/Sub, and one is not.
    await documentEvent('large', new Date().toISOString(), '\u0001'.repeat(900_000));
    await documentEvent('late', new Date(Date.now() - 30 * MINUTE_MS).toISOString());
    for (let at = 0; at < 10; at += 1) await publish('{"broken": ');
    await neverTaken();
    await upload('broken', '{"name": "Ada"}\n{"name": \n');
    const dead = new PubSub({ projectId: PROJECT }).subscription('penstock-loader-files-dead');
    const died = await new Promise<number>((resolve) => {
      const timer = setTimeout(() => resolve(0), 120_000);
      dead.once('message', (message) => {
        message.ack();
        clearTimeout(timer);
        resolve(1);
      });
    });
    await dead.close();
    recorder.measure({
      type: 'pubsub.googleapis.com/subscription/dead_letter_message_count',
      labels: {},
      resource: { type: 'pubsub_subscription', labels: { subscription_id: 'penstock-loader-files' } },
      value: died,
    });
    shop = 'odd-rows';
    await runWindow();
    shop = 'good';
    quota(90);
    return recorder.take();
  }

  async function refusingServices(): Promise<Recording> {
    const { faults } = stage.cloud;
    await workers.changes();
    faults.add({
      service: 'bigquery-storage',
      method: 'AppendRows',
      kind: 'error',
      code: 'PERMISSION_DENIED',
      times: 0,
    });
    await workers.failingLoads(post);
    await publish('{"issue_id":"1"}');
    await post('denied');
    faults.add({ service: 'pubsub', method: 'Publish', kind: 'error', code: 'PERMISSION_DENIED', times: 0 });
    // A closed connection is tried again until the request's time is over; a refusal is answered at once.
    for (let at = 0; at < 5; at += 1) await post(`unpublished ${at}`);
    shop = 'refusing';
    await runWindow();
    await workers.wrongSettings();
    const recording = await recorder.take();
    faults.clear();
    return recording;
  }

  async function stuckLoad(): Promise<Recording> {
    const { faults } = stage.cloud;
    faults.add({ service: 'bigquery', method: 'jobs.run', kind: 'error', code: 'backendError', times: 0 });
    clockOffsetMs = -3 * 60 * MINUTE_MS;
    await upload('slow', '{"name":"Slow"}\n');
    await struck(faults);
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    clockOffsetMs = 0;
    await sweep();
    const recording = await recorder.take();
    faults.clear();
    return recording;
  }

  async function waitingMessages(): Promise<Recording> {
    for (const subscription of WATCHED) recorder.wait(subscription, 2);
    return recorder.take();
  }

  const WATCHED = ['penstock-sink-push', 'penstock-sink-pull', 'penstock-loader-files', 'penstock-errors'];

  function quota(used: number): void {
    const labels = { quota_metric: 'pubsub.googleapis.com/regionalpublisher', service: 'pubsub.googleapis.com' };
    const resource = { type: 'consumer_quota', labels: {} };
    recorder.measure({ type: 'serviceruntime.googleapis.com/quota/rate/net_usage', labels, resource, value: used });
    recorder.measure({ type: 'serviceruntime.googleapis.com/quota/limit', labels, resource, value: 100 });
  }

  /** A push subscription with a planned dead letter, whose address refuses every message. */
  async function neverTaken(): Promise<void> {
    const name = `projects/${PROJECT}/subscriptions/penstock-never-taken`;
    const planned = stage.resources.find(
      ({ type, values }) => type === 'google_pubsub_subscription' && values.name === 'penstock-loader-files',
    );
    const [policy] = blocksOf(planned?.values, 'dead_letter_policy');
    const body = {
      topic: `projects/${PROJECT}/topics/penstock-issues`,
      pushConfig: { pushEndpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/never` },
      deadLetterPolicy: { deadLetterTopic: policy?.dead_letter_topic, maxDeliveryAttempts: 5 },
      retryPolicy: { minimumBackoff: '0s', maximumBackoff: '0s' },
    };
    const url = `http://${stage.cloud.addresses.pubsub}/v1/${name}`;
    const response = await fetch(url, { method: 'PUT', headers: HEADERS, body: JSON.stringify(body) });
    assert.equal(response.status, 200, await response.text());
    await publish('{"nobody": "takes it"}');
  }

  function replayed(name: string, minutes: number): readonly Replayed[] {
    const conditions = conditionsOf(stage.resources);
    const metrics = logMetrics(stage.resources);
    const fault = recordings.get(name) as Recording;
    return replay(conditions, metrics, { healthy: recordings.get('healthy') as Recording, fault, minutes });
  }

  /** Each scene with the length of its fault and the alerts that it is played for. */
  const SCENES: readonly (readonly [scene: string, minutes: number, alerts: readonly string[]])[] = [
    [
      'refused input',
      100,
      [
        'IntakeRejecting',
        'FirestoreRejecting',
        'FirestoreLate',
        'SinkRejecting',
        'LoaderLoadFailed',
        'DeadLetters',
        'PullerRejecting',
        'QuotaNear',
        'BudgetBurning',
      ],
    ],
    [
      'refusing services',
      100,
      [
        'IntakeNotPublishing',
        'SinkPaused',
        'SinkLoadsFailing',
        'WriteRefused',
        'PermissionDenied',
        'ConfigInvalid',
        'FunctionFailing',
        'ScheduleFailing',
        'PullerWindowFailed',
        'PullerLate',
        'BudgetBurning',
      ],
    ],
    ['a load that does not end', 40, ['LoaderStuck']],
    ['messages that wait', 1_500, ['SinkBacklogOld', 'LoaderBacklogOld', 'ErrorOutputGrowing', 'BudgetBurning']],
  ];

  const played = new Map<string, readonly Replayed[]>();
  const firedIn = (scene: string): readonly string[] => [
    ...new Set(
      (played.get(scene) ?? []).filter(({ firedAfter }) => firedAfter !== undefined).map(({ alert }) => alert),
    ),
  ];

  for (const [scene, minutes, alerts] of SCENES)
    it(`sees its alerts fire on ${scene}, none before and none for ever`, () => {
      const results = replayed(scene, minutes);
      played.set(scene, results);
      const keys = (which: (one: Replayed) => boolean) => results.filter(which).map(({ key }) => key);
      assert.deepEqual(
        alerts.filter((alert) => !firedIn(scene).includes(alert)),
        [],
        `fired: ${keys(({ firedAfter }) => firedAfter !== undefined).join(', ')}`,
      );
      assert.deepEqual(
        keys(({ before }) => before),
        [],
      );
      assert.deepEqual(
        keys(({ cleared }) => !cleared),
        [],
      );
    });

  it('has no alert and no error budget that nothing can make fire', () => {
    const results = [...played.values()].flat();
    const fired = new Set(results.flatMap(({ key, firedAfter }) => (firedAfter === undefined ? [] : [key])));
    const conditions = conditionsOf(stage.resources);
    const dead = conditions.map(({ key }) => key).filter((key) => !fired.has(key));
    // The budgets of these services differ from the intake's, which fired, by nothing but the name of the service.
    const alike = ['firestore', 'loader', 'sink'].flatMap((door) =>
      ['fast', 'slow'].map((speed) => `BudgetBurning/${door}-available-${speed}`),
    );
    assert.deepEqual(
      dead.filter((key) => !alike.includes(key)),
      [],
    );
    const objective = (door: string) =>
      JSON.stringify(
        stage.resources.find(({ values }) => values.slo_id === `${door}-available`)?.values.request_based_sli,
      ).replaceAll(`penstock-${door}`, 'SERVICE');
    for (const door of ['firestore', 'loader', 'sink']) assert.equal(objective(door), objective('intake'));
  });

  it('has a log-based metric for every line of counts that is written, and reads each whole', () => {
    const metrics = logMetrics(stage.resources);
    const problems = new Set<string>();
    for (const entry of allEntries()) {
      if (entry.jsonPayload?.metric === undefined) continue;
      const reading = metrics.filter(({ matches }) => matches({ ...entry }));
      if (reading.length !== 1) problems.add(`${entry.jsonPayload.metric} is read by ${reading.length} metrics`);
      for (const { problem } of reading) problems.add(problem(entry) ?? '');
    }
    problems.delete('');
    assert.deepEqual([...problems], []);
  });

  it('has no log-based metric that no function writes', () => {
    const entries = allEntries();
    const unseen = logMetrics(stage.resources).filter(({ matches }) => !entries.some((entry) => matches({ ...entry })));
    assert.deepEqual(
      unseen.map(({ name }) => name),
      [],
    );
  });

  it('watches every code that an error can carry', () => {
    const alerts = new Set(conditionsOf(stage.resources).map(({ alert }) => alert));
    for (const code of ERROR_CODES) {
      assert.ok(WATCHED_BY[code].length > 0, code);
      for (const alert of WATCHED_BY[code])
        assert.ok(alerts.has(alert), `${code} is watched by ${alert}, which is not there`);
    }
    for (const [scene] of SCENES) {
      const unwatched = codesOf(scene).filter(
        (code) => !WATCHED_BY[code].some((alert) => firedIn(scene).includes(alert)),
      );
      assert.deepEqual(unwatched, [], `${scene}: codes whose alerts did not fire`);
    }
  });

  function allEntries() {
    return [...recordings.values()].flatMap(({ entries }) => entries);
  }

  function codesOf(scene: string): readonly (typeof ERROR_CODES)[number][] {
    const entries = recordings.get(scene)?.entries ?? [];
    const written = new Set(entries.map(({ jsonPayload }) => jsonPayload?.error_code));
    return ERROR_CODES.filter((code) => written.has(code));
  }
});
