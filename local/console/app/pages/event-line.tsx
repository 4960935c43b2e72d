/** One event in one line, and everything about it in a box. */

import { useState } from 'preact/hooks';
import { clock, inProject } from '../format.ts';
import type { LiveEvent } from '../live.ts';
import { Dialog } from '../ui/ask.tsx';
import { Icon } from '../ui/icon.tsx';
import { Chip, Code, Facts } from '../ui/parts.tsx';

export function EventLine({ event }: { readonly event: LiveEvent }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" class={`event ${event.tone}`} onClick={() => setOpen(true)}>
        <EventCells event={event} />
      </button>
      {open && <EventBox event={event} onClose={() => setOpen(false)} />}
    </>
  );
}

export function EventCells({ event }: { readonly event: LiveEvent }) {
  const { time, service, what, resource, tone } = event;
  return (
    <>
      <time class="event-time">{clock(time)}</time>
      <span class="event-service">{service}</span>
      <span class="event-what">
        {tone !== 'plain' && (
          <>
            <Icon name={tone === 'error' ? 'error' : 'warning'} />
            <span class="hidden">{tone}: </span>
          </>
        )}
        {what}
      </span>
      <span class="event-about">
        <span class="event-resource">{inProject(resource)}</span> <span class="event-facts">{factsOf(event)}</span>
      </span>
    </>
  );
}

function factsOf({ facts = {} }: LiveEvent): string {
  return Object.entries(facts)
    .map((pair) => pair.join('='))
    .join('  ');
}

export function EventBox({ event, onClose }: { readonly event: LiveEvent; readonly onClose: () => void }) {
  const { time, service, what, resource, facts = {}, ids = {}, tone } = event;
  const all = Object.entries(facts);
  const long = all.filter(([, value]) => isLong(value));
  return (
    <Dialog title={`${service}: ${what.slice(0, 80)}`} onClose={onClose}>
      <Facts
        rows={[
          ['Time', new Date(time).toISOString()],
          ['Service', service],
          ['Happened', tone === 'plain' ? what : <Chip tone={tone}>{what}</Chip>],
          ['Resource', resource === '' ? '–' : resource],
          ...all.filter(([, value]) => !isLong(value)).map(([name, value]): [string, string] => [name, String(value)]),
        ]}
      />
      {long.map(([name, value]) => (
        <section key={name}>
          <h3>{name}</h3>
          <Code label={name} text={String(value)} />
        </section>
      ))}
      <IdLinks ids={ids} />
    </Dialog>
  );
}

function isLong(value: unknown): boolean {
  return typeof value === 'string' && value.length > 120;
}

export function IdLinks({ ids }: { readonly ids: Readonly<Record<string, string | readonly string[]>> }) {
  const links = Object.entries(ids).flatMap(([kind, values]) =>
    (typeof values === 'string' ? [values] : values).slice(0, 5).map((value) => [kind, value] as const),
  );
  if (links.length === 0) return null;
  return (
    <ul class="ids" aria-label="Follow">
      {links.map(([kind, value]) => (
        <li key={`${kind} ${value}`}>
          <span class="quiet">{kind.replaceAll('_', ' ')}</span>{' '}
          <a href={`/follow?id=${encodeURIComponent(`${kind}:${value}`)}`}>{value}</a>
        </li>
      ))}
    </ul>
  );
}
