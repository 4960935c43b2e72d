/** The type of a source file, whole. `docs/puller-source.md` explains each key; the schema beside this file checks it. */

import type { AuthConfig } from '../http-source/auth/auth-config.ts';
import type {
  ErrorRuleConfig,
  ExportConfig,
  LevelConfig,
  LimitsConfig,
  PagingConfig,
  RateConfig,
  RequestConfig,
  RowsConfig,
  Scalar,
  WindowRequestConfig,
} from '../http-source/source-config.ts';

export interface WindowFileConfig extends WindowRequestConfig {
  readonly length: string;
  /** Default 0s. */
  readonly offset?: string;
  readonly settle?: string;
  readonly overlap?: string;
  readonly retention?: string;
  /** RFC 3339: the first window's start. */
  readonly start: string;
  /** Default 6. */
  readonly maxWindows?: number;
}

export interface TableConfig {
  /** `dataset.table`, or `project.dataset.table`. */
  readonly name: string;
  /** The message of a `.proto` under `proto/`; without one the table's own schema types the rows. */
  readonly message?: string;
  /** Fields that the table does not have. Default `reject`. */
  readonly unknownFields?: 'reject' | 'drop';
  /** Further columns to be treated before anything is stored. */
  readonly sensitive?: Readonly<Record<string, 'mask' | 'hash' | 'drop'>>;
  /** The secret with the key of `hash`. */
  readonly hashKey?: string;
}

export interface SourceFile {
  readonly name: string;
  readonly description?: string;
  readonly table: TableConfig;
  readonly settings?: Readonly<Record<string, Scalar | readonly Scalar[]>>;
  /** Names for `{secret.…}`, and the versions in Secret Manager that they stand for. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** A module beside the file that exports `createSource`, in place of everything HTTP. */
  readonly module?: string;
  /** Further hosts that pages, redirects and downloads may lead to, without credentials. */
  readonly hosts?: readonly string[];
  /** Further origins that get the source's credentials, such as `https://files.example.com`. */
  readonly credentialOrigins?: readonly string[];
  readonly request?: RequestConfig;
  readonly export?: ExportConfig;
  readonly auth?: AuthConfig;
  readonly paging?: PagingConfig;
  readonly rows?: RowsConfig;
  readonly each?: readonly LevelConfig[];
  readonly errors?: readonly ErrorRuleConfig[];
  readonly window: WindowFileConfig;
  readonly rate?: RateConfig;
  /** Parents whose pages are fetched side by side. Default 1. */
  readonly concurrency?: number;
  readonly limits?: LimitsConfig;
  readonly batch?: { readonly rows?: number; readonly bytes?: number };
  readonly rejects?: { readonly maxShare?: number };
}
