/** The facts of a function that are known without asking it: its settings, and what calls it. */

import type { LocalCloudOptions } from '../cloud.ts';
import type { FunctionFacts } from './api/functions.ts';

export function functionFacts({
  functions = [],
  triggers = [],
  jobs = [],
  resources = {},
}: Pick<LocalCloudOptions, 'functions' | 'triggers' | 'jobs' | 'resources'>): readonly FunctionFacts[] {
  return functions.map(({ name, env }) => ({
    name,
    env,
    calledBy: [
      ...triggers.filter((one) => one.function === name).map((one) => `trigger ${one.name}`),
      ...(resources.subscriptions ?? []).filter((one) => one.pushTo === name).map((one) => `subscription ${one.name}`),
      ...jobs.filter((one) => one.function === name).map((one) => `job ${one.name} (${one.schedule})`),
    ],
  }));
}
