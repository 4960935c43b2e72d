/** The metrics of the local cloud in one place, as the dashboards are given them. */

import type { LocalCloudOptions } from '../cloud-options.ts';
import type { LocalMetrics } from './api/dashboards.ts';
import type { Backlogs } from './backlogs.ts';
import type { Rates } from './rates.ts';

export interface MetricParts {
  readonly options: Pick<LocalCloudOptions, 'functions' | 'resources'>;
  readonly rates: Rates;
  readonly requests: Rates;
  readonly backlogs: Backlogs;
}

export function localMetrics({ options, rates, requests, backlogs }: MetricParts): () => LocalMetrics {
  const { functions = [], resources = {} } = options;
  const pushedTo = Object.fromEntries(
    (resources.subscriptions ?? []).flatMap(({ name, pushTo }) => (pushTo === undefined ? [] : [[name, pushTo]])),
  );
  return () => ({
    doors: rates.doors(),
    requests: requests.doors(),
    backlogs: backlogs.series(),
    deadLetters: rates.happened('dead-lettered'),
    functions: functions.map(({ name }) => ({ name })),
    pushedTo,
  });
}
