/** Reads `--ports NAME=N,…`, the same for the command of the package and for the suite's. */

import { DEFAULT_PORTS, type PortName, type Ports } from '../core/ports.ts';

/** Says in an Error's message what is wrong with the text. */
export function readPorts(
  text: string,
  known: readonly PortName[],
  hint: (name: string) => string = () => `there are ${known.join(', ')}.`,
): Ports {
  const ports: Record<PortName, number> = { ...DEFAULT_PORTS };
  for (const pair of text.split(',').filter((one) => one !== '')) {
    const [name, number] = pair.split('=') as [PortName, string | undefined];
    if (!known.includes(name)) throw new Error(`--ports: there is no ${name}; ${hint(name)}`);
    if (!/^\d{1,5}$/.test(number ?? '') || Number(number) > 65_535) {
      throw new Error(`--ports: ${pair} must be a name and a number from 0 to 65535, like pubsub=8085.`);
    }
    ports[name] = Number(number);
  }
  return ports;
}
