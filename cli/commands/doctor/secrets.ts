/** Checks that versions of secrets are there and enabled. Their values are never read. */

import type { Need } from '@penstock/shared/config/door-configuration.ts';
import { type Api, errorIn } from './api.ts';
import { type Finding, reportOf } from './finding.ts';
import { type Accounts, roleFinding } from './roles.ts';

export async function checkSecret(api: Api, accounts: Accounts, need: Need, door: string): Promise<readonly Finding[]> {
  const [, project = '', , secret = '', , version = 'latest'] = need.name.split('/');
  const report = reportOf(`secret ${secret}, version ${version}`, need.because);
  const path = `/v1/projects/${project}/secrets/${secret}`;
  const named = await api.ask('secretmanager', path);
  if (named === undefined) return [];
  const at = `--project=${project}`;
  if (named.status === 404)
    return [report.wrong('there is no such secret', `gcloud secrets create ${secret} ${at} --data-file=FILE`)];
  if (named.status !== 200) return [report.unknown(errorIn(named))];
  const found = await api.ask('secretmanager', `${path}/versions/${version}`);
  if (found?.status === 404)
    return [report.wrong('there is no such version', `gcloud secrets versions add ${secret} ${at} --data-file=FILE`)];
  if (found?.status !== 200) return [report.unknown(found === undefined ? 'no answer' : errorIn(found))];
  const findings = [
    stateFinding(found.body.state, { secret, version, at }, report),
    await roleFinding(
      api,
      accounts,
      {
        need,
        door,
        service: 'secretmanager',
        path: `${path}:getIamPolicy`,
        method: 'GET',
        command: `gcloud secrets add-iam-policy-binding ${secret} ${at}`,
      },
      report,
    ),
  ].filter((finding) => finding !== undefined);
  return findings.length > 0 ? findings : [report.ok()];
}

function stateFinding(
  state: unknown,
  { secret, version, at }: { readonly secret: string; readonly version: string; readonly at: string },
  report: ReturnType<typeof reportOf>,
): Finding | undefined {
  if (state === 'ENABLED') return undefined;
  if (state === 'DISABLED')
    return report.wrong('it is disabled', `gcloud secrets versions enable ${version} --secret=${secret} ${at}`);
  return report.wrong(
    `it is ${String(state).toLowerCase()}`,
    `gcloud secrets versions add ${secret} ${at} --data-file=FILE`,
  );
}
