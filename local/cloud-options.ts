/** The settings of a local cloud, and the running cloud as its starter sees it. */

import type { Calculator } from './console/api/cost.ts';
import type { Dashboards } from './console/api/dashboards.ts';
import type { Operations } from './console/api/ledgers.ts';
import type { Faults } from './core/faults/faults.ts';
import type { IdleOptions } from './core/idle.ts';
import type { PortName, Ports } from './core/ports.ts';
import type { Resources } from './core/resources.ts';
import type { Happening } from './core/service.ts';
import type { EventarcService } from './eventarc/eventarc.ts';
import type { DeadLetterPolicy, Filter } from './eventarc/trigger.ts';
import type { RetryConfig } from './scheduler/job.ts';
import type { SchedulerService } from './scheduler/scheduler.ts';

export interface SuiteFunction {
  readonly name: PortName;
  /** URL of its index.ts. */
  readonly source: string;
  readonly env: Readonly<Record<string, string>>;
  /** URLs of modules that it imports and that read no environment: they are loaded while the services start. */
  readonly preload?: readonly string[];
}

export interface LocalCloudOptions {
  readonly projectId?: string;
  readonly host?: string;
  /** Default: any free port for everything. */
  readonly ports?: Partial<Ports>;
  /** Undefined keeps everything in memory. */
  readonly stateDir?: string | undefined;
  /** Forgets what the folder holds first; its `secrets.json` stays. */
  readonly fresh?: boolean;
  /** Every port takes TLS beside plain HTTP, and BigQuery's also the gRPC of Storage Write. */
  readonly tls?: boolean;
  /** Writes `local-credentials.json` into the state folder, for clients that insist on credentials. */
  readonly credentials?: boolean;
  /** False leaves the console out, with its page and its API for scripts. Default true. */
  readonly console?: boolean;
  readonly functions?: readonly SuiteFunction[];
  readonly triggers?: readonly {
    readonly name: string;
    readonly filters: readonly Filter[];
    /** One of `functions`, or a URL of yours. */
    readonly function: string;
    readonly retry: boolean;
    readonly deadLetter?: DeadLetterPolicy;
  }[];
  readonly jobs?: readonly {
    readonly name: string;
    readonly schedule: string;
    /** One of `functions`, or a URL of yours. */
    readonly function: string;
    readonly retry?: RetryConfig;
  }[];
  readonly resources?: Resources;
  /** Milliseconds; see Eventarc. Tests make it short. */
  readonly eventBackoffMs?: number;
  readonly report?: (happening: Happening) => void;
  /** The console's actions on loads and windows; without it their page is not there. */
  readonly operations?: (cloud: Pick<LocalCloud, 'env' | 'projectId'>) => Operations;
  /** The console's calculator; without it the page is not there. */
  readonly calculator?: () => Promise<Calculator>;
  /** Production's dashboards for the console; without them their page is not there. */
  readonly dashboards?: () => Promise<Dashboards>;
  /** Forgets everything and starts again, when the console's user asks for it. */
  readonly onReset?: () => void;
  /** Told when the functions' process ends by itself. */
  readonly onCrash?: (message: string) => void;
  readonly now?: () => number;
}

export interface LocalCloud {
  readonly projectId: string;
  /** `host:port` by name: `pubsub`, `storage`, `bigquery`, `bigquery-storage`, `intake`, … */
  readonly addresses: Readonly<Record<string, string>>;
  /** The variables that point Google's clients, and Penstock's functions, at this cloud. */
  readonly env: Readonly<Record<string, string>>;
  /** With `tls`: the certificate that clients must trust, as PEM, and its file where state is kept. */
  readonly authority?: { readonly certificate: string; readonly file: string | undefined };
  /** With `credentials` and a state folder: the path of a service account's key file for GOOGLE_APPLICATION_CREDENTIALS. */
  readonly credentials?: string;
  readonly faults: Faults;
  readonly eventarc: EventarcService;
  readonly scheduler: SchedulerService;
  /** Repairs of an earlier run's state, one phrase each; empty on a fresh start. */
  readonly mended: readonly string[];
  /** Resolves when no service has anything under way; rejects after `timeoutMs` (default 10 s) with what still is. */
  idle(options?: IdleOptions): Promise<void>;
  /** For a `now` that jumps: starts the jobs of Scheduler that fell due in between. */
  elapsed(fromMs: number, toMs: number): void;
  close(): Promise<void>;
}
