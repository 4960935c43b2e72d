/** Checks what the local cloud has no service for: APIs that are on, deployed services, and schedules that run. */

import type { Need } from '@penstock/shared/config/door-configuration.ts';
import { type Api, errorIn } from './api.ts';
import { type Finding, reportOf } from './finding.ts';

const API_OF: Readonly<Record<Need['kind'], readonly string[]>> = {
  topic: ['pubsub'],
  subscription: ['pubsub'],
  bucket: ['storage'],
  dataset: ['bigquery'],
  table: ['bigquery', 'bigquerystorage'],
  secret: ['secretmanager'],
  schedule: ['cloudscheduler', 'run'],
};

export async function checkApis(api: Api, needs: readonly Need[]): Promise<readonly Finding[]> {
  const names = [...new Set(needs.flatMap(({ kind }) => API_OF[kind]))].toSorted();
  return Promise.all(names.map((name) => checkApi(api, `${name}.googleapis.com`))).then((all) => all.flat());
}

async function checkApi(api: Api, name: string): Promise<readonly Finding[]> {
  const report = reportOf(`API ${name}`, 'the services that the functions call');
  const answer = await api.ask('serviceusage', `/v1/projects/${api.projectId}/services/${name}`);
  if (answer === undefined) return [];
  if (answer.status !== 200) return [report.unknown(errorIn(answer))];
  if (answer.body.state === 'ENABLED') return [report.ok()];
  return [report.wrong('it is off', `gcloud services enable ${name} --project=${api.projectId}`)];
}

export async function checkSchedule(
  api: Api,
  need: Need,
  { region, prefix }: { readonly region: string; readonly prefix: string },
): Promise<readonly Finding[]> {
  const name = `${prefix}-${need.name}`;
  const report = reportOf(`schedule ${name}`, need.because);
  const path = `/v1/projects/${api.projectId}/locations/${region}/jobs/${name}`;
  const answer = await api.ask('cloudscheduler', path);
  if (answer === undefined) return [];
  const at = `--location=${region} --project=${api.projectId}`;
  if (answer.status === 404)
    return [report.wrong(`there is none in ${region}`, `terraform apply -target=module.penstock`)];
  if (answer.status !== 200) return [report.unknown(errorIn(answer))];
  const { state, status } = answer.body as { readonly state?: string; readonly status?: { readonly code?: number } };
  if (state !== 'ENABLED')
    return [report.wrong(`it is ${String(state).toLowerCase()}`, `gcloud scheduler jobs resume ${name} ${at}`)];
  if ((status?.code ?? 0) !== 0)
    return [report.wrong(`its last run ended with code ${status?.code}`, `gcloud scheduler jobs run ${name} ${at}`)];
  return [report.ok()];
}
