/** Checks that the function of a door is deployed, ready, and runs with the settings that were checked here. */

import type { DoorConfiguration } from '@penstock/shared/config/door-configuration.ts';
import type { Environment } from '@penstock/shared/runtime/config.ts';
import { type Answer, type Api, errorIn } from './api.ts';
import { type Finding, type Report, reportOf } from './finding.ts';

interface Deployed {
  readonly terminalCondition?: { readonly state?: string; readonly message?: string };
  readonly template?: {
    readonly containers?: readonly {
      readonly env?: readonly { readonly name?: string; readonly value?: string }[];
    }[];
  };
}

interface Place {
  readonly region: string;
  readonly prefix: string;
}

/** The sink may be a function, a worker pool, or both. */
export async function checkService(
  api: Api,
  { door, settings }: DoorConfiguration,
  env: Environment,
  { region, prefix }: Place,
): Promise<readonly Finding[]> {
  const path = `/v2/projects/${api.projectId}/locations/${region}`;
  const service = await api.ask('run', `${path}/services/${prefix}-${door}`);
  if (service === undefined) return [];
  const worker = door === 'sink' ? await api.ask('run', `${path}/workerPools/${prefix}-worker`) : undefined;
  const report = reportOf(`function ${prefix}-${door}`, `it runs the ${door}`);
  const found = [service, worker].filter((answer): answer is Answer => answer?.status === 200);
  if (found.length > 0) return found.flatMap(({ body }) => ofDeployed(body as Deployed, settings, env, report));
  if (service.status !== 404) return [report.unknown(errorIn(service))];
  return [report.wrong(`it is not deployed in ${region}`, 'terraform apply')];
}

function ofDeployed(
  { terminalCondition, template }: Deployed,
  settings: DoorConfiguration['settings'],
  env: Environment,
  report: Report,
): readonly Finding[] {
  const { state, message } = terminalCondition ?? {};
  const there = new Map(
    (template?.containers ?? []).flatMap(({ env: pairs = [] }) => pairs.map(({ name, value }) => [name, value])),
  );
  const differing = Object.values(settings)
    .filter(({ variable, secret }) => !secret && there.has(variable) && (env[variable] ?? '') !== '')
    .filter(({ variable }) => there.get(variable) !== env[variable])
    .map(({ variable }) => `${variable} is ${there.get(variable)} there and ${env[variable]} here`);
  const findings = [
    ...(state !== undefined && state !== 'CONDITION_SUCCEEDED'
      ? [report.wrong(`it is not ready: ${message ?? state}`, 'terraform apply')]
      : []),
    ...differing.map((problem) => report.wrong(problem, 'terraform apply')),
  ];
  return findings.length > 0 ? findings : [report.ok()];
}
