import assert from 'node:assert/strict';
import { insertInto } from '@penstock/shared/bigquery/insert.ts';
import { submitLoad } from '@penstock/shared/bigquery/load.ts';
import { type BigQueryService, startBigQuery } from '../../../../local/bigquery/index.ts';
import { Faults } from '../../../../local/faults/faults.ts';
import { setEnvironment } from '../../../support/environment.ts';

const PROJECT = 'demo-penstock';

describe('the simplest ways into BigQuery', () => {
  let bigquery: BigQueryService;
  let restore: () => void;

  before(async () => {
    bigquery = await startBigQuery({
      host: '127.0.0.1',
      port: 0,
      stateDir: undefined,
      faults: new Faults(),
      report: () => undefined,
      now: Date.now,
    });
    restore = setEnvironment({
      BIGQUERY_EMULATOR_HOST: `http://${bigquery.address}`,
      METADATA_SERVER_DETECTION: 'none',
    });
    const api = `http://${bigquery.address}/bigquery/v2/projects/${PROJECT}/datasets`;
    const make = (url: string, body: object): Promise<Response> =>
      fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    await make(api, { datasetReference: { projectId: PROJECT, datasetId: 'd' } });
    const tableReference = { projectId: PROJECT, datasetId: 'd', tableId: 't' };
    await make(`${api}/d/tables`, { tableReference, schema: { fields: [{ name: 'a', type: 'STRING' }] } });
  });
  after(async () => {
    restore();
    await bigquery.close();
  });

  it('a row is inserted without the fields that the table does not have', async () => {
    await insertInto(PROJECT, 'd.t')({ a: 'x', unknown: 1 }, '7');
  });

  it('a row that the table refuses is an error', async () => {
    await assert.rejects(insertInto(PROJECT, 'd.t')({ a: { nested: 1 } }, '8'));
  });

  const load = (jobId: string): Parameters<ReturnType<typeof submitLoad>>[0] => ({
    jobId,
    destination: { datasetId: 'd', tableId: 't' },
    sourceUris: ['gs://bucket/file.csv'],
    sourceFormat: 'CSV',
  });

  it('a load that was submitted before is found, not submitted again', async () => {
    const submit = submitLoad(PROJECT);
    assert.equal(await submit(load('job-1')), 'submitted');
    assert.equal(await submit(load('job-1')), 'exists');
  });

  it('a load that BigQuery refuses is an error', async () => {
    await assert.rejects(submitLoad(PROJECT)({ ...load('job-2'), sourceFormat: 'NONSENSE' }));
  });
});
