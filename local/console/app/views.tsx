/** The view of an address. Each page's code is loaded when it is first shown. */

import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { messageOf } from './http.ts';
import { meta } from './meta.ts';
import { segments } from './router.ts';
import { Page, Problem } from './ui/parts.tsx';

type Loader = () => Promise<ComponentType>;

const VIEWS: Readonly<Record<string, Loader>> = {
  '': async () => (await import('./pages/overview.tsx')).Overview,
  events: async () => (await import('./pages/events.tsx')).Events,
  follow: async () => (await import('./pages/follow.tsx')).Follow,
  sql: async () => (await import('./pages/sql.tsx')).Sql,
  tables: async () => (await import('./pages/tables.tsx')).Tables,
  topics: async () => (await import('./pages/topics.tsx')).Topics,
  subscriptions: async () => (await import('./pages/subscription.tsx')).SubscriptionPage,
  buckets: async () => (await import('./pages/buckets.tsx')).Buckets,
  errors: async () => (await import('./pages/errors.tsx')).Errors,
  dashboards: async () => (await import('./pages/dashboards.tsx')).DashboardsPage,
  cost: async () => (await import('./pages/cost.tsx')).Cost,
  loads: async () => (await import('./pages/loads.tsx')).Loads,
  documents: async () => (await import('./pages/documents.tsx')).Documents,
  schedule: async () => (await import('./pages/schedule.tsx')).Schedule,
  secrets: async () => (await import('./pages/secrets.tsx')).Secrets,
  faults: async () => (await import('./pages/faults.tsx')).FaultRules,
  functions: async () => (await import('./pages/functions.tsx')).Functions,
};

/** The need of a page beside the services. */
const NEEDS: Readonly<Record<string, string>> = { errors: 'redrive', cost: 'cost', dashboards: 'dashboards' };

const loaded = new Map<string, ComponentType>();

export function View() {
  const [first = ''] = segments.value;
  const [, redraw] = useState(0);
  const [error, setError] = useState<string | undefined>(undefined);
  const known = loaded.get(first);
  const load = VIEWS[first];
  useEffect(() => {
    if (known !== undefined || load === undefined) return;
    load().then(
      (view) => {
        loaded.set(first, view);
        redraw((count) => count + 1);
      },
      (problem: unknown) => setError(messageOf(problem)),
    );
  }, [first, known, load]);
  const needed = NEEDS[first];
  if (needed !== undefined && !meta.parts.has(needed))
    return (
      <Page title="This page needs the suite">
        <p>
          It is filled by what <code>npm start</code> of Penstock gives the local cloud, and this one was started
          without it. <a href="/">Go to the overview.</a>
        </p>
      </Page>
    );
  if (load === undefined)
    return (
      <Page title="There is no such page">
        <p>
          The address names no page of the console. <a href="/">Go to the overview.</a>
        </p>
      </Page>
    );
  if (known === undefined) return <Problem message={error} />;
  const Known = known;
  return <Known key={first} />;
}
