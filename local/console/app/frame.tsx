/** The frame around every view: the way to all others, the one search box, and whether the local cloud is there. */

import { useEffect, useRef, useState } from 'preact/hooks';
import { connection } from './live.ts';
import { meta } from './meta.ts';
import { address, go, segments } from './router.ts';
import { nextTheme, theme } from './theme.ts';
import { AskAndNote } from './ui/ask.tsx';
import { Icon, type IconName } from './ui/icon.tsx';
import { View } from './views.tsx';

type Link = readonly [IconName, label: string, path: string];

/** A page that needs what this local cloud was not given is left out. */
const given = (part: string, link: Link): readonly Link[] => (meta.parts.has(part) ? [link] : []);

const GROUPS: readonly (readonly [title: string, links: readonly Link[]])[] = [
  [
    'Watch',
    [
      ['overview', 'Overview', ''],
      ['events', 'Events', 'events'],
      ['follow', 'Follow a row', 'follow'],
      ...given('dashboards', ['dashboards', 'Dashboards', 'dashboards']),
    ],
  ],
  [
    'Data',
    [
      ['sql', 'SQL', 'sql'],
      ['tables', 'Tables', 'tables'],
      ['topics', 'Topics', 'topics'],
      ['buckets', 'Buckets', 'buckets'],
      ['documents', 'Documents', 'documents'],
    ],
  ],
  [
    'Work',
    [
      ['loads', 'Loads and windows', 'loads'],
      ...given('redrive', ['errors', 'Errors', 'errors']),
      ['schedule', 'Schedule', 'schedule'],
      ['functions', 'Functions', 'functions'],
      ...given('cost', ['cost', 'Cost', 'cost']),
    ],
  ],
  [
    'Test',
    [
      ['faults', 'Faults', 'faults'],
      ['secrets', 'Secrets', 'secrets'],
    ],
  ],
];

/** Views below another one's name. */
const UNDER: Readonly<Record<string, string>> = { subscriptions: 'topics' };

export function Frame() {
  const [first = ''] = segments.value;
  const [menu, setMenu] = useState(false);
  const main = useRef<HTMLElement>(null);
  const place = address.value.pathname;
  const before = useRef(place);
  useEffect(() => {
    setMenu(false);
    document.title = titleOf(first);
    if (before.current === place) return;
    before.current = place;
    // A reader that cannot see the change is told by the heading.
    main.current?.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [place, first]);
  const active = UNDER[first] ?? first;
  return (
    <div class="frame">
      <a class="skip" href="#main" onClick={(event) => skip(event, main.current)}>
        Skip to the content
      </a>
      <aside class={menu ? 'side open' : 'side'}>
        <div class="side-head">
          <a class="brand" href="/">
            <Mark /> Penstock
          </a>
          <button
            type="button"
            class="menu"
            aria-expanded={menu}
            aria-controls="navigation"
            onClick={() => setMenu(!menu)}
          >
            <Icon name={menu ? 'close' : 'menu'} />
            Menu
          </button>
        </div>
        <nav id="navigation" aria-label="Pages">
          {GROUPS.map(([title, links]) => (
            <div key={title} class="nav-group">
              <p>{title}</p>
              {links.map(([icon, label, path]) => (
                <a key={path} href={`/${path}`} {...(path === active ? { 'aria-current': 'page' } : {})}>
                  <Icon name={icon} />
                  {label}
                </a>
              ))}
            </div>
          ))}
        </nav>
        <p class="side-foot">
          <span>{meta.project}</span>
          <button type="button" class="quiet-link" onClick={nextTheme}>
            <Icon name="theme" /> Theme: {theme.value}
          </button>
        </p>
      </aside>
      <div class="body">
        <div class="top">
          <Search />
          <Connection />
        </div>
        <main id="main" class="main" ref={main} tabIndex={-1}>
          <View />
        </main>
      </div>
      <AskAndNote />
    </div>
  );
}

function titleOf(first: string): string {
  const label = GROUPS.flatMap(([, links]) => links).find(([, , path]) => path === (UNDER[first] ?? first))?.[1];
  return label === undefined ? 'Penstock' : `${label} · Penstock`;
}

function skip(event: MouseEvent, main: HTMLElement | null): void {
  event.preventDefault();
  main?.focus();
}

function Mark() {
  return (
    <svg class="mark" viewBox="0 0 16 16" width="18" height="18" aria-hidden="true">
      <path d="M2 2h3v3.500h6V2h3v6.500H9.500V14h-3V8.500H2z" />
    </svg>
  );
}

/** Any id leads to the way of its row; `/` puts the cursor here. */
function Search() {
  const [text, setText] = useState('');
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const key = (event: KeyboardEvent): void => {
      const target = event.target as HTMLElement;
      if (event.key !== '/' || event.ctrlKey || event.metaKey || target.closest('input, textarea, [contenteditable]'))
        return;
      event.preventDefault();
      box.current?.focus();
    };
    addEventListener('keydown', key);
    return () => removeEventListener('keydown', key);
  }, []);
  const submit = (event: Event): void => {
    event.preventDefault();
    const id = text.trim();
    if (id === '') return;
    go(`/follow?id=${encodeURIComponent(id)}`);
    setText('');
  };
  return (
    <form class="search" role="search" onSubmit={submit}>
      <Icon name="search" />
      <input
        ref={box}
        type="search"
        aria-label="Follow an id"
        placeholder="Issue, message, object, job, window, table"
        autocomplete="off"
        spellcheck={false}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <kbd>/</kbd>
    </form>
  );
}

const CONNECTIONS = {
  connecting: 'Connecting…',
  connected: 'Connected',
  lost: 'Not connected: is the local cloud running? Trying again.',
} as const;

function Connection() {
  const state = connection.value;
  return (
    <p class={`connection ${state}`} role="status">
      <span class="dot" />
      {CONNECTIONS[state]}
    </p>
  );
}
