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
  const turn = useRef({ now: 0, busy: false, again: false });
  const run = useCallback(async () => {
    const { current } = turn;
    const mine = current.now;
    if (current.busy) {
      current.again = true;
      return;
    }
    current.busy = true;
    try {
      const data = await load();
      if (mine === current.now) setState({ data, error: undefined, loading: false });
    } catch (error) {
      if (mine === current.now) setState((before) => ({ ...before, error: messageOf(error), loading: false }));
    }
    current.busy = false;
    if (current.again) {
      current.again = false;
      void run();
    }
  }, on);
  useEffect(() => {
    turn.current.now += 1;
    turn.current.busy = false;
    setState((before) => ({ ...before, loading: true, error: undefined }));
    void run();
    return () => {
      turn.current.now += 1;
    };
  }, on);
  useLive(services, run);
  useEffect(() => {
    if (everyMs === undefined) return;
    const timer = setInterval(() => {
      if (!document.hidden) void run();
    }, everyMs);
    return () => clearInterval(timer);
  }, [everyMs, run]);
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
