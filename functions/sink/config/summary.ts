/** The routes in a few lines, printed at the start, so that a wrong order or template is seen before the first message. */

import type { AttributeTest } from '../routing/match.ts';
import type { Route, SinkPlan } from './resolve.ts';

export function summaryOf(plan: SinkPlan): readonly string[] {
  const { subscriptions, fallbackTopic, errorOutput, fileLoads } = plan;
  const errors =
    errorOutput.topic === '' ? `gs://${errorOutput.bucket}/${errorOutput.prefix}` : `topic ${errorOutput.topic}`;
  return [
    ...plan.routes.map(
      (route, index) =>
        `${index + 1}. ${route.name}: ${conditionOf(route)} -> ${route.table} (${route.mode}, ${route.format.name}, unknown fields ${unknownOf(route)})`,
    ),
    fallbackTopic === undefined ? 'no route: dropped and counted' : `no route: topic ${fallbackTopic}`,
    `errors: ${errors}`,
    ...(fileLoads === undefined
      ? []
      : [`files: gs://${fileLoads.bucket}/${fileLoads.prefix}, loaded every ${fileLoads.triggeringMs / 1_000} s`]),
    subscriptions.length === 0
      ? 'subscriptions: none named, so pushes of any are taken'
      : `subscriptions: ${subscriptions.join(', ')}`,
  ];
}

function unknownOf({ unknownFields }: Route): string {
  return typeof unknownFields === 'string' ? unknownFields : `collected into ${unknownFields.collectInto}`;
}

function conditionOf({ from = [], match = {} }: Route): string {
  const tests = [
    ...(from.length === 0 ? [] : [`from ${from.join(' or ')}`]),
    ...Object.entries(match).map(([name, test]) => testText(name, test)),
  ];
  return tests.length === 0 ? 'every message' : tests.join(' and ');
}

function testText(name: string, { equals, in: several, pattern, present }: AttributeTest): string {
  if (equals !== undefined) return `${name} = ${equals}`;
  if (several !== undefined) return `${name} in ${several.join(', ')}`;
  if (pattern !== undefined) return `${name} ~ ${pattern}`;
  return present === false ? `no ${name}` : `${name} present`;
}
