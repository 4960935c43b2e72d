/** The numbers that a job reports. The REST API writes 64-bit numbers as text; an absent one is 0 here. */

export interface JobStatistics {
  readonly createdMs: number;
  readonly startedMs: number;
  readonly endedMs: number;
  /** Rows written: by a load, a copy, or the statements of a query that change rows. */
  readonly rows: number;
  /** Bytes written by a load, copied by a copy, or read by a query. */
  readonly bytes: number;
  readonly inputFiles: number;
  readonly inputFileBytes: number;
  /** Records that a load passed over, within its `maxBadRecords`. */
  readonly badRecords: number;
  readonly insertedRows: number;
  readonly updatedRows: number;
  readonly deletedRows: number;
  /** For a query: `MERGE`, `SCRIPT`, `CREATE_TABLE_AS_SELECT`. Empty for other jobs. */
  readonly statementType: string;
  readonly billedBytes: number;
  readonly slotMs: number;
  /** For a script: the number of its statements that were started. */
  readonly childJobs: number;
  readonly parentJobId: string;
  /** For a statement of a script: its place in the script's text. */
  readonly statement: { readonly kind: string; readonly line: number; readonly column: number; readonly text: string };
}

type Numbers = Readonly<Record<string, unknown>>;

/** The parts of the REST resource that are read. */
export interface StatisticsResource {
  readonly creationTime?: string;
  readonly startTime?: string;
  readonly endTime?: string;
  readonly totalSlotMs?: string;
  readonly numChildJobs?: string;
  readonly parentJobId?: string;
  readonly load?: Numbers;
  readonly copy?: Numbers;
  readonly query?: Numbers & { readonly dmlStats?: Numbers };
  readonly scriptStatistics?: { readonly evaluationKind?: string; readonly stackFrames?: readonly Numbers[] };
}

export function statisticsOf(given: StatisticsResource): JobStatistics {
  const { load = {}, copy = {}, query = {}, scriptStatistics } = given;
  const changed: Numbers = query.dmlStats ?? {};
  const [frame = {}] = scriptStatistics?.stackFrames ?? [];
  return {
    createdMs: count(given.creationTime),
    startedMs: count(given.startTime),
    endedMs: count(given.endTime),
    rows: count(load.outputRows ?? copy.copiedRows ?? query.numDmlAffectedRows),
    bytes: count(load.outputBytes ?? copy.copiedLogicalBytes ?? query.totalBytesProcessed),
    inputFiles: count(load.inputFiles),
    inputFileBytes: count(load.inputFileBytes),
    badRecords: count(load.badRecords),
    insertedRows: count(changed.insertedRowCount),
    updatedRows: count(changed.updatedRowCount),
    deletedRows: count(changed.deletedRowCount),
    statementType: textOf(query.statementType),
    billedBytes: count(query.totalBytesBilled),
    slotMs: count(given.totalSlotMs),
    childJobs: count(given.numChildJobs),
    parentJobId: textOf(given.parentJobId),
    statement: {
      kind: textOf(scriptStatistics?.evaluationKind),
      line: count(frame.startLine),
      column: count(frame.startColumn),
      text: textOf(frame.text),
    },
  };
}

function count(value: unknown): number {
  const number = Number(value ?? 0);
  return Number.isFinite(number) ? number : 0;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
