/** A case of the suite, and what keeps Google's emulator from passing it where something does. */

import type { Ground } from './ground.ts';

export interface Case {
  /** A sentence of behaviour. */
  readonly name: string;
  readonly run: (ground: Ground) => Promise<void>;
  /** The difference of Google's own emulator, listed in docs/interop.md. Such a case runs against ours only. */
  readonly emulator?: string;
}

export interface Group {
  readonly name: string;
  readonly cases: readonly Case[];
}
