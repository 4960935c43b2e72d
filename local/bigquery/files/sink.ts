/** Takes the readers' rows: good ones go into the stage, bad ones on the list until there are too many. */

import type { DuckDBValue } from '@duckdb/node-api';
import { BigQueryError, type ErrorProto } from '../errors.ts';
import type { Stage } from '../tables/stage.ts';

/** BigQuery lists at most so many of a job's errors. */
const LISTED = 100;

/** Thrown to end the reading: the sink has seen more bad rows than are allowed. */
export class TooManyBadRows extends Error {}

export class RowSink {
  readonly #stage: Stage;
  readonly #maxBadRecords: number;
  readonly #format: 'JSON' | 'CSV' | 'Avro';
  readonly errors: ErrorProto[] = [];
  bad = 0;
  #lastUri = '';

  constructor(stage: Stage, format: 'JSON' | 'CSV' | 'Avro', maxBadRecords: number) {
    this.#stage = stage;
    this.#format = format;
    this.#maxBadRecords = maxBadRecords;
  }

  good(row: readonly DuckDBValue[]): void {
    this.#stage.append(row);
  }

  /** `message` names the place in the file. */
  reject(uri: string, message: string): void {
    this.bad += 1;
    this.#lastUri = uri;
    if (this.errors.length < LISTED) {
      this.errors.push({
        reason: 'invalid',
        location: uri,
        message: `Error while reading data, error message: ${message} File: ${uri}`,
      });
    }
    if (this.bad > this.#maxBadRecords) throw new TooManyBadRows();
  }

  /** The job's failure in BigQuery's words. */
  failure(): BigQueryError {
    const rows = this.#stage.rows + this.bad;
    const counts = `Rows: ${rows}; errors: ${this.bad}`;
    const uri = this.#lastUri;
    return new BigQueryError(
      'invalid',
      `Error while reading data, error message: ${this.#format} table encountered too many errors, giving up. ${counts}. Please look into the errors[] collection for more details. File: ${uri}`,
      {
        location: uri,
        details: [
          {
            reason: 'invalid',
            message: `Error while reading data, error message: ${this.#format} processing encountered too many errors, giving up. ${counts}; max bad: ${this.#maxBadRecords}; error percent: 0`,
          },
          ...this.errors,
        ],
      },
    );
  }
}
