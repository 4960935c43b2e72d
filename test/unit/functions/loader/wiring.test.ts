import assert from 'node:assert/strict';
import type { Server } from 'node:http';
import { http } from '@google-cloud/functions-framework';
import { getTestServer } from '@google-cloud/functions-framework/testing';
import { systemClock } from '@penstock/shared/runtime/clock.ts';
import { openDoor } from '@penstock/shared/runtime/door.ts';
import { createLogger } from '@penstock/shared/runtime/log.ts';
import { createShutdown } from '@penstock/shared/runtime/shutdown.ts';
import { readLoaderConfig } from '../../../../functions/loader/config.ts';
import { createLoader } from '../../../../functions/loader/loader.ts';
import { METRICS } from '../../../../functions/loader/metrics.ts';
import { type PubsubService, startPubsub } from '../../../../local/pubsub/index.ts';
import { setEnvironment } from '../../../support/environment.ts';
import { freePort } from '../../../support/free-port.ts';
import { BUCKET, type LoaderWorld, loaderWorld } from '../../../support/loader.ts';
import { pullAll } from '../../../support/pull.ts';
import { PROJECT } from '../../../support/warehouse.ts';

/** The door as it is deployed: behind functions-framework, with topics. */
describe('the loader’s door', () => {
  let world: LoaderWorld;
  let pubsub: PubsubService;
  let server: Server;
  let url = '';
  let restore: () => void;
  const shutdown = createShutdown({ log: createLogger({ write: () => undefined }) });
  const subscription = (name: string): string => `projects/${PROJECT}/subscriptions/${name}`;

  before(async () => {
    world = await loaderWorld();
    await world.warehouse.createDataset('d');
    await world.warehouse.createDataset('tracking');
    pubsub = await startPubsub({
      host: '127.0.0.1',
      port: 0,
      stateDir: undefined,
      faults: world.faults,
      report: () => undefined,
      now: Date.now,
    });
    restore = setEnvironment({ PUBSUB_EMULATOR_HOST: pubsub.address });
    for (const name of ['errors', 'loaded']) {
      await pubsub.ensureTopic(`projects/${PROJECT}/topics/${name}`);
      await pubsub.ensureSubscription(subscription(name), `projects/${PROJECT}/topics/${name}`);
    }
    const port = await freePort();
    const env = {
      ...process.env,
      GOOGLE_CLOUD_PROJECT: PROJECT,
      ERRORS_TOPIC: 'errors',
      USE_ERROR_REPORTING_API: 'false',
      TRACKING_DATASET: 'tracking',
      PORT: String(port),
    };
    const host = { env, args: [], clock: systemClock, shutdown, write: () => undefined };
    http(
      'loader-wired',
      await openDoor({ name: 'loader', readConfig: readLoaderConfig, metrics: METRICS, create: createLoader }, host),
    );
    server = getTestServer('loader-wired');
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${port}/`;
  });
  after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await shutdown.close();
    restore();
    await pubsub.close();
    await world.close();
  });

  const post = async (body: string): Promise<number> =>
    (await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })).status;

  it('answers 204 when a load is done, and tells its topics', async () => {
    await world.put('d/t/_config/load.json', '{"onSuccess":{"topic":"loaded"}}');
    await world.put('d/t/x.json', '{"n":1}\n');
    await world.put('d/t/_SUCCESS', '');
    assert.equal(await post(JSON.stringify({ bucket: BUCKET, name: 'd/t/_SUCCESS' })), 204);
    assert.deepEqual(await world.rows('d.t'), ['{"n":1}']);
    await world.put('d/u/_config/load.json', '{"onSuccess":{"topic":"loaded"}}');
    await world.put('d/u/x.json', '{"n":1}\n');
    await world.put('d/u/_SUCCESS', '');
    assert.equal(await post(JSON.stringify({ bucket: BUCKET, name: 'd/u/_SUCCESS' })), 204);
    const told = await pullAll(pubsub.address, subscription('loaded'));
    assert.deepEqual(told.map(({ data }) => JSON.parse(data.toString()).table).sort(), [
      `${PROJECT}.d.t`,
      `${PROJECT}.d.u`,
    ]);
    assert.equal((await world.rows('tracking.loads')).length, 2);
  });

  it('answers 503 where a failure is to fail the event, and sends the error records', async () => {
    await world.put('d/w/_SUCCESS', '');
    assert.equal(await post(JSON.stringify({ bucket: BUCKET, name: 'd/w/_SUCCESS' })), 503);
    assert.equal(await post('{"none":true}'), 503);
    const records = await pullAll(pubsub.address, subscription('errors'));
    assert.deepEqual(records.map(({ attributes }) => attributes.exception_class).sort(), [
      'INPUT_INVALID',
      'INPUT_MALFORMED',
    ]);
    assert.equal(await post('{"sweep":true}'), 204);
  });
});
