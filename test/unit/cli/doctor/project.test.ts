import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Need } from '@penstock/shared/config/door-configuration.ts';
import { type Api, openApi } from '../../../../cli/commands/doctor/api.ts';
import { checkApis, checkSchedule } from '../../../../cli/commands/doctor/project.ts';
import { checkSubscription, checkTopic } from '../../../../cli/commands/doctor/pubsub.ts';
import { checkService } from '../../../../cli/commands/doctor/services.ts';
import { configurationOf } from '../../../../cli/doors.ts';

/** Services that the local cloud lacks: each path answers what the test puts there. */
describe('penstock doctor at a project', () => {
  let server: Server;
  let answers: Map<string, readonly [number, object]>;
  let api: Api;
  beforeEach(async () => {
    answers = new Map();
    server = createServer((request, response) => {
      const [status, body] = answers.get(request.url as string) ?? [404, { error: { message: 'not found' } }];
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const hosts = {
      serviceusage: host,
      cloudscheduler: host,
      cloudresourcemanager: host,
      pubsub: host,
      run: host,
    };
    api = openApi({ projectId: 'p', env: {}, signal: new AbortController().signal, hosts });
  });
  afterEach(async () => {
    await new Promise((resolve) => server.close(resolve));
  });

  const TOPIC: Need = { kind: 'topic', name: 't', use: 'publish', because: 'ISSUES_TOPIC' };
  const SCHEDULE: Need = { kind: 'schedule', name: 'puller', use: 'call', because: 'windows' };
  const place = { region: 'europe-west4', prefix: 'penstock' };

  it('names each API that is off, once', async () => {
    answers.set('/v1/projects/p/services/pubsub.googleapis.com', [200, { state: 'DISABLED' }]);
    answers.set('/v1/projects/p/services/run.googleapis.com', [200, { state: 'ENABLED' }]);
    answers.set('/v1/projects/p/services/cloudscheduler.googleapis.com', [403, { error: { message: 'no right' } }]);
    const found = await checkApis(api, [TOPIC, TOPIC, SCHEDULE]);
    assert.deepEqual(
      found.map(({ what, outcome, mend, problem }) => [what, outcome, mend || problem]),
      [
        ['API cloudscheduler.googleapis.com', 'unknown', '403 no right'],
        ['API pubsub.googleapis.com', 'wrong', 'gcloud services enable pubsub.googleapis.com --project=p'],
        ['API run.googleapis.com', 'ok', ''],
      ],
    );
  });

  it('names a schedule that is missing, paused, failing, or cannot be seen', async () => {
    const path = '/v1/projects/p/locations/europe-west4/jobs/penstock-puller';
    const told = async () => {
      const [finding] = await checkSchedule(api, SCHEDULE, place);
      return `${finding?.outcome}: ${finding?.problem}: ${finding?.mend}`;
    };
    assert.match(await told(), /wrong: there is none in europe-west4: terraform apply/);
    answers.set(path, [200, { state: 'PAUSED' }]);
    assert.match(await told(), /it is paused: gcloud scheduler jobs resume penstock-puller --location=europe-west4/);
    answers.set(path, [200, { state: 'ENABLED', status: { code: 13 } }]);
    assert.match(await told(), /last run ended with code 13: gcloud scheduler jobs run/);
    answers.set(path, [200, { state: 'ENABLED' }]);
    assert.match(await told(), /^ok/);
    answers.set(path, [403, {}]);
    assert.match(await told(), /unknown: status 403/);
  });

  it('takes a role on the project for one on the resource', async () => {
    answers.set('/v1/projects/p/topics/t', [200, { name: 'projects/p/topics/t' }]);
    answers.set('/v1/projects/p/topics/t:getIamPolicy', [200, {}]);
    const check = () => checkTopic(api, { prefix: 'penstock' }, TOPIC, 'intake');
    assert.match((await check())[0]?.problem ?? '', /penstock-intake@p\.iam\.gserviceaccount\.com may not publish it/);
    const member = 'serviceAccount:penstock-intake@p.iam.gserviceaccount.com';
    const bindings = [{ role: 'roles/pubsub.editor', members: [member] }];
    answers.set('/v1/projects/p:getIamPolicy', [200, { bindings }]);
    assert.equal((await check())[0]?.outcome, 'ok');
    answers.set('/v1/projects/p/topics/t:getIamPolicy', [403, {}]);
    assert.match((await check())[0]?.problem ?? '', /its policy cannot be read \(status 403\)/);
  });

  it('names a function that is not deployed, is not ready, or runs with other settings', async () => {
    const services = '/v2/projects/p/locations/europe-west4/services';
    const configuration = await configurationOf('intake');
    const told = async () =>
      (await checkService(api, configuration, { ISSUES_TOPIC: 'here', INTAKE_MAX_DEPTH: '' }, place)).map(
        ({ outcome, problem }) => `${outcome} ${problem}`,
      );
    assert.deepEqual(await told(), ['wrong it is not deployed in europe-west4']);
    answers.set(`${services}/penstock-intake`, [403, {}]);
    assert.deepEqual(await told(), ['unknown status 403']);
    const container = {
      env: [
        { name: 'ISSUES_TOPIC', value: 'there' },
        { name: 'INTAKE_MAX_DEPTH', value: '3' },
      ],
    };
    const terminalCondition = { state: 'CONDITION_FAILED', message: 'no image' };
    answers.set(`${services}/penstock-intake`, [200, { terminalCondition, template: { containers: [container] } }]);
    assert.deepEqual(await told(), [
      'wrong it is not ready: no image',
      'wrong ISSUES_TOPIC is there there and here here',
    ]);
    answers.set(`${services}/penstock-intake`, [200, { terminalCondition: { state: 'CONDITION_SUCCEEDED' } }]);
    assert.deepEqual(await told(), ['ok ']);
  });

  it('takes a worker pool for the sink', async () => {
    answers.set('/v2/projects/p/locations/europe-west4/workerPools/penstock-worker', [200, {}]);
    const [finding] = await checkService(api, await configurationOf('sink'), {}, place);
    assert.equal(finding?.outcome, 'ok');
  });

  it('names the roles that Pub/Sub itself lacks for dead letters', async () => {
    const name = 'projects/p/subscriptions/s';
    const dead = 'projects/p/topics/dead';
    const need: Need = { kind: 'subscription', name, use: 'pull', because: 'sink.yaml' };
    const push = { pushEndpoint: 'https://sink' };
    const whole = { topic: 'projects/p/topics/t', expirationPolicy: {}, pushConfig: push };
    answers.set(`/v1/${name}`, [200, { ...whole, deadLetterPolicy: { deadLetterTopic: dead } }]);
    answers.set(`/v1/${dead}`, [200, {}]);
    answers.set(`/v1/${dead}/subscriptions`, [200, { subscriptions: ['x'] }]);
    answers.set(`/v1/${dead}:getIamPolicy`, [200, {}]);
    answers.set(`/v1/${name}:getIamPolicy`, [200, {}]);
    answers.set('/v1/projects/p', [200, { projectNumber: '12' }]);
    const mends = async () => (await checkSubscription(api, { prefix: 'x' }, need, 'sink')).map(({ mend }) => mend);
    const agent = 'serviceAccount:service-12@gcp-sa-pubsub.iam.gserviceaccount.com';
    assert.deepEqual(await mends(), [
      `gcloud pubsub topics add-iam-policy-binding dead --project=p --member=${agent} --role=roles/pubsub.publisher`,
      `gcloud pubsub subscriptions add-iam-policy-binding s --project=p --member=${agent} --role=roles/pubsub.subscriber`,
    ]);
    const granted = (role: string) => [200, { bindings: [{ role, members: [agent] }] }] as const;
    answers.set(`/v1/${dead}:getIamPolicy`, granted('roles/pubsub.publisher'));
    answers.set(`/v1/${name}:getIamPolicy`, granted('roles/pubsub.subscriber'));
    assert.deepEqual(await mends(), ['']);
  });

  it('says that a resource cannot be seen where the caller has no right', async () => {
    answers.set('/v1/projects/p/topics/t', [403, { error: { message: 'denied' } }]);
    const [finding] = await checkTopic(api, { prefix: undefined }, TOPIC, 'intake');
    assert.deepEqual([finding?.outcome, finding?.problem], ['unknown', '403 denied']);
  });
});
