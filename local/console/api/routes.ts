/** The resources of the console's API by their names. */

import type { Faults } from '../../core/faults/faults.ts';
import type { ScheduledJob } from '../../scheduler/job.ts';
import type { Rates } from '../rates.ts';
import { ApiProblem, answer, noSuch, type Resource } from './call.ts';
import { costApi } from './cost.ts';
import { dashboardsApi } from './dashboards.ts';
import { collectionsApi } from './documents.ts';
import { exportApi } from './export.ts';
import { faultsApi } from './faults.ts';
import { forwardTo } from './forward.ts';
import { functionsApi } from './functions.ts';
import { ledgersApi } from './ledgers.ts';
import { overviewApi } from './overview.ts';
import { redriveApi } from './redrive.ts';
import { scheduleApi } from './schedule.ts';
import type { ConsoleServices } from './services.ts';
import { topicsApi } from './topics.ts';
import { wordsApi } from './words.ts';

export interface RouteParts {
  readonly projectId: string;
  readonly run: string;
  readonly startedMs: number;
  readonly now: () => number;
  readonly addresses: () => Readonly<Record<string, string>>;
  readonly faults: Faults;
  readonly jobs: () => readonly ScheduledJob[];
  readonly runJob: (name: string, scheduleTime: Date | undefined) => Promise<boolean>;
  readonly rates: Rates;
  readonly services?: ConsoleServices;
}

export function routesOf(parts: RouteParts): Readonly<Record<string, Resource>> {
  const { addresses, faults, rates, services, projectId } = parts;
  const at = (name: string) => () => addresses()[name];
  const functions = services?.functions ?? (() => []);
  return {
    overview: overviewApi({
      ...parts,
      functions,
      subscriptions: services?.pubsub.subscriptions ?? (() => []),
      canReset: services?.reset !== undefined,
      env: services?.env ?? (() => ({})),
    }),
    faults: faultsApi(faults),
    schedule: scheduleApi(parts),
    functions: functionsApi({ functions, addresses, rates }),
    words: wordsApi(),
    bigquery: forwardTo('BigQuery', at('bigquery'), '/bigquery/v2'),
    storage: forwardTo('Cloud Storage', at('storage'), ''),
    pubsub: forwardTo('Pub/Sub', at('pubsub'), '/v1'),
    firestore: forwardTo('Firestore', at('documents'), '/v1'),
    secrets: forwardTo('Secret Manager', at('secrets'), '/v1'),
    export: exportApi(at('bigquery'), projectId),
    ...(services === undefined ? {} : ofServices(services, rates, parts.now)),
  };
}

function ofServices(services: ConsoleServices, rates: Rates, now: () => number): Readonly<Record<string, Resource>> {
  const { pubsub, storage, collections, operations, calculator, dashboards, reset } = services;
  return {
    topics: topicsApi(pubsub, rates),
    collections: collectionsApi(collections),
    ...(operations === undefined
      ? {}
      : { ledgers: ledgersApi(operations, storage), redrive: redriveApi(operations, pubsub) }),
    ...(calculator === undefined ? {} : { cost: costApi(calculator) }),
    ...(dashboards === undefined ? {} : { dashboards: dashboardsApi(dashboards.load, dashboards.metrics, now) }),
    reset: (call) => {
      if (call.method !== 'POST') throw noSuch(call);
      if (reset === undefined) throw new ApiProblem(409, 'This local cloud was started by a program, which resets it.');
      answer(call, {}, 202);
      reset();
    },
  };
}
