/** Reads the command line of `penstock start`, the command of the package. */

import { parseArgs } from 'node:util';
import type { LocalCloudOptions } from '../cloud.ts';
import { DEFAULT_PORTS, type PortName } from '../core/ports.ts';
import { readPorts } from './read-ports.ts';

export const DEFAULT_PROJECT = 'demo-penstock';

export const HELP = `penstock start: a Google Cloud on this machine, without an account.

  --state DIR      where state is kept; default .penstock
  --fresh          forget the kept state first; secrets.json and your own files stay
  --memory         keep nothing on disk
  --project ID     the project of the printed variables; default ${DEFAULT_PROJECT}
  --ports NAME=N,… other ports, 0 for any free one
  --host HOST      listen elsewhere; everybody who reaches that address can read and write everything
  --json           one JSON line for the start and for each event
  --quiet          no line for an event
  --version, --help

The ports are ${ownPorts()
  .map((name) => `${name} ${DEFAULT_PORTS[name]}`)
  .join(', ')}.
`;

/** The ports of the services. The others of the list are for functions, and the package hosts none by itself. */
function ownPorts(): readonly PortName[] {
  const functions: readonly string[] = ['intake', 'firestore', 'loader', 'puller', 'sink'];
  return (Object.keys(DEFAULT_PORTS) as PortName[]).filter((name) => !functions.includes(name));
}

export type CommandLine =
  | { readonly does: 'help' | 'version' }
  | { readonly does: 'refuse'; readonly message: string }
  | { readonly does: 'start'; readonly cloud: LocalCloudOptions; readonly json: boolean; readonly quiet: boolean };

export function readCommandLine(args: readonly string[]): CommandLine {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    return refuse((error as Error).message.split('. ')[0] as string);
  }
  const { values, positionals } = parsed;
  if (values.help) return { does: 'help' };
  if (values.version) return { does: 'version' };
  const [word = 'start', ...more] = positionals;
  if (word !== 'start' || more.length > 0) return refuse(`there is no command ${positionals.join(' ')}`);
  if (values.memory && (values.fresh || values.state !== undefined)) {
    return refuse('--memory keeps nothing, so --fresh and --state mean nothing with it');
  }
  const projectId = values.project ?? DEFAULT_PROJECT;
  if (!/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/.test(projectId)) {
    return refuse(`--project ${projectId} is not a project id: 6 to 30 of a-z, 0-9 and -, a letter first`);
  }
  const { json = false, quiet = false, fresh = false, host = '127.0.0.1' } = values;
  const stateDir = values.memory ? undefined : (values.state ?? '.penstock');
  try {
    const ports = readPorts(values.ports ?? '', ownPorts());
    return { does: 'start', cloud: { projectId, host, ports, stateDir, fresh }, json, quiet };
  } catch (error) {
    return refuse((error as Error).message);
  }
}

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      state: { type: 'string' },
      fresh: { type: 'boolean' },
      memory: { type: 'boolean' },
      project: { type: 'string' },
      ports: { type: 'string' },
      host: { type: 'string' },
      json: { type: 'boolean' },
      quiet: { type: 'boolean' },
      version: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
}

function refuse(message: string): CommandLine {
  return { does: 'refuse', message: `${message.replace(/\.$/, '')}. "penstock --help" lists what there is.` };
}
