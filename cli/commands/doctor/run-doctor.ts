/** The work of `penstock doctor`: what each function needs, checked one by one, with the command that mends it. */

import type { DoorConfiguration, Need } from '@penstock/shared/config/door-configuration.ts';
import type { Call, CommandOutcome } from '@penstock/shared/runtime/command.ts';
import { messageOf, PenstockError } from '@penstock/shared/runtime/errors.ts';
import { configurationOf, DOOR_NAMES, type DoorName } from '../../doors.ts';
import { UsageError } from '../../usage-error.ts';
import { givenEnvironment } from '../config/environment.ts';
import { type Api, openApi } from './api.ts';
import { checkDataset, checkTable } from './bigquery.ts';
import { type Finding, reportOf } from './finding.ts';
import { checkApis, checkSchedule } from './project.ts';
import { checkSubscription, checkTopic } from './pubsub.ts';
import type { Accounts } from './roles.ts';
import { checkSecret } from './secrets.ts';
import { checkService } from './services.ts';
import { checkBucket } from './storage.ts';

export interface DoctorFlags {
  readonly doors: readonly string[];
  readonly envFile: string | undefined;
  readonly accounts: string | undefined;
  readonly prefix: string;
  readonly region: string;
  readonly all: boolean;
}

export type DoctorCall = Pick<Call, 'env' | 'project' | 'signal' | 'print' | 'summary' | 'warn' | 'progress'> & {
  readonly flags: DoctorFlags;
};

interface Named {
  readonly door: DoorName;
  readonly need: Need;
}

export async function runDoctor(call: DoctorCall): Promise<CommandOutcome> {
  const { flags, progress } = call;
  const api = openApi({ projectId: call.project(), env: call.env, signal: call.signal });
  const { needs, findings: broken } = await needsOf(call, api);
  const findings: Finding[] = [
    ...broken,
    ...(await checkApis(
      api,
      needs.map(({ need }) => need),
    )),
  ];
  for (const named of needs) {
    progress(`${findings.length} checked`);
    findings.push(...(await check(api, named, flags)));
  }
  return tell(call, api, once(findings));
}

/** Two functions may need the same thing, and lack the same of it. */
function once(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Map<string, Finding>();
  for (const finding of findings) {
    const { what, problem, mend } = finding;
    const key = JSON.stringify([what, problem, mend]);
    if (!seen.has(key)) seen.set(key, finding);
  }
  return [...seen.values()];
}

function tell({ flags, print, summary }: DoctorCall, api: Api, findings: readonly Finding[]): CommandOutcome {
  const told = findings.filter(({ outcome }) => flags.all || outcome !== 'ok');
  for (const finding of told) print.record({ ...finding }, textOf(finding));
  const count = (outcome: Finding['outcome']): number => findings.filter((one) => one.outcome === outcome).length;
  summary(`${findings.length} checked: ${count('ok')} ok, ${count('wrong')} wrong, ${count('unknown')} unknown`);
  if (api.isLocal)
    summary('Not checked, because the local cloud has no such service: APIs, schedules and roles on the project.');
  return told.every(({ outcome }) => outcome === 'ok') ? 'done' : 'partial';
}

/** Without `--door`, every function whose required settings are there. */
async function needsOf(
  { flags, env, warn }: DoctorCall,
  api: Api,
): Promise<{ readonly needs: readonly Named[]; readonly findings: readonly Finding[] }> {
  const asked = flags.doors.length > 0;
  const unknown = flags.doors.find((door) => !isDoor(door));
  if (unknown !== undefined)
    throw new UsageError(`There is no function ${unknown}; there are ${DOOR_NAMES.join(', ')}.`);
  const given = (await givenEnvironment(flags.envFile, env)).env;
  const needs: Named[] = [];
  const findings: Finding[] = [];
  for (const door of asked ? flags.doors.filter(isDoor) : DOOR_NAMES) {
    const configuration = await configurationOf(door);
    const missing = requiredOf(configuration).filter((variable) => (given[variable] ?? '') === '');
    if (!asked && missing.length > 0) {
      warn(`The ${door} is left out: ${missing.join(', ')} is not set.`);
      continue;
    }
    try {
      needs.push(...(await configuration.needs(given, api.projectId)).map((need) => ({ door, need })));
      findings.push(...(await checkService(api, configuration, given, flags)));
    } catch (error) {
      if (!(error instanceof PenstockError)) throw error;
      const report = reportOf(`configuration of the ${door}`, 'its environment and files');
      findings.push(report.wrong(messageOf(error).replaceAll('\n', ' '), `penstock config check --door ${door}`));
    }
  }
  return { needs: withoutRepeats(needs), findings };
}

function isDoor(name: string): name is DoorName {
  return DOOR_NAMES.some((door) => door === name);
}

function requiredOf({ settings }: DoorConfiguration): readonly string[] {
  return Object.values(settings)
    .filter(({ fallback }) => fallback === undefined)
    .map(({ variable }) => variable);
}

/** Two routes may write to one table by the same account. */
function withoutRepeats(needs: readonly Named[]): readonly Named[] {
  const seen = new Set<string>();
  return needs.filter(({ door, need }) => {
    const { because: _, ...rest } = need;
    const key = JSON.stringify([door, rest]);
    return !seen.has(key) && seen.add(key);
  });
}

async function check(
  api: Api,
  { door, need }: Named,
  { region, prefix, accounts: given }: DoctorFlags,
): Promise<readonly Finding[]> {
  // The local cloud lets everybody do everything, so its policies are looked at only on request.
  const accounts: Accounts = { prefix: given ?? (api.isLocal ? undefined : prefix) };
  switch (need.kind) {
    case 'topic':
      return checkTopic(api, accounts, need, door);
    case 'subscription':
      return checkSubscription(api, accounts, need, door);
    case 'bucket':
      return checkBucket(api, accounts, need, { door, region });
    case 'dataset':
      return checkDataset(api, accounts, need, { door, region });
    case 'table':
      return checkTable(api, accounts, need, { door, region });
    case 'secret':
      return checkSecret(api, accounts, need, door);
    case 'schedule':
      return checkSchedule(api, need, { region, prefix });
  }
}

function textOf({ what, outcome, problem, mend, because }: Finding): string {
  if (outcome === 'ok') return `ok       ${what} (${because})`;
  return [`${outcome.padEnd(8)} ${what}: ${problem} (${because})`, ...(mend === '' ? [] : [`         ${mend}`])].join(
    '\n',
  );
}
