/** The command line, read strictly: what is not known is an error that says what is. */

import { parseArgs } from 'node:util';
import { DEFAULT_PORTS, type PortName, type Ports } from '../ports.ts';

export class UsageError extends Error {}

export const HELP = `Penstock: a Google Cloud for one machine and no account, with every function of the suite.

Usage
  npm start -- [flags]                  start the local cloud and the functions
  npm run -s query -- "SELECT …"        run GoogleSQL on the local BigQuery

Flags of start
  --fresh             forget the kept state first (DIR/secrets.json stays)
  --memory            keep nothing on disk
  --state DIR         where state is kept (default .penstock)
  --project ID        the project's id (default demo-penstock)
  --host HOST         listen elsewhere than on 127.0.0.1; whoever reaches that address can read and write everything
  --ports NAME=N,…    other ports, 0 for any free one: ${Object.keys(DEFAULT_PORTS).join(', ')}
  --no-functions      the local cloud alone
  --quiet             no line for each event
  --help, --version
`;

export interface StartArguments {
  readonly command: 'start';
  readonly fresh: boolean;
  readonly stateDir: string | undefined;
  readonly projectId: string;
  readonly host: string;
  readonly ports: Ports;
  readonly functions: boolean;
  readonly quiet: boolean;
}

export interface QueryArguments {
  readonly command: 'query';
  readonly sql: string;
}

export type Arguments = StartArguments | QueryArguments | { readonly command: 'help' | 'version' };

const OPTIONS = {
  fresh: { type: 'boolean' },
  memory: { type: 'boolean' },
  state: { type: 'string' },
  project: { type: 'string' },
  host: { type: 'string' },
  ports: { type: 'string' },
  'no-functions': { type: 'boolean' },
  quiet: { type: 'boolean' },
  help: { type: 'boolean' },
  version: { type: 'boolean' },
} as const;

export function readArguments(words: readonly string[]): Arguments {
  const { values, positionals } = parse(words);
  const [command = 'start', ...rest] = positionals;
  if (values.help) return { command: 'help' };
  if (values.version) return { command: 'version' };
  if (command === 'query')
    return {
      command,
      sql: rest.length > 0 ? rest.join(' ') : fail('query needs a statement: npm run -s query -- "SELECT 1"'),
    };
  if (command !== 'start' || rest.length > 0)
    fail(`There is no command ${[command, ...rest].join(' ')}; there are start and query.`);
  if (values.memory && (values.fresh || values.state !== undefined))
    fail('--memory keeps nothing, so --fresh and --state mean nothing with it.');
  const projectId = values.project ?? 'demo-penstock';
  if (!/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/.test(projectId))
    fail(`--project ${projectId} is not a project id: 6 to 30 of a-z, 0-9 and -, a letter first.`);
  return {
    command: 'start',
    fresh: values.fresh ?? false,
    stateDir: values.memory ? undefined : (values.state ?? '.penstock'),
    projectId,
    host: values.host ?? '127.0.0.1',
    ports: readPorts(values.ports ?? ''),
    functions: !values['no-functions'],
    quiet: values.quiet ?? false,
  };
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options: OPTIONS, allowPositionals: true, strict: true });
  } catch (error) {
    return fail((error as Error).message.split('. ')[0] as string);
  }
}

function readPorts(text: string): Ports {
  const ports: Record<PortName, number> = { ...DEFAULT_PORTS };
  for (const pair of text.split(',').filter((one) => one !== '')) {
    const [name, number] = pair.split('=') as [string, string | undefined];
    const port = Number(number);
    if (!Object.hasOwn(DEFAULT_PORTS, name))
      fail(`--ports: there is no ${name}; there are ${Object.keys(DEFAULT_PORTS).join(', ')}.`);
    if (!/^\d+$/.test(number ?? '') || port > 65_535)
      fail(`--ports: ${pair} must be a name and a number from 0 to 65535, like pubsub=8085.`);
    ports[name as PortName] = port;
  }
  return ports;
}

function fail(message: string): never {
  throw new UsageError(message);
}
