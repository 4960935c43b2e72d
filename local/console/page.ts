/** The console's one page. It works without a build and without the network; its events come from /events. */

export function page(addresses: Readonly<Record<string, string>>): string {
  const rows = Object.entries(addresses)
    .map(([name, address]) => `<tr><th scope="row">${escaped(name)}</th><td><code>${escaped(address)}</code></td></tr>`)
    .join('\n');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Penstock local cloud</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>Penstock local cloud</h1>
<p id="state" role="status">Connecting…</p>
</header>
<main>
<section aria-labelledby="addresses"><h2 id="addresses">Addresses</h2>
<table class="addresses">${rows}</table>
</section>
<section aria-labelledby="events">
<div class="bar">
<h2 id="events">What flows</h2>
<label>Show only <input id="filter" type="search" placeholder="pubsub, error, topics/…" autocomplete="off" spellcheck="false"></label>
<button id="pause" type="button" aria-pressed="false">Pause</button>
</div>
<p id="empty">Nothing yet: post an issue, upload a file, write a document.</p>
<table class="events" hidden>
<thead><tr><th scope="col">Time</th><th scope="col">Service</th><th scope="col">What</th><th scope="col">Resource and facts</th></tr></thead>
<tbody id="list"></tbody>
</table>
</section>
</main>
<noscript>The list of what flows needs JavaScript; the same as text: <code>curl -N /events</code>.</noscript>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

const STYLE = `
  :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; --line: color-mix(in srgb, currentColor 18%, transparent); --quiet: color-mix(in srgb, currentColor 74%, transparent) }
  body { margin: 0 auto; max-width: 90rem; padding: 1.5rem }
  header, .bar { align-items: baseline; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 0 0 .5rem }
  header { margin-bottom: 1rem }
  h1 { font-size: 1.4rem; margin: 0 }
  h2 { font-size: 1rem; margin: 0 auto 0 0 }
  header p { color: var(--quiet); margin: 0 }
  header p.lost { color: light-dark(#a11a12, #ffb4ab); font-weight: 600 }
  main { display: grid; gap: 2rem; grid-template-columns: max-content minmax(0, 1fr) }
  section:first-child h2 { margin-bottom: .5rem }
  table { border-collapse: collapse; width: 100% }
  th, td { border-bottom: 1px solid var(--line); padding: .3rem 1rem .3rem 0; text-align: left; vertical-align: top; font-weight: normal }
  thead th { color: var(--quiet); font-size: .85rem }
  code, td { font-variant-numeric: tabular-nums }
  .time, .service, .what { white-space: nowrap; width: 1% }
  .what { font-weight: 600 }
  .about { overflow-wrap: anywhere; padding-right: 0 }
  .facts, #empty { color: var(--quiet) }
  .facts { display: block; font-size: .9rem }
  .facts:empty { display: none }
  input, button { border: 1px solid var(--quiet); border-radius: .3rem; font: inherit; padding: .1rem .6rem }
  input { width: 14rem; max-width: 100%; box-sizing: border-box }
  ::placeholder { color: var(--quiet); opacity: 1 }
  button { cursor: pointer; min-width: 6rem }
  :focus-visible { outline: 3px solid light-dark(#0b57d0, #a8c7fa); outline-offset: 2px }
  @media (max-width: 64rem) { main { grid-template-columns: minmax(0, 1fr) } }
  @media (max-width: 48rem) {
    body { padding: 1rem }
    .events thead { clip-path: inset(50%); height: 1px; overflow: hidden; position: absolute; width: 1px }
    .events tr { border-bottom: 1px solid var(--line); display: grid; gap: 0 .75rem; grid-template-columns: max-content max-content minmax(0, 1fr); padding: .4rem 0 }
    .events td { border: 0; padding: 0; width: auto }
    .events .what { overflow-wrap: anywhere; white-space: normal }
    .events .about { grid-column: 1 / -1 }
    .events tr[hidden] { display: none }
    input, button { min-height: 2.75rem }
    .bar { align-items: end }
    .bar h2 { flex-basis: 100% }
    label { flex: 1 }
    input { width: 100% }
  }
`;

const SCRIPT = `
  const KEPT = 500;
  const at = (id) => document.getElementById(id);
  const list = at('list'), filter = at('filter'), pause = at('pause'), state = at('state');
  const waiting = [];
  let paused = false, connected = false;

  const cell = (row, text, name) => { const td = row.insertCell(); td.textContent = text; td.className = name; return td; };
  const wanted = (row) => row.textContent.toLowerCase().includes(filter.value.trim().toLowerCase());
  const tell = () => {
    state.className = connected ? '' : 'lost';
    state.textContent = !connected ? 'Not connected: is the local cloud running? Trying again.'
      : paused ? 'Paused: ' + waiting.length + ' waiting' : 'Connected';
    const shown = [...list.rows].some((row) => !row.hidden);
    document.querySelector('.events').hidden = !shown;
    at('empty').hidden = shown;
    if (list.rows.length > 0) at('empty').textContent = 'Nothing of what is here has that in it.';
  };
  const show = (one) => {
    const row = list.insertRow(0);
    cell(row, new Date(one.time).toTimeString().slice(0, 8), 'time');
    cell(row, one.service, 'service');
    cell(row, one.what, 'what');
    const about = cell(row, one.resource, 'about');
    const facts = document.createElement('span');
    facts.className = 'facts';
    facts.textContent = Object.entries(one.facts ?? {}).map((pair) => pair.join('=')).join('  ');
    about.append(' ', facts);
    row.hidden = !wanted(row);
    while (list.rows.length > KEPT) list.deleteRow(-1);
  };

  filter.addEventListener('input', () => { for (const row of list.rows) row.hidden = !wanted(row); tell(); });
  pause.addEventListener('click', () => {
    paused = !paused;
    pause.setAttribute('aria-pressed', String(paused));
    pause.textContent = paused ? 'Go on' : 'Pause';
    if (!paused) for (const one of waiting.splice(0)) show(one);
    tell();
  });
  const events = new EventSource('/events');
  events.onopen = () => { connected = true; tell(); };
  events.onerror = () => { connected = false; tell(); };
  events.onmessage = ({ data }) => {
    if (!paused) show(JSON.parse(data));
    else { waiting.push(JSON.parse(data)); if (waiting.length > KEPT) waiting.shift(); }
    tell();
  };
`;

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
