/** Everything that happens, the newest first; narrowed by words, paused, and 50,000 of them held without strain. */

import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { count, number } from '../format.ts';
import { clearEvents, events, type LiveEvent, MOST_EVENTS, version } from '../live.ts';
import { query, setQuery } from '../router.ts';
import { Button, Empty, Page } from '../ui/parts.tsx';
import { Virtual } from '../ui/virtual.tsx';
import { EventBox, EventCells } from './event-line.tsx';

/** The list stands still for this long after the pointer or the keyboard was used on it, so that no row moves away. */
const STILL_MS = 1_000;

export function Events() {
  const words = query('show');
  const problems = query('only') === 'problems';
  const [pausedAt, setPausedAt] = useState<number | undefined>(undefined);
  const [opened, setOpened] = useState<LiveEvent | undefined>(undefined);
  const now = version.value;
  const { stillAt, keepStill } = useStillness();
  const shown = useFiltered(words, problems, pausedAt ?? stillAt, now);
  const arrived = (events().at(-1)?.number ?? 0) - (pausedAt ?? 0);
  return (
    <Page
      title="Events"
      lead={lead(shown.length, pausedAt === undefined ? undefined : arrived)}
      actions={
        <>
          <Button
            icon={pausedAt === undefined ? 'pause' : 'play'}
            aria-pressed={pausedAt !== undefined}
            onClick={() => setPausedAt(pausedAt === undefined ? (events().at(-1)?.number ?? 0) : undefined)}
          >
            {pausedAt === undefined ? 'Pause' : 'Continue'}
          </Button>
          <Button icon="trash" onClick={clearEvents}>
            Clear
          </Button>
        </>
      }
    >
      <div class="bar">
        <label class="grow">
          <span class="hidden">Show only</span>
          <input
            type="search"
            id="filter"
            placeholder="Show only: pubsub, failed, topics/…"
            autocomplete="off"
            spellcheck={false}
            value={words}
            onInput={(event) => setQuery({ show: event.currentTarget.value })}
          />
        </label>
        <label class="check">
          <input
            type="checkbox"
            checked={problems}
            onChange={(event) => setQuery({ only: event.currentTarget.checked ? 'problems' : '' })}
          />
          Problems only
        </label>
      </div>
      {shown.length === 0 ? (
        <Empty>
          {events().length === 0
            ? 'Nothing has happened yet: post an issue, upload a file, write a document.'
            : 'No event that is held has these words.'}
        </Empty>
      ) : (
        <Virtual
          label="Events"
          rowCount={shown.length}
          rowHeight={matchMedia('(max-width: 48rem)').matches ? 60 : 34}
          height="calc(100vh - 17rem)"
          columns={4}
          row={(index) => <Row event={shown[shown.length - 1 - index]} />}
          rowKey={(index) => shown[shown.length - 1 - index]?.number ?? index}
          onUse={keepStill}
          onOpen={(index) => setOpened(shown[shown.length - 1 - index])}
        />
      )}
      {opened !== undefined && <EventBox event={opened} onClose={() => setOpened(undefined)} />}
    </Page>
  );
}

function lead(shown: number, waiting: number | undefined): string {
  const held = `${number(shown)} shown, the newest first; up to ${number(MOST_EVENTS)} are held`;
  return waiting === undefined ? held : `Paused: ${count(waiting, 'event')} waiting`;
}

/** `stillAt` is the number of the newest event to draw while the user is at the list. */
function useStillness(): { readonly stillAt: number | undefined; readonly keepStill: () => void } {
  const [stillAt, setStillAt] = useState<number | undefined>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const keepStill = (): void => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setStillAt(undefined), STILL_MS);
    setStillAt((at) => at ?? events().at(-1)?.number);
  };
  return { stillAt, keepStill };
}

function Row({ event }: { readonly event: LiveEvent | undefined }) {
  if (event === undefined) return null;
  return (
    <div role="gridcell" class={`event ${event.tone}`}>
      <EventCells event={event} />
    </div>
  );
}

interface Kept {
  readonly key: string;
  readonly last: number;
  readonly first: LiveEvent | undefined;
  list: LiveEvent[];
}

/** Only what is new is looked at while the words stay the same: a burst costs what the burst is, not what is held. */
function useFiltered(words: string, problems: boolean, newest: number | undefined, now: number): readonly LiveEvent[] {
  const kept = useRef<Kept | undefined>(undefined);
  const list = useMemo(() => {
    void now;
    const all = events();
    const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (event: LiveEvent): boolean =>
      (!problems || event.tone !== 'plain') && wanted.every((word) => event.text.includes(word));
    const key = `${words}|${problems}`;
    const before = kept.current;
    const same = before !== undefined && before.key === key && before.first === all[0];
    const fresh = same ? all.slice(all.findLastIndex(({ number }) => number <= before.last) + 1) : all;
    const list = same ? before.list.concat(fresh.filter(fits)) : fresh.filter(fits);
    kept.current = { key, last: all.at(-1)?.number ?? 0, first: all[0], list };
    return list;
  }, [words, problems, now]);
  return newest === undefined ? list : list.slice(0, list.findLastIndex(({ number }) => number <= newest) + 1);
}
