/**
 * `npm run -s deploy:smoke -- --project P --intake URL`: the smoke test against a deployed suite. SMOKE_KEY holds the intake's key.
 * With `--ingest BUCKET` a file is loaded too, with `--worker-table D.T` the worker's row is looked for. It ends with 1 if a step fails.
 */

import { parseArgs } from 'node:util';
import { cloudTarget } from './cloud-target.ts';
import { smoke } from './smoke.ts';

const { values } = parseArgs({
  options: {
    project: { type: 'string' },
    intake: { type: 'string' },
    table: { type: 'string', default: 'issues_ds.issues_stream' },
    'worker-table': { type: 'string' },
    ingest: { type: 'string' },
  },
});

const { project, intake, table } = values;
const key = process.env.SMOKE_KEY;
if (project === undefined || intake === undefined || key === undefined) {
  process.stderr.write(
    'Usage: SMOKE_KEY=… npm run -s deploy:smoke -- --project P --intake URL [--table D.T] [--worker-table D.T] [--ingest BUCKET]\n',
  );
  process.exit(2);
}

const target = cloudTarget({
  project,
  intakeUrl: intake,
  intakeKey: key,
  issuesTable: table,
  ...(values['worker-table'] === undefined ? {} : { workerTable: values['worker-table'] }),
  ...(values.ingest === undefined ? {} : { ingestBucket: values.ingest }),
});
const passed = await smoke(target, `smoke-${Date.now().toString(36)}`, ({ name, ms, problem }) => {
  const seconds = `${(ms / 1000).toFixed(1)} s`;
  process.stdout.write(problem === undefined ? `ok   ${name}  ${seconds}\n` : `FAIL ${name}: ${problem}\n`);
});
process.exit(passed ? 0 : 1);
