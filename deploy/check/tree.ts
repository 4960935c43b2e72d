/** Checks one root of the tree, from its format to its grants, and returns what it found. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentProblems, plannedEnvironments } from './environment.ts';
import { grantsOf } from './grants.ts';
import { type Resource, readResources } from './resources.ts';
import { checkAll } from './rule.ts';
import { RULES } from './rules/index.ts';
import { openWorkspace, type Workspace } from './terraform.ts';

export const PROJECT = 'rehearsal-1';

export interface Finding {
  /** The subject of the check. */
  readonly what: string;
  /** Empty if all is in order. */
  readonly problems: readonly string[];
}

export interface TreeOptions {
  readonly terraform: string;
  /** The folder `deploy`, or a copy of it. */
  readonly tree: string;
  readonly example: string;
  /** The folder that `npm run release` wrote. */
  readonly release: string;
  /** The grants that are listed for this example; undefined compares nothing. */
  readonly listed?: readonly string[];
  /** Leaves out the format and the second plan, which take half of the time. */
  readonly quick?: boolean;
  /** Told of each finding as it comes. */
  readonly onFinding?: (finding: Finding) => void;
}

export interface TreeResult {
  readonly findings: readonly Finding[];
  readonly grants: readonly string[];
}

export async function checkTree(options: TreeOptions): Promise<TreeResult> {
  const { terraform, tree, example, onFinding } = options;
  const workspace = await openWorkspace({
    terraform,
    tree,
    root: join('terraform/examples', example),
    project: PROJECT,
    variables: variablesOf(tree, example, options.release),
  });
  const findings: Finding[] = [];
  const add = (what: string, problems: readonly string[]): boolean => {
    const finding = { what, problems };
    findings.push(finding);
    onFinding?.(finding);
    return problems.length === 0;
  };
  try {
    for (const [what, ...words] of COMMANDS) {
      if (options.quick === true && LEFT_OUT.has(what)) continue;
      if (!add(what, await run(workspace, words))) return { findings, grants: [] };
    }
    const resources = readResources((await workspace.run('show', '-json')).output);
    const broken = checkAll(RULES, resources).map(({ rule, address, message }) => `${rule}: ${address}: ${message}`);
    add(`${resources.length} resources obey ${RULES.length} rules`, broken);
    await addEnvironments(resources, add);
    const grants = grantsOf(resources);
    if (options.listed !== undefined) add('the grants are those of grants.txt', compare(grants, options.listed));
    return { findings, grants };
  } finally {
    workspace.close();
  }
}

const COMMANDS: readonly (readonly [what: string, ...words: readonly string[]])[] = [
  ['formatted', 'fmt', '-check', '-diff', '-recursive', '../..'],
  ['valid', 'validate', '-no-color'],
  ['applies', 'apply', '-auto-approve', '-no-color', '-input=false'],
  ['nothing to change afterwards', 'plan', '-detailed-exitcode', '-no-color'],
];

const LEFT_OUT = new Set(['formatted', 'nothing to change afterwards']);

async function run(workspace: Workspace, words: readonly string[]): Promise<readonly string[]> {
  const { code, output } = await workspace.run(...words);
  return code === 0 ? [] : [output.trim()];
}

async function addEnvironments(
  resources: readonly Resource[],
  add: (what: string, problems: readonly string[]) => boolean,
): Promise<void> {
  const planned = plannedEnvironments(resources);
  const wrong = (await environmentProblems(planned, resources, PROJECT)).map(
    ({ address, message }) => `${address}: ${message}`,
  );
  add(`${planned.length} functions know their environment and may do what it asks`, wrong);
}

/** The values of the variables that the example itself asks for. */
function variablesOf(tree: string, example: string, release: string): Readonly<Record<string, unknown>> {
  const asked = readFileSync(join(tree, 'terraform/examples', example, 'variables.tf'), 'utf8');
  const values = {
    project_id: PROJECT,
    project_number: '123456789012',
    release_dir: release,
    worker_digest: 'a'.repeat(64),
    repository: 'example/penstock',
  };
  return Object.fromEntries(Object.entries(values).filter(([name]) => asked.includes(`variable "${name}"`)));
}

function compare(grants: readonly string[], listed: readonly string[]): readonly string[] {
  return [
    ...grants.filter((line) => !listed.includes(line)).map((line) => `not listed: ${line}`),
    ...listed.filter((line) => !grants.includes(line)).map((line) => `listed and not granted: ${line}`),
  ];
}
