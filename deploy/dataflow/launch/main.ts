/**
 * `npm run dataflow -- --project P --region R --bucket B --routes sink.yaml`: checks the routes file as the sink does, builds the
 * program where it is not built, and launches it on Dataflow. `--stage gs://…` stages a template instead, `--dry-run` prints the words.
 * Words behind a second `--` go to Beam as they are.
 */

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parseSinkFile } from '../../../functions/sink/config/parse.ts';
import { missingTool } from '../../../tools/dataflow/toolchain.ts';
import { launchArguments, mayRunAtLeastOnce, modesOf } from './arguments.ts';
import { jarOf, needsBuild } from './program.ts';

const MODULE = new URL('..', import.meta.url).pathname;
const JAR = jarOf(MODULE);
const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;

try {
  await launch();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}

async function launch(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: {
      project: text,
      region: text,
      bucket: text,
      routes: text,
      name: { ...text, default: 'penstock-sink' },
      stage: text,
      'service-account': text,
      update: flag,
      'exactly-once': flag,
      'dry-run': flag,
    },
    allowPositionals: true,
  });
  const { project, region, bucket, routes, name, stage, update } = values;
  if (project === undefined || region === undefined || bucket === undefined || routes === undefined)
    throw new Error('a launch needs --project, --region, --bucket and --routes FILE');
  const file = await parseSinkFile(routes, readFileSync(routes));
  const exactlyOnce = values['exactly-once'];
  const words = launchArguments(
    {
      project,
      region,
      bucket,
      name,
      routes,
      update,
      exactlyOnce,
      stage,
      serviceAccount: values['service-account'],
      more: positionals,
    },
    file,
  );
  process.stdout.write(
    `routes by ${modesOf(file).join(', ')}; Dataflow in ${mayRunAtLeastOnce(file, exactlyOnce) ? 'at-least-once' : 'exactly-once'} mode\n`,
  );
  if (values['dry-run']) {
    process.stdout.write(`java -jar ${JAR} \\\n  ${words.join(' \\\n  ')}\n`);
    return;
  }
  const missing = missingTool();
  if (missing !== undefined) throw new Error(missing);
  if (needsBuild(MODULE)) run('mvn', ['-q', '-B', '-DskipTests', 'package'], MODULE);
  run('java', ['-jar', JAR, ...words], process.cwd());
}

function run(command: string, words: readonly string[], cwd: string): void {
  const { status } = spawnSync(command, words, { cwd, stdio: 'inherit' });
  if (status !== 0) throw new Error(`${command} ended with ${status}`);
}
