/** BigQuery's limits, each configurable so that a test can reach it. https://cloud.google.com/bigquery/quotas */

export interface Limits {
  readonly insertAllBytes: number;
  readonly insertAllRows: number;
  /** 15 TB, decimal. */
  readonly loadBytes: number;
  readonly loadUris: number;
  /** 1 GB of logical data: a file that an extract writes. */
  readonly extractFileBytes: number;
  /** A row of a CSV or JSON file. */
  readonly fileRowBytes: number;
  /** A request's body, other than insertAll's and uploads'. */
  readonly requestBytes: number;
  readonly uploadBytes: number;
  /** The largest page of results: 20 MB in BigQuery, even if maxResults asks for more. */
  readonly pageBytes: number;
  readonly columns: number;
  readonly nesting: number;
  /** The time that an insertId is remembered: at least one minute in BigQuery, best effort. */
  readonly insertIdWindowMs: number;
}

export const LIMITS: Limits = {
  insertAllBytes: 10 * 1024 * 1024,
  insertAllRows: 10_000,
  loadBytes: 15_000_000_000_000,
  loadUris: 10_000,
  extractFileBytes: 1_000_000_000,
  fileRowBytes: 100 * 1024 * 1024,
  requestBytes: 10 * 1024 * 1024,
  uploadBytes: 512 * 1024 * 1024,
  pageBytes: 20 * 1024 * 1024,
  columns: 10_000,
  nesting: 15,
  insertIdWindowMs: 60_000,
};
