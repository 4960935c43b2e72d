/** The flag `--ports NAME=N,…` of the local cloud. */

import { readPorts as readPortsOf } from '@penstock/local/command/read-ports.ts';
import { DEFAULT_PORTS, type PortName, type Ports } from '@penstock/local/core/ports.ts';
import { nearest } from '@penstock/shared/runtime/nearest.ts';
import { UsageError } from './usage-error.ts';

export const PORT_NAMES: readonly string[] = Object.keys(DEFAULT_PORTS);

/** The default ports, with those that the text names in their place. */
export function readPorts(text: string): Ports {
  try {
    return readPortsOf(text, PORT_NAMES as readonly PortName[], hint);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function hint(name: string): string {
  const meant = nearest(name, PORT_NAMES);
  return meant === undefined ? `there are ${PORT_NAMES.join(', ')}.` : `did you mean ${meant}?`;
}
