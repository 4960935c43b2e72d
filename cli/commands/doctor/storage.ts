/** Checks buckets: there, not public, and open to the account that needs them. */

import type { Need } from '@penstock/shared/config/door-configuration.ts';
import { type Answer, type Api, errorIn } from './api.ts';
import { type Finding, reportOf } from './finding.ts';
import { type Accounts, bindingsIn, roleFinding } from './roles.ts';

const EVERYBODY = ['allUsers', 'allAuthenticatedUsers'];

export async function checkBucket(
  api: Api,
  accounts: Accounts,
  need: Need,
  { door, region }: { readonly door: string; readonly region: string },
): Promise<readonly Finding[]> {
  const { name, because } = need;
  const report = reportOf(`bucket ${name}`, because);
  const path = `/storage/v1/b/${encodeURIComponent(name)}`;
  const answer = await api.ask('storage', path);
  if (answer === undefined) return [];
  if (answer.status === 404) {
    const flags = `--location=${region} --uniform-bucket-level-access --public-access-prevention`;
    return [
      report.wrong('it is not there', `gcloud storage buckets create gs://${name} ${flags} --project=${api.projectId}`),
    ];
  }
  if (answer.status !== 200) return [report.unknown(errorIn(answer))];
  const policy = await api.ask('storage', `${path}/iam`);
  const findings = [
    isPublic(policy) && !prevents(answer)
      ? report.wrong('everybody can read it', `gcloud storage buckets update gs://${name} --public-access-prevention`)
      : undefined,
    await roleFinding(
      api,
      accounts,
      {
        need,
        door,
        service: 'storage',
        path: `${path}/iam`,
        method: 'GET',
        command: `gcloud storage buckets add-iam-policy-binding gs://${name}`,
      },
      report,
    ),
  ].filter((finding) => finding !== undefined);
  return findings.length > 0 ? findings : [report.ok()];
}

function isPublic(policy: Answer | undefined): boolean {
  if (policy?.status !== 200) return false;
  return bindingsIn(policy).some(({ members }) => members.some((member) => EVERYBODY.includes(member)));
}

function prevents({ body }: Answer): boolean {
  const { iamConfiguration } = body as { readonly iamConfiguration?: { readonly publicAccessPrevention?: string } };
  return iamConfiguration?.publicAccessPrevention === 'enforced';
}
