/** The flag `--ports NAME=N,…` of the local cloud. */

import { DEFAULT_PORTS, type PortName, type Ports } from '@penstock/local/ports.ts';
import { nearest } from '@penstock/shared/runtime/nearest.ts';
import { UsageError } from './usage-error.ts';

export const PORT_NAMES: readonly string[] = Object.keys(DEFAULT_PORTS);

/** The default ports, with those that the text names in their place. */
export function readPorts(text: string): Ports {
  const ports: Record<PortName, number> = { ...DEFAULT_PORTS };
  for (const pair of text.split(',').filter((one) => one !== '')) {
    const [name, number] = pair.split('=') as [string, string | undefined];
    const port = Number(number);
    if (!PORT_NAMES.includes(name)) throw new UsageError(`--ports: there is no ${name}; ${hint(name)}`);
    if (!/^\d+$/.test(number ?? '') || port > 65_535)
      throw new UsageError(`--ports: ${pair} must be a name and a number from 0 to 65535, like pubsub=8085.`);
    ports[name as PortName] = port;
  }
  return ports;
}

function hint(name: string): string {
  const meant = nearest(name, PORT_NAMES);
  return meant === undefined ? `there are ${PORT_NAMES.join(', ')}.` : `did you mean ${meant}?`;
}
