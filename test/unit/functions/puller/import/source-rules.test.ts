import assert from 'node:assert/strict';
import { stringify } from 'yaml';
import { importManifest } from '../../../../../functions/puller/import/import.ts';
import { IMPORT, stream } from '../../../../support/manifest.ts';

describe('an imported source file', () => {
  it('is held to the rules of every source file, and is not written where it breaks one', async () => {
    const { files, report } = await importManifest(stringify({ streams: [stream] }), { ...IMPORT, dataset: 'no name' });
    assert.deepEqual(files, []);
    const [told] = report;
    assert.equal(told?.whole, false);
    assert.match(told?.problems[0]?.text ?? '', /table/);
    assert.equal(told?.problems[0]?.path, 'streams.0');
  });
});
