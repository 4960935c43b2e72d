/** The view of an address. Each page's code is loaded when it is first shown. */

import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { messageOf } from './http.ts';
import { segments } from './router.ts';
import { Page, Problem } from './ui/parts.tsx';

type Loader = () => Promise<ComponentType>;

const VIEWS: Readonly<Record<string, Loader>> = {
  '': async () => (await import('./pages/overview.tsx')).Overview,
  events: async () => (await import('./pages/events.tsx')).Events,
  follow: async () => (await import('./pages/follow.tsx')).Follow,
};

export function isPage(path: string): boolean {
  return Object.hasOwn(VIEWS, path);
}

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
