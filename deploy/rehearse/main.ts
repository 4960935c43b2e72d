/**
 * `npm run deploy:rehearse`: the whole way from an empty project to rows in tables, on this machine. The example
 * `everything` is applied to an empty local cloud, planned again, its functions are started from their zips and its worker from
 * its image's layout with the planned environment alone, the smoke test runs, and everything is destroyed.
 */

import { findTerraform } from '../check/terraform.ts';
import { smoke } from '../smoke/smoke.ts';
import { openStage, terraformStep } from './stage.ts';

const say = (text: string): void => void process.stdout.write(`${text}\n`);

async function rehearse(terraform: string): Promise<boolean> {
  const stage = await openStage({ terraform, folder: 'rehearsal', say, planAgain: true });
  const { workspace, functions, worker, target } = stage;
  try {
    const passed = await smoke(target, `smoke-${Date.now().toString(36)}`, ({ name, ms, problem }) =>
      say(problem === undefined ? `ok   ${name}  ${(ms / 1000).toFixed(1)} s` : `FAIL ${name}: ${problem}`),
    );
    if (!passed) showOutput(new Map([...functions.output, ['worker', worker.output]]));
    const ended = await worker.stop();
    say(`${ended === 0 ? 'ok  ' : 'FAIL'} the worker ends on SIGTERM with the code ${ended}`);
    await terraformStep(workspace, say, 'terraform destroy', 'destroy', '-auto-approve', '-no-color', '-input=false');
    return passed && ended === 0;
  } finally {
    await stage.close();
  }
}

function showOutput(output: ReadonlyMap<string, readonly string[]>): void {
  for (const [door, lines] of output) for (const line of lines.slice(-8)) say(`     ${door}: ${line.slice(0, 400)}`);
}

const terraform = findTerraform();
if (terraform === undefined) {
  say('There is no terraform and no tofu on this machine: the rehearsal needs one of them (or TERRAFORM=path).');
  process.exit(2);
}
process.exit((await rehearse(terraform)) ? 0 : 1);
