/** The icons: strokes of one weight on a grid of 16. Each stands beside a word, so none has a name of its own. */

const PATHS = {
  overview: 'M2 8l6-5.5L14 8M4 7v6.500h8V7',
  events: 'M2 4h12M2 8h12M2 12h8',
  follow:
    'M3 3v3a2 2 0 0 0 2 2h6a2 2 0 0 1 2 2v3M3 3l-1.500 1.500M3 3l1.500 1.500M13 13l-1.500-1.500M13 13l1.500-1.500',
  sql: 'M5 4L1.500 8 5 12M11 4l3.500 4-3.500 4M9 3L7 13',
  tables: 'M2 3h12v10H2zM2 6.500h12M6.500 3v10',
  topics: 'M2 4.500h8l4 3.500-4 3.500H2zM5 8h3',
  buckets: 'M2.500 4c0-2 11-2 11 0s-11 2-11 0zM2.500 4l1.300 9c.7 1.200 7.700 1.200 8.400 0l1.300-9',
  documents: 'M4 1.500h5.500L13 5v9.500H4zM9.500 1.500V5H13',
  loads: 'M8 2v8M5 7l3 3 3-3M2.500 10v3.500h11V10',
  schedule: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 5v3.200L10.200 10',
  functions: 'M9 1.500L3 9h4l-1 5.500L12 7H8z',
  faults: 'M8 2l6.500 11.500h-13zM8 6.500v3M8 11.300v.4',
  secrets: 'M4 7V5a4 4 0 0 1 8 0v2M3 7h10v7H3zM8 10v1.500',
  search: 'M7 2.500a4.500 4.500 0 1 0 0 9 4.500 4.500 0 0 0 0-9zM10.500 10.500L14 14',
  menu: 'M2 4h12M2 8h12M2 12h12',
  close: 'M4 4l8 8M12 4l-8 8',
  check: 'M3 8.500L6.500 12 13 4.500',
  warning: 'M8 3v6.500M8 12v.5',
  error: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM5.800 5.800l4.400 4.400M10.200 5.800l-4.400 4.400',
  copy: 'M5.500 5.500h8v8h-8zM10.500 5.500v-3h-8v8h3',
  errors: 'M2.500 9.500L4.500 3h7l2 6.500v4h-11zM2.500 9.500h3.500l1 1.500h2l1-1.500h3.500',
  dashboards: 'M2.500 13.500h11M4.500 11V7M8 11V3.500M11.500 11V8.500',
  cost: 'M3 2.500h10v11H3zM5.500 5h5M5.500 8h1M9.500 8h1M5.500 10.800h1M9.500 10.800h1',
  play: 'M4.500 2.500v11l9-5.500z',
  refresh: 'M13 8a5 5 0 1 1-1.500-3.500M13 2v3h-3',
  trash: 'M3 4.500h10M6 4.500V2.500h4v2M4.500 4.500l.5 9h6l.5-9',
  plus: 'M8 3v10M3 8h10',
  download: 'M8 2v8M5 7l3 3 3-3M3 13.500h10',
  upload: 'M8 10V2M5 5l3-3 3 3M3 13.500h10',
  theme: 'M8 2a6 6 0 1 0 0 12zM8 2a6 6 0 0 1 0 12',
  right: 'M6 3l5 5-5 5',
  left: 'M10 3L5 8l5 5',
  down: 'M3 6l5 5 5-5',
  folder: 'M1.500 4h4.500l1.500 1.500h7V13h-13z',
  history: 'M3 8a5 5 0 1 0 1.500-3.500M3 2v3h3M8 5.500V8l2 1.500',
  pause: 'M5.500 3v10M10.500 3v10',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
