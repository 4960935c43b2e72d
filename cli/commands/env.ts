/** `penstock env`: prints the settings that point clients of a language at the local cloud. */

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { credentialsFile } from '@penstock/local/core/credentials.ts';
import { command } from '@penstock/shared/runtime/command.ts';
import { oneOf, text } from '@penstock/shared/runtime/config.ts';
import { DEFAULT_PROJECT, LOOPBACK, localVariables } from '../local-variables.ts';
import { readPorts } from '../ports-flag.ts';
import { type Language, type LocalFiles, settingsOf } from './env/languages.ts';

const LANGUAGES = ['node', 'python', 'java', 'go', 'cli'] as const satisfies readonly Language[];

export const env = command({
  name: 'env',
  about: 'print the settings that point clients at the local cloud',
  details: `Text for a shell: eval "$(penstock env --lang python)". Lines that begin with # say what a client of the language needs
in code beside its variables. Variables that are set already, as "npm start" prints them, are kept.`,
  flags: {
    lang: oneOf('lang', LANGUAGES, { about: 'whose settings', default: 'node' }),
    ports: text('ports', { about: 'ports that "npm start" was given, NAME=N,…', default: '' }),
    host: text('host', { about: 'the host that "npm start" was given', default: LOOPBACK }),
    state: text('state', { about: 'the state folder that "npm start" was given', default: '.penstock' }),
  },
  examples: [{ command: 'eval "$(penstock env --lang python)"', about: 'sets the variables in this shell' }],
  writes: false,
  run: async ({ flags, env: given, print, project }) => {
    const { lang, ports, host, state } = flags;
    const defaults = localVariables(projectOr(project), readPorts(ports), host);
    const variables = Object.fromEntries(Object.entries(defaults).map(([name, value]) => [name, given[name] || value]));
    const settings = settingsOf(lang, variables, filesIn(state));
    const exports = Object.entries(settings.variables).map(([name, value]) => `export ${name}=${quoted(value)}`);
    print.record(settings.variables, [...settings.notes.map((note) => `# ${note}`), ...exports].join('\n'));
    return 'done';
  },
});

/** The files of the latest start, where it kept state. */
function filesIn(state: string): LocalFiles {
  const [credentials, authority] = [credentialsFile(state), join(resolve(state), 'tls', 'authority.pem')].map((file) =>
    existsSync(file) ? file : undefined,
  );
  return { credentials, authority };
}

/** Without a project anywhere it is the local cloud's own. */
function projectOr(project: () => string): string {
  try {
    return project();
  } catch {
    return DEFAULT_PROJECT;
  }
}

function quoted(value: string): string {
  return /^[\w:/.@-]*$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}
