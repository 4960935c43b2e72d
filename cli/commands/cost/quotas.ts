/** Quotas of Google and settings of Terraform that bound a suite, read from one dated file. */

import { readFileSync } from 'node:fs';

export type QuotaName = keyof typeof import('./quotas.json').quotas;

export interface Quota {
  readonly name: string;
  readonly region: number;
  readonly 'multi-region': number;
  /** A quota can be raised, a limit cannot, a setting is a variable of Terraform. */
  readonly kind: 'quota' | 'limit' | 'setting';
  readonly source: string;
}

export interface QuotaList {
  readonly about: string;
  readonly dated: string;
  readonly quotas: Readonly<Record<QuotaName, Quota>>;
}

export function readQuotas(): QuotaList {
  return JSON.parse(readFileSync(new URL('quotas.json', import.meta.url), 'utf8')) as QuotaList;
}
