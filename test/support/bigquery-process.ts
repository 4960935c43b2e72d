/** Serves a local BigQuery from a folder in a process of its own, for tests that kill it. */

import { startBigQuery } from '@penstock/local/bigquery/index.ts';
import { Faults } from '@penstock/local/core/faults/faults.ts';
import { MapObjects } from './warehouse.ts';

const [stateDir = ''] = process.argv.slice(2);
const objects = new MapObjects();
objects.put('gs://b/rows.json', Array.from({ length: 500 }, (_, id) => JSON.stringify({ id })).join('\n'));
const service = await startBigQuery({
  host: '127.0.0.1',
  port: 0,
  stateDir,
  faults: new Faults(),
  report: () => undefined,
  now: Date.now,
  objects,
});
process.send?.({ address: service.address });
process.on('disconnect', () => process.exit(0));
