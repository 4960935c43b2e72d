import assert from 'node:assert/strict';
import { EMULATOR_VARIABLES, readEmulators } from '@penstock/shared/runtime/emulators.ts';

describe('the hosts of emulators', () => {
  it('are read without their scheme, a final slash and blanks', () => {
    for (const value of ['127.0.0.1:8085', 'http://127.0.0.1:8085', 'https://127.0.0.1:8085/', ' 127.0.0.1:8085 ']) {
      assert.equal(readEmulators({ PUBSUB_EMULATOR_HOST: value }).pubsub, '127.0.0.1:8085', value);
    }
  });

  it('are undefined where a variable is absent or empty, so that clients talk to Google', () => {
    const values = new Set(Object.values(readEmulators({ STORAGE_EMULATOR_HOST: '', BIGQUERY_EMULATOR_HOST: ' ' })));
    assert.deepEqual(values, new Set([undefined]));
  });

  it('are read for every service that can be emulated', () => {
    const env = Object.fromEntries(Object.values(EMULATOR_VARIABLES).map((variable) => [variable, 'h:1']));
    assert.deepEqual(new Set(Object.values(readEmulators(env))), new Set(['h:1']));
  });
});
