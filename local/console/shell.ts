/** The page before its code has come: the frame at once, with the token of this start for the code to read. */

import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';

export interface ShellFacts {
  readonly projectId: string;
  readonly token: string;
  /** Tells this start from the one before it. */
  readonly run: string;
  /** Pages that need what only the suite has, and that it gave. */
  readonly parts: readonly string[];
}

/** The style stands in the page itself, so that its first paint waits for one answer and not for two. */
export function sendShell(response: ServerResponse, facts: ShellFacts, style: string): void {
  const nonce = randomBytes(16).toString('base64url');
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    // CodeMirror writes its style sheet itself, under the nonce.
    `style-src 'self' 'nonce-${nonce}'`,
    // Its editor has style attributes too. They can hold no script, and no text of users becomes one.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
  });
  response.end(shell(facts, nonce, style));
}

function shell({ projectId, token, run, parts }: ShellFacts, nonce: string, style: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="penstock" data-token="${token}" data-run="${run}" data-project="${escaped(projectId)}" data-nonce="${nonce}" data-parts="${parts.join(' ')}">
<title>Penstock console</title>
<link rel="icon" href="data:image/svg+xml,${ICON}">
<style nonce="${nonce}">${style}</style>
<script type="module" src="/assets/app.js"></script>
</head>
<body>
<div id="app"><div class="frame"><aside class="side"><span class="brand">Penstock</span></aside>
<main class="main"><p class="quiet">Opening the console…</p></main></div></div>
<noscript><p class="noscript">The console needs JavaScript. The events as text: <code>curl -N /events</code></p></noscript>
</body>
</html>
`;
}

const ICON = encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path fill="#0e7c86" d="M2 2h3v3.5h6V2h3v6.5H9.5V14h-3V8.500H2z"/></svg>',
);

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
