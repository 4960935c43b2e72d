/** Data of a view: loaded when it is shown, again when something of its services happens, never twice at once. */

import { useSignalEffect } from '@preact/signals';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { ServiceName } from '../../core/service.ts';
import { messageOf } from './http.ts';
import { latest } from './live.ts';

export interface Loaded<T> {
  readonly data: T | undefined;
  /** The message of the last load, if it failed. */
  readonly error: string | undefined;
  readonly loading: boolean;
  readonly reload: () => void;
}

/** The loads for one value of `on`. */
interface Turn<T> {
  readonly load: () => Promise<T>;
  busy: boolean;
  again: boolean;
}

/** After a failure the data of before stays. */
async function outcome<T>(load: () => Promise<T>): Promise<Partial<Loaded<T>>> {
  try {
    return { data: await load(), error: undefined };
  } catch (error) {
    return { error: messageOf(error) };
  }
}

/** Reloads wait so long for each other: a burst of events is one reload. */
const CALM_MS = 400;

export function useLoad<T>(
  load: () => Promise<T>,
  on: readonly unknown[],
  services: readonly ServiceName[] = [],
  /** Also so often while the page is seen, for changes that no event tells of. */
  everyMs?: number,
): Loaded<T> {
  const [state, setState] = useState<Omit<Loaded<T>, 'reload'>>({ data: undefined, error: undefined, loading: true });
  const turn = useRef<Turn<T> | undefined>(undefined);
  const run = useCallback(async () => {
    const mine = turn.current;
    if (mine === undefined) return;
    mine.again = true;
    if (mine.busy) return;
    mine.busy = true;
    while (mine.again) {
      mine.again = false;
      const loaded = await outcome(mine.load);
      // The view shows something else by now.
      if (mine !== turn.current) return;
      setState((before) => ({ ...before, ...loaded, loading: false }));
    }
    mine.busy = false;
  }, []);
  useEffect(() => {
    turn.current = { load, busy: false, again: false };
    setState((before) => ({ ...before, loading: true, error: undefined }));
    void run();
    return () => {
      turn.current = undefined;
    };
  }, on);
  useLive(services, run);
  useEffect(() => {
    if (everyMs === undefined) return;
    const timer = setInterval(() => {
      if (!document.hidden) void run();
    }, everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return { ...state, reload: () => void run() };
}

/** Calls `then` soon after something of these services happened. */
export function useLive(services: readonly ServiceName[], then: () => unknown): void {
  const seen = useRef<number | undefined>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const call = useRef(then);
  call.current = then;
  useSignalEffect(() => {
    const all = latest.value;
    const newest = Math.max(0, ...services.map((service) => all[service] ?? 0));
    const first = seen.current === undefined;
    if (seen.current === newest) return;
    seen.current = newest;
    if (first || timer.current !== undefined) return;
    timer.current = setTimeout(() => {
      timer.current = undefined;
      call.current();
    }, CALM_MS);
  });
  useEffect(() => () => clearTimeout(timer.current), []);
}
