/** Dollars a month from volumes. The prices and the arithmetic are handed in: the local cloud has neither. */

import { ApiProblem, answer, bodyOf, noSuch, type Resource } from './call.ts';

export interface Calculator {
  /** The JSON schema of the volumes: two levels of objects, the defaults and the bounds of each value beside it. */
  readonly schema: Readonly<Record<string, unknown>>;
  /** Throws an error that says what is wrong with the volumes. */
  readonly reckon: (volumes: Readonly<Record<string, unknown>>) => Bill;
}

export interface Bill {
  /** The day and the region of the prices. */
  readonly dated: string;
  readonly region: string;
  readonly perSecond: number;
  readonly peak: number;
  readonly dollars: number;
  readonly items: readonly {
    readonly part: string;
    readonly what: string;
    readonly amount: number;
    readonly unit: string;
    readonly dollars: number;
  }[];
  readonly alternatives: readonly { readonly way: string; readonly dollars: number; readonly lacks: string }[];
  readonly needs: readonly (Capacity & {
    readonly door: string;
    readonly peakPerSecond: number;
    readonly boundBy: string;
  })[];
  readonly hint?: string;
  readonly quotasDated: string;
  readonly quotas: readonly {
    readonly name: string;
    readonly kind: string;
    readonly used: number;
    readonly limit: number;
    /** Messages a second at which it is met. */
    readonly metAt?: number;
  }[];
  /** The quota that is met first. */
  readonly first?: string;
  readonly ladder: readonly (Capacity & { readonly perSecond: number; readonly exceeded: readonly string[] })[];
}

interface Capacity {
  readonly instances: number;
  readonly memoryGib: number;
  readonly writeConnections: number;
  readonly pullStreams: number;
}

/** `GET schema`, and `POST` volumes, of which any may be missing. Loaded by the first call: an idle console needs none. */
export function costApi(load: () => Promise<Calculator>): Resource {
  return async (call) => {
    const route = `${call.method} ${call.rest}`;
    if (route === 'GET schema') return answer(call, (await load()).schema);
    if (route !== 'POST ') throw noSuch(call);
    const { reckon } = await load();
    return answer(call, reckoned(reckon, await bodyOf(call)));
  };
}

function reckoned(reckon: Calculator['reckon'], volumes: Readonly<Record<string, unknown>>): Bill {
  try {
    return reckon(volumes);
  } catch (error) {
    throw new ApiProblem(400, (error as Error).message);
  }
}
