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
<style>
  :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; --line: color-mix(in srgb, currentColor 18%, transparent) }
  body { margin: 0 auto; max-width: 90rem; padding: 1.5rem }
  h1 { font-size: 1.4rem; margin: 0 0 1rem }
  main { display: grid; gap: 2rem; grid-template-columns: max-content minmax(0, 1fr) }
  @media (max-width: 48rem) { main { grid-template-columns: 1fr } }
  h2 { font-size: 1rem; margin: 0 0 .5rem }
  table { border-collapse: collapse; width: 100% }
  th, td { border-bottom: 1px solid var(--line); padding: .3rem .6rem .3rem 0; text-align: left; vertical-align: top; font-weight: normal }
  code, td { font-variant-numeric: tabular-nums }
  .what { font-weight: 600 } .facts { opacity: .75 } .time { white-space: nowrap } .resource, .facts { overflow-wrap: anywhere }
  #empty { opacity: .75 }
</style>
</head>
<body>
<h1>Penstock local cloud</h1>
<main>
<section aria-labelledby="addresses"><h2 id="addresses">Addresses</h2>
<table>${rows}</table>
</section>
<section aria-labelledby="events"><h2 id="events">What flows</h2>
<p id="empty">Nothing yet: post an issue, upload a file, write a document.</p>
<table aria-live="polite"><tbody id="list"></tbody></table>
</section>
</main>
<script>
  const list = document.getElementById('list');
  const cell = (row, text, name) => { const td = row.insertCell(); td.textContent = text; td.className = name; };
  new EventSource('/events').onmessage = ({ data }) => {
    const one = JSON.parse(data);
    const row = list.insertRow(0);
    cell(row, new Date(one.time).toTimeString().slice(0, 8), 'time');
    cell(row, one.service, 'service');
    cell(row, one.what, 'what');
    cell(row, one.resource, 'resource');
    cell(row, Object.entries(one.facts ?? {}).map((pair) => pair.join('=')).join(' '), 'facts');
    document.getElementById('empty').hidden = true;
    while (list.rows.length > 500) list.deleteRow(-1);
  };
</script>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
