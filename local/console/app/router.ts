/** The page's address: the path and the query of the address bar, so that every view has a link of its own. */

import { computed, signal } from '@preact/signals';

const here = signal(location.pathname + location.search);

addEventListener('popstate', () => {
  here.value = location.pathname + location.search;
});

export const address = computed(() => new URL(here.value, location.origin));
export const segments = computed(() => address.value.pathname.slice(1).split('/').map(decodeSegment));

export function query(name: string): string {
  return address.value.searchParams.get(name) ?? '';
}

export function go(path: string, how: 'push' | 'replace' = 'push'): void {
  if (path === here.peek()) return;
  history[how === 'push' ? 'pushState' : 'replaceState'](null, '', path);
  here.value = path;
}

/** Changes single values of the query, and leaves no step in the history. */
export function setQuery(changes: Readonly<Record<string, string>>): void {
  const next = new URL(address.peek());
  for (const [name, value] of Object.entries(changes)) {
    if (value === '') next.searchParams.delete(name);
    else next.searchParams.set(name, value);
  }
  go(next.pathname + next.search, 'replace');
}

/** `to('tables', 'shop', 'orders')` is `/tables/shop/orders`. */
export function to(...parts: readonly string[]): string {
  return `/${parts.map((part) => part.split('/').map(encodeURIComponent).join('%2F')).join('/')}`;
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** Links of ours change the page in place; with a modifier, or elsewhere, they do what links do. */
export function followLinks(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const link = (event.target as Element | null)?.closest?.('a[href]');
  if (!(link instanceof HTMLAnchorElement) || link.origin !== location.origin) return;
  if (link.hasAttribute('download') || link.target !== '' || link.pathname.startsWith('/api/')) return;
  event.preventDefault();
  go(link.pathname + link.search);
}
