/** The resources that the sink needs, for `penstock doctor`. */

import type { Need } from '@penstock/shared/config/door-configuration.ts';
import type { Environment } from '@penstock/shared/runtime/config.ts';
import type { Route, SinkPlan } from './config/resolve.ts';
import { readSinkConfig } from './config.ts';
import { compileTemplate } from './routing/template.ts';

export async function needsOf(env: Environment, projectId: string): Promise<readonly Need[]> {
  const { plan, file } = await readSinkConfig({ ...env, GOOGLE_CLOUD_PROJECT: projectId });
  const because = file === '' ? 'the environment of the sink' : file;
  return [...inputs(plan, because), ...outputs(plan, because), ...plan.routes.flatMap((route) => table(route, plan))];
}

function inputs({ subscriptions }: SinkPlan, because: string): readonly Need[] {
  return subscriptions.map((name) => ({ kind: 'subscription', name, use: 'pull', because }));
}

function outputs({ errorOutput, fallbackTopic = '', fileLoads }: SinkPlan, because: string): readonly Need[] {
  const needs: readonly Need[] = [
    { kind: 'topic', name: errorOutput.topic, use: 'publish', because, kept: true },
    { kind: 'topic', name: fallbackTopic, use: 'publish', because, kept: true },
    { kind: 'bucket', name: errorOutput.bucket, use: 'create', because },
    { kind: 'bucket', name: fileLoads?.bucket ?? '', use: 'change', because },
  ];
  return needs.filter(({ name }) => name !== '');
}

/** A template names its tables only when messages come. */
function table(route: Route, { defaultProject }: SinkPlan): readonly Need[] {
  const { name, mode, format } = route;
  if (compileTemplate(route.table).attributes.length > 0) return [];
  const whole = route.table.split('.').length === 2 ? `${defaultProject}.${route.table}` : route.table;
  return [
    {
      kind: 'table',
      name: whole,
      use: 'write',
      because: `route ${name}`,
      keyed: mode === 'CDC',
      ...(format.columns === undefined ? {} : { columns: Object.keys({ ...format.columns, ...format.constants }) }),
    },
  ];
}
