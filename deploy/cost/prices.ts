/** Prices by service, read from the one dated file. */

import { readFileSync } from 'node:fs';

export interface Prices {
  readonly storageWrite: { readonly perGib: number; readonly freeGib: number };
  readonly insertAll: { readonly perGib: number; readonly minRowBytes: number };
  readonly bigqueryStorage: { readonly perGibMonth: number; readonly freeGib: number };
  readonly query: { readonly perTib: number; readonly freeTib: number };
  readonly pubsub: { readonly perTib: number; readonly freeGib: number; readonly minMessageBytes: number };
  readonly pubsubToBigQuery: { readonly perTib: number };
  readonly runRequest: {
    readonly vcpuSecond: number;
    readonly gibSecond: number;
    readonly perMillion: number;
    readonly freeVcpuSeconds: number;
    readonly freeGibSeconds: number;
    readonly freeMillions: number;
  };
  readonly workerPool: { readonly vcpuSecond: number; readonly gibSecond: number };
  readonly scheduler: { readonly perJob: number; readonly freeJobs: number };
  readonly secrets: { readonly perVersion: number; readonly freeVersions: number };
  readonly storage: { readonly perGibMonth: number; readonly classAPer10000: number; readonly classBPer10000: number };
  readonly logging: { readonly perGib: number; readonly freeGib: number };
  readonly monitoring: { readonly perMib: number; readonly freeMib: number; readonly perCondition: number };
  readonly dataflow: { readonly vcpuHour: number; readonly gibHour: number; readonly shuffledPerGib: number };
}

export interface PriceList {
  readonly about: string;
  /** The day on which the prices were written down. */
  readonly dated: string;
  readonly prices: Prices;
}

export function readPrices(): PriceList {
  return JSON.parse(readFileSync(new URL('prices.json', import.meta.url), 'utf8')) as PriceList;
}
