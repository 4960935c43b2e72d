/**
 * `npm run deploy:check`: everything about the deployment that can be known without Google. With `terraform` or `tofu` on
 * the path (or named by TERRAFORM) its own tests run, and every example is formatted, validated, applied to nothing, planned again
 * and checked by the rules. Without one, that part is left out and said so. `--update` writes the lists of grants anew.
 */

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { alertProblems } from './alerts.ts';
import { findTerraform } from './terraform.ts';
import { runTests } from './tests.ts';
import { checkTree, type Finding, PROJECT } from './tree.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const RELEASE = join(ROOT, 'dist/release');
const EXAMPLES = readdirSync(join(ROOT, 'deploy/terraform/examples')).sort();

let failed = 0;

function report({ what, problems }: Finding): void {
  process.stdout.write(`${problems.length === 0 ? 'ok  ' : 'FAIL'} ${what}\n`);
  for (const problem of problems) process.stdout.write(`       ${problem.replaceAll('\n', '\n       ')}\n`);
  failed += problems.length;
}

async function checkExample(terraform: string, example: string, update: boolean): Promise<void> {
  const file = join(ROOT, 'deploy/terraform/examples', example, 'grants.txt');
  const { grants } = await checkTree({
    terraform,
    tree: join(ROOT, 'deploy'),
    example,
    release: RELEASE,
    ...(update ? {} : { listed: readFileSync(file, 'utf8').trim().split('\n') }),
    onFinding: ({ what, problems }) => report({ what: `${example}: ${what}`, problems }),
  });
  if (update) writeFileSync(file, `${grants.join('\n')}\n`);
}

report({ what: 'alerts, runbooks and metrics agree', problems: alertProblems() });
const terraform = findTerraform();
if (terraform === undefined) {
  process.stdout.write(
    '\nNOT CHECKED: there is no terraform and no tofu, so nothing of deploy/terraform was looked at.\n\n',
  );
} else if (!existsSync(join(RELEASE, 'bundles.json'))) {
  report({ what: 'the bundles are there', problems: ['dist/release is missing: run npm run release first'] });
} else {
  await runTests({ terraform, tree: join(ROOT, 'deploy'), project: PROJECT, release: RELEASE, onFinding: report });
  for (const example of EXAMPLES) await checkExample(terraform, example, process.argv.includes('--update'));
}
process.stdout.write(failed === 0 ? 'The deployment is in order.\n' : `${failed} problems.\n`);
process.exit(failed === 0 ? 0 : 1);
