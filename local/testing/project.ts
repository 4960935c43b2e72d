/** A project of its own for one test, so that tests share a cloud and never each other's resources. */

import { randomBytes } from 'node:crypto';
import type { LocalCloud } from '../cloud.ts';
import { makeResources, type Resources } from '../core/resources.ts';

export interface TestProject {
  readonly projectId: string;
  /** The variables of the cloud, with this project in them. */
  readonly env: Readonly<Record<string, string>>;
  /** The name of this project's bucket: names of buckets are shared by all projects, here as in Google's. */
  bucket(name: string): string;
}

/** Buckets among the resources get the names that `bucket()` gives. */
export async function testProject(cloud: LocalCloud, resources: Resources = {}): Promise<TestProject> {
  const projectId = `test-${randomBytes(6).toString('hex')}`;
  const bucket = (name: string): string => `${projectId}-${name}`;
  const { addresses, env } = cloud;
  await makeResources({ ...resources, buckets: (resources.buckets ?? []).map(bucket) }, { projectId, addresses });
  return { projectId, env: { ...env, GOOGLE_CLOUD_PROJECT: projectId }, bucket };
}
