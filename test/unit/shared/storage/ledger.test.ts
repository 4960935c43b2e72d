import assert from 'node:assert/strict';
import { createLedger, type Ledger } from '@penstock/shared/storage/ledger.ts';
import { Faults } from '../../../../local/faults/faults.ts';
import { sendJson, startHttpServer } from '../../../../local/http/server.ts';
import { type StorageService, startStorage } from '../../../../local/storage/index.ts';
import { setEnvironment } from '../../../support/environment.ts';

describe('a ledger', () => {
  let storage: StorageService;
  let faults: Faults;
  let restore: () => void;
  let ledger: Ledger<{ n: number }>;

  before(async () => {
    faults = new Faults();
    storage = await startStorage({
      host: '127.0.0.1',
      port: 0,
      stateDir: undefined,
      faults,
      report: () => undefined,
      now: Date.now,
    });
    restore = setEnvironment({ STORAGE_EMULATOR_HOST: `http://${storage.address}`, METADATA_SERVER_DETECTION: 'none' });
    await storage.ensureBucket('ledgers');
    const parse = (stored: unknown): { n: number } => stored as { n: number };
    ledger = createLedger({ projectId: 'demo-penstock', bucket: 'ledgers', prefix: 'windows/', parse });
  });
  after(async () => {
    restore();
    await storage.close();
  });

  it('is created once', async () => {
    const entry = await ledger.create('a', { n: 1 });
    assert.deepEqual(await ledger.read('a'), entry);
    await assert.rejects(ledger.create('a', { n: 2 }), { code: 'ALREADY_EXISTS', kind: 'permanent' });
    assert.deepEqual((await ledger.read('a'))?.value, { n: 1 });
  });

  it('is changed only by who has read its latest state', async () => {
    const first = await ledger.create('b', { n: 1 });
    const second = await ledger.update('b', { n: 2 }, first.generation);
    await assert.rejects(ledger.update('b', { n: 3 }, first.generation), { code: 'CONFLICT', kind: 'transient' });
    assert.deepEqual(await ledger.read('b'), second);
  });

  it('lets exactly one of many take it', async () => {
    const { generation } = await ledger.create('c', { n: 0 });
    const takers = Array.from({ length: 10 }, (_, n) => ledger.update('c', { n }, generation));
    const settled = await Promise.allSettled(takers);
    assert.equal(settled.filter(({ status }) => status === 'fulfilled').length, 1);
  });

  it('is read with the generation of its value, and never taken for absent, while others change it', async () => {
    let { generation } = await ledger.create('busy', { n: 0 });
    for (let n = 1; n <= 3; n += 1) {
      // The second request of the reading waits, and the ledger changes meanwhile.
      faults.add({ service: 'storage', method: 'objects.get', kind: 'slow', delayMs: 60, skip: 1 });
      const reading = ledger.read('busy');
      await new Promise((resolve) => setTimeout(resolve, 25));
      ({ generation } = await ledger.update('busy', { n }, generation));
      const read = await reading;
      assert.ok(read !== undefined && [n - 1, n].includes(read.value.n), JSON.stringify(read));
      if (read.value.n === n) assert.equal(read.generation, generation);
      else assert.notEqual(read.generation, generation);
      faults.clear();
    }
  });

  it('is a conflict where it changes during every reading', async () => {
    let readings = 0;
    const changing = await startHttpServer(
      { host: '127.0.0.1', port: 0 },
      async (request, response) => {
        if (request.url?.includes('alt=media'))
          return sendJson(response, 404, { error: { code: 404, message: 'gone' } });
        readings += 1;
        sendJson(response, 200, { generation: String(readings) });
      },
      (_error, response) => response.destroy(),
    );
    const putBack = setEnvironment({ STORAGE_EMULATOR_HOST: `http://${changing.address}` });
    try {
      const own = createLedger({
        projectId: 'demo-penstock',
        bucket: 'ledgers',
        prefix: '',
        parse: (stored) => stored,
      });
      await assert.rejects(own.read('x'), { code: 'CONFLICT', kind: 'transient' });
      assert.equal(readings, 5);
    } finally {
      putBack();
      await changing.close();
    }
  });

  it('is an error, and not absent, where what is stored is no ledger', async () => {
    const place = `http://${storage.address}/upload/storage/v1/b/ledgers/o?uploadType=media&name=windows/odd`;
    assert.equal((await fetch(place, { method: 'POST', body: '{' })).status, 200);
    await assert.rejects(ledger.read('odd'), { name: 'PenstockError', code: 'INTERNAL' });
  });

  it('is absent where there is none', async () => assert.equal(await ledger.read('none'), undefined));

  it('says what Cloud Storage said of anything else', async () => {
    for (const method of ['objects.insert', 'objects.get'])
      faults.add({ service: 'storage', method, kind: 'error', code: 403, times: 0 });
    await assert.rejects(ledger.create('d', { n: 1 }), { code: 'PERMISSION_DENIED' });
    await assert.rejects(ledger.update('d', { n: 1 }, '5'), { code: 'PERMISSION_DENIED' });
    await assert.rejects(ledger.read('a'), { code: 'PERMISSION_DENIED' });
    faults.clear();
  });

  it('finds its project by itself when it is given none', async () => {
    const own = createLedger({ projectId: '', bucket: 'ledgers', prefix: '', parse: (stored) => stored });
    await own.create('e', {});
  });
});
