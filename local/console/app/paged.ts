/** Lists that are read page by page, so that ten thousand entries cost what one page costs. */

import { useEffect, useState } from 'preact/hooks';
import type { ServiceName } from '../../core/service.ts';
import { useLoad } from './load.ts';

export interface PageOf<T> {
  readonly rows: readonly T[];
  /** The token of the page after this one. */
  readonly next?: string | undefined;
  /** The number of all rows, where the service says it. */
  readonly total?: number | undefined;
}

export interface Pages<T> {
  /** Undefined until the first page has come. */
  readonly rows: readonly T[] | undefined;
  /** The place of the page's first row, from 0. */
  readonly from: number;
  readonly total: number | undefined;
  readonly error: string | undefined;
  readonly reload: () => void;
  readonly next: (() => void) | undefined;
  readonly previous: (() => void) | undefined;
}

export const PAGE_ROWS = 100;

interface Place {
  readonly token: string;
  readonly from: number;
}

const FIRST: readonly Place[] = [{ token: '', from: 0 }];

/** `load` is given a token, empty for the first page. The first page comes again when `on` changes. */
export function usePages<T>(
  load: (token: string) => Promise<PageOf<T>>,
  on: readonly unknown[],
  services: readonly ServiceName[] = [],
  everyMs?: number,
): Pages<T> {
  const [places, setPlaces] = useState(FIRST);
  const key = JSON.stringify(on);
  const [seen, setSeen] = useState(key);
  const current = seen === key ? places : FIRST;
  const { token, from } = current.at(-1) as Place;
  useEffect(() => {
    if (seen === key) return;
    setSeen(key);
    setPlaces(FIRST);
  }, [key, seen]);
  const { data, error, reload } = useLoad(
    async () => ({ ...(await load(token)), key, token, from }),
    [key, token],
    services,
    everyMs,
  );
  const { rows, next = '', total } = data ?? {};
  // Until a page has come the one before it is shown, and leads nowhere: its next page is the one that is awaited.
  const isHere = data?.key === key && data.token === token;
  // Some services write an empty token on the last page.
  const forward = next === '' || rows === undefined ? undefined : { token: next, from: from + rows.length };
  return {
    rows,
    from: data?.from ?? from,
    total,
    error,
    reload,
    next: forward === undefined || !isHere ? undefined : () => setPlaces([...current, forward]),
    previous: current.length < 2 ? undefined : () => setPlaces(current.slice(0, -1)),
  };
}

/** `100 of 10,000 topics`, or `the first 100 objects` where the whole number is not known. */
export function reach({ rows = [], from, total, next }: Pick<Pages<unknown>, 'rows' | 'from' | 'total' | 'next'>): {
  readonly first: number;
  readonly last: number;
  readonly whole: number | undefined;
} {
  const last = from + rows.length;
  return { first: rows.length === 0 ? 0 : from + 1, last, whole: total ?? (next === undefined ? last : undefined) };
}
