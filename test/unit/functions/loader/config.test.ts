import assert from 'node:assert/strict';
import { readLoaderConfig } from '../../../../functions/loader/config.ts';

describe('the loader’s settings', () => {
  it('have defaults for everything', () => {
    const config = readLoaderConfig({});
    assert.equal(config.successFilename, '_SUCCESS');
    assert.equal(config.maxBatchBytes, 15e12);
    assert.equal(config.hold, 'verify');
  });

  it('keep the names and the flags of the upstream system', () => {
    const config = readLoaderConfig({
      SUCCESS_FILENAME: 'DONE',
      DESTINATION_REGEX: '(?P<dataset>x)/(?P<table>y)',
      MAX_BATCH_BYTES: '1000',
      JOB_PREFIX: 'gcf-ingest-',
      GCP_PROJECT: 'old',
      BQ_STORAGE_PROJECT: 'store',
      FUNCTION_TIMEOUT_SEC: '540',
      WAIT_FOR_JOB_SECONDS: '5',
      FAIL_ON_ZERO_DML_ROWS_AFFECTED: 'False',
      ORDER_PER_TABLE: '1',
      START_BACKFILL_FILENAME: '_HISTORYDONE',
      RESTART_BUFFER_SECONDS: '30',
      WAIT_FOR_VALIDATION: 'yes',
      MAX_RETRIES_ON_BIGQUERY_ERROR: '3',
      USE_ERROR_REPORTING_API: 'no',
      K_SERVICE: 'svc',
    });
    assert.deepEqual(
      [config.jobProject, config.failOnZeroRows, config.orderPerTable, config.waitForValidation, config.reportErrors],
      ['old', false, true, true, false],
    );
    assert.equal(readLoaderConfig({ BQ_PROJECT: 'new', GCP_PROJECT: 'old' }).jobProject, 'new');
  });

  it('are refused by name where they are wrong', () => {
    assert.throws(
      () => readLoaderConfig({ DESTINATION_REGEX: '(', HOLD_FILES: 'tight', LEDGER_BUCKET: 'No' }),
      /DESTINATION_REGEX[\s\S]*HOLD_FILES[\s\S]*LEDGER_BUCKET/,
    );
    assert.throws(() => readLoaderConfig({ DESTINATION_REGEX: '(?<dataset>x)' }), /no group named `table`/);
  });
});
