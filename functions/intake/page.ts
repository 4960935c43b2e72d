/**
 * The web form. It works without JavaScript: the browser checks and posts, and the answer is a page, which holds what was
 * written until the issue is created. With JavaScript the answer comes in place, and after a failure the script tries
 * again with the same key.
 */

import { createHash } from 'node:crypto';
import { FIELDS, type FormField, KEY_FIELD } from './form.ts';

export interface PageState {
  readonly key: string;
  readonly created?: string;
  readonly problem?: string;
  /** By field name. */
  readonly errors?: Readonly<Record<string, string>>;
  /** The values that the user entered, by field name. */
  readonly values?: Readonly<Record<string, string>>;
}

export function page({ key, created, problem, errors = {}, values = {} }: PageState): string {
  const status =
    created !== undefined
      ? `<p class="good">Thank you. Your issue is <strong id="issue-id">${escaped(created)}</strong>.</p>`
      : '';
  const alert = problem === undefined ? '' : `<p class="bad" role="alert">${escaped(problem)}</p>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${created === undefined ? 'Report an issue' : 'Issue reported'}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>Report an issue</h1>
<div id="status" role="status" tabindex="-1">${status}</div>
<div id="alert">${alert}</div>
<form method="post" action="">
<input type="hidden" name="${KEY_FIELD}" value="${escaped(key)}">
${FIELDS.map((field) => control(field, errors[field.name], values[field.name] ?? '')).join('\n')}
<button type="submit">Send</button>
</form>
</main>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

function control(field: FormField, error: string | undefined, value: string): string {
  const { name, label, hint, required, maxLength, kind } = field;
  const described = [hint === undefined ? '' : `${name}-hint`, `${name}-error`].join(' ').trim();
  const shared = `id="${name}" name="${name}" aria-describedby="${described}"${required ? ' required' : ''}${error === undefined ? '' : ' aria-invalid="true"'}`;
  const input =
    typeof kind === 'object'
      ? `<select ${shared}><option value="">Choose</option>${kind.choices.map((choice) => `<option${choice === value ? ' selected' : ''}>${choice}</option>`).join('')}</select>`
      : kind === 'text'
        ? `<textarea ${shared} data-most="${maxLength}" rows="6">\n${escaped(value)}</textarea>\n<p class="hint" id="${name}-count" aria-live="polite">At most ${maxLength.toLocaleString('en')} characters.</p>`
        : `<input type="${kind === 'email' ? 'email' : 'text'}" ${shared} maxlength="${maxLength}"${kind === 'email' ? ' autocomplete="email"' : ''} value="${escaped(value)}">`;
  return `<div class="field">
<label for="${name}">${label}${required ? '' : ' <span>(optional)</span>'}</label>
${hint === undefined ? '' : `<p class="hint" id="${name}-hint">${hint}</p>\n`}${input}
<p class="error" id="${name}-error">${escaped(error ?? '')}</p>
</div>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; --line: color-mix(in srgb, currentColor 40%, transparent); --bad: light-dark(#b3261e, #ffb4ab); --good: light-dark(#146c2e, #7fd99a); --act: light-dark(#0b57d0, #a8c7fa); --on-act: light-dark(#fff, #062e6f) }
body { margin: 0 } main { margin: 0 auto; max-width: 36rem; padding: 2rem 1rem 4rem }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 1.5rem }
.field { margin: 0 0 1.25rem } label { display: block; font-weight: 600 } label span { font-weight: 400; opacity: .8 }
.hint { margin: 0; opacity: .8 } .error { color: var(--bad); margin: .25rem 0 0; min-height: 0 } .error:empty { display: none }
input, textarea, select { background: transparent; border: 1px solid var(--line); border-radius: .4rem; box-sizing: border-box; color: inherit; font: inherit; margin-top: .25rem; padding: .55rem .7rem; width: 100% }
select option { color: initial } textarea { resize: vertical }
[aria-invalid="true"] { border-color: var(--bad); border-width: 2px }
button { background: var(--act); border: 0; border-radius: .4rem; color: var(--on-act); cursor: pointer; font: inherit; font-weight: 600; padding: .65rem 1.6rem }
.copy { background: none; border: 1px solid currentColor; color: inherit; font-size: .9rem; margin-left: .4rem; padding: .15rem .7rem }
button[disabled] { cursor: progress; opacity: .6 }
:focus-visible { outline: 3px solid var(--act); outline-offset: 2px }
.good { color: var(--good) } .bad { color: var(--bad) }
.good, .bad { border: 1px solid; border-radius: .4rem; margin: 0 0 1.25rem; padding: .7rem .9rem; overflow-wrap: anywhere }
`;

/** The message to the user of the form if the failure is the server's. */
export const FAILED =
  'Your issue could not be passed on just now. Nothing you wrote is lost: send it again in a moment.';

/** Retries carry the same key, so an answer that was lost after the issue was made leads to the same issue. */
const SCRIPT = `
const form = document.querySelector('form');
const keyField = form.elements['${KEY_FIELD}'];
const button = form.querySelector('button');
const FAILED = ${JSON.stringify(FAILED)};
const statusBox = document.getElementById('status');
const alertBox = document.getElementById('alert');
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const show = (box, kind, text, strong) => {
  const p = document.createElement('p');
  p.className = kind;
  if (kind === 'bad') p.setAttribute('role', 'alert');
  p.append(text);
  if (strong) { const b = document.createElement('strong'); b.id = 'issue-id'; b.textContent = strong; p.append(b, '.'); }
  box.replaceChildren(p);
  if (strong) offerCopy();
};
const offerCopy = () => {
  const id = document.getElementById('issue-id');
  if (!id) return;
  const copy = document.createElement('button');
  copy.type = 'button';
  copy.className = 'copy';
  copy.textContent = 'Copy the id';
  copy.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(id.textContent);
      copy.textContent = 'Copied';
    } catch {
      // Without permission the id is selected, for the browser's own copy.
      getSelection().selectAllChildren(id);
      copy.textContent = 'Selected: copy it';
    }
  });
  id.parentElement.append(' ', copy);
};
// The draft lasts as long as the tab, over a reload and a crash. Its key comes with it: an issue that arrived before
// the reload is not made again.
const DRAFT = 'penstock.issue';
const keepDraft = () => {
  try { sessionStorage.setItem(DRAFT, JSON.stringify(Object.fromEntries(new FormData(form)))); } catch { /* no storage */ }
};
const dropDraft = () => {
  try { sessionStorage.removeItem(DRAFT); } catch { /* no storage */ }
};
const restoreDraft = () => {
  let draft;
  try { draft = JSON.parse(sessionStorage.getItem(DRAFT) ?? 'null'); } catch { return; }
  const fields = [...form.elements].filter(({ name, type }) => name && type !== 'hidden');
  // A page that came back from the server has what was written already.
  if (!draft || fields.some(({ value }) => value)) return;
  for (const [name, value] of Object.entries(draft)) if (form.elements[name]) form.elements[name].value = value;
};
const mark = (name, text) => {
  const field = form.elements[name];
  const place = document.getElementById(name + '-error');
  if (!field || !place) return false;
  place.textContent = text;
  if (text) field.setAttribute('aria-invalid', 'true'); else field.removeAttribute('aria-invalid');
  return true;
};
const ATTEMPTS = 3;
const ATTEMPT_MS = 6_000;
const post = async (body) => {
  for (let attempt = 1; ; attempt += 1) {
    button.textContent = attempt === 1 ? 'Sending…' : 'Trying again (' + attempt + ' of ' + ATTEMPTS + ')…';
    try {
      const request = { method: 'POST', body, headers: { accept: 'application/json' }, signal: AbortSignal.timeout(ATTEMPT_MS) };
      const response = await fetch(location.pathname, request);
      if (response.status < 500 || attempt === ATTEMPTS) return { status: response.status, answer: await response.json() };
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
    }
    await wait(250 * 2 ** attempt);
  }
};
for (const area of form.querySelectorAll('textarea')) {
  const most = Number(area.dataset.most);
  const count = document.getElementById(area.name + '-count');
  const first = count.textContent;
  area.addEventListener('input', () => {
    const length = [...area.value].length;
    const excess = length - most;
    count.textContent = length === 0 ? first : length.toLocaleString('en') + ' of ' + most.toLocaleString('en') + ' characters';
    area.setCustomValidity(excess > 0 ? 'This is ' + excess.toLocaleString('en') + ' characters too long.' : '');
  });
}
restoreDraft();
for (const area of form.querySelectorAll('textarea')) if (area.value) area.dispatchEvent(new Event('input'));
form.addEventListener('input', keepDraft);
if (document.getElementById('issue-id')) { dropDraft(); offerCopy(); }
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  if (button.disabled) return;
  button.disabled = true;
  statusBox.replaceChildren();
  alertBox.replaceChildren();
  const sent = new URLSearchParams(new FormData(form));
  for (const name of sent.keys()) mark(name, '');
  try {
    const { status, answer } = await post(sent);
    if (status === 201) {
      show(statusBox, 'good', 'Thank you. Your issue is ', answer.issue_id);
      form.reset();
      keyField.value = crypto.randomUUID();
      dropDraft();
      statusBox.focus();
    } else {
      const unplaced = (answer.errors ?? []).filter(({ pointer, detail }) => !mark(pointer.slice(1), detail));
      const told = status >= 500 ? FAILED : answer.detail;
      show(alertBox, 'bad', [told ?? FAILED, ...unplaced.map(({ pointer, detail }) => pointer + ' ' + detail)].join(' '));
      form.querySelector('[aria-invalid="true"]')?.focus();
      if (answer.type === 'urn:penstock:problem:idempotency-key-reused') keyField.value = crypto.randomUUID();
    }
  } catch {
    show(alertBox, 'bad', 'There is no connection. Nothing you wrote is lost: send it again in a moment.');
  } finally {
    button.textContent = 'Send';
    button.disabled = false;
  }
});
`;

const digest = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Only the page's own style and script, by their hashes; nothing from anywhere else. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': `default-src 'none'; style-src ${digest(STYLE)}; script-src ${digest(SCRIPT)}; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
  // With no-referrer a browser would name the form's own origin `null`.
  'referrer-policy': 'same-origin',
};
