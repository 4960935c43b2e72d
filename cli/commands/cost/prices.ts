/** Prices a unit, read from the one dated file. */

import { readFileSync } from 'node:fs';

export type Unit = keyof typeof import('./prices.json').units;

export interface Price {
  readonly dollars: number;
  /** Units of a month that cost nothing, once a billing account. */
  readonly free: number;
  /** The unit in words. */
  readonly per: string;
  readonly source: string;
}

export interface PriceList {
  readonly about: string;
  /** The day on which the prices were written down. */
  readonly dated: string;
  readonly region: string;
  readonly units: Readonly<Record<Unit, Price>>;
}

export function readPrices(): PriceList {
  return JSON.parse(readFileSync(new URL('prices.json', import.meta.url), 'utf8')) as PriceList;
}
