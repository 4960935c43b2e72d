/** The services that the console's pages work with, in the process: the rest goes through their REST APIs. */

import type { PubsubService } from '../../pubsub/index.ts';
import type { StorageService } from '../../storage/index.ts';
import type { Calculator } from './cost.ts';
import type { Dashboards, LocalMetrics } from './dashboards.ts';
import type { Collection } from './documents.ts';
import type { FunctionFacts } from './functions.ts';
import type { Operations } from './ledgers.ts';

export interface ConsoleServices {
  readonly pubsub: Pick<PubsubService, 'topics' | 'subscriptions' | 'peek' | 'acknowledge' | 'waiting' | 'publish'>;
  readonly storage: Pick<StorageService, 'hasBucket' | 'listObjects' | 'readObject'>;
  readonly collections: () => readonly Collection[];
  readonly functions: () => readonly FunctionFacts[];
  /** The variables that point clients at this cloud. */
  readonly env: () => Readonly<Record<string, string>>;
  /** The `penstock` command and the ledgers, where the functions run here. */
  readonly operations?: Operations;
  /** Dollars of volumes, where the suite gave its prices. */
  readonly calculator?: () => Promise<Calculator>;
  /** Production's dashboards, and the metrics that they are drawn from. */
  readonly dashboards?: { readonly load: () => Promise<Dashboards>; readonly metrics: () => LocalMetrics };
  /** Forgets everything and starts again. */
  readonly reset?: () => void;
}
