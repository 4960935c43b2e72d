/** The volumes that pass through the suite in a month, in the units that people use. */

export interface Volumes {
  /** Issues over HTTP, each second on the average. */
  readonly intakePerSecond: number;
  /** Document changes, each second on the average. */
  readonly firestorePerSecond: number;
  /** Messages that other publishers send to the sink's topics, each second on the average. */
  readonly otherPerSecond: number;
  /** Bytes of a message. */
  readonly messageBytes: number;
  readonly sink: 'push' | 'worker';
  readonly mode: 'STORAGE_WRITE' | 'STREAMING_INSERTS' | 'FILE_LOADS' | 'CDC';
  /** Bytes that the loader loads in a day. */
  readonly loadedBytesPerDay: number;
  readonly loadsPerDay: number;
  /** Windows of the puller in a day, and the rows and bytes of one. */
  readonly windowsPerDay: number;
  readonly rowsPerWindow: number;
  readonly rowBytes: number;
  /** The number of months for which rows are kept. */
  readonly monthsKept: number;
}

export const EXAMPLE_VOLUMES: Volumes = {
  intakePerSecond: 10,
  firestorePerSecond: 20,
  otherPerSecond: 0,
  messageBytes: 1000,
  sink: 'worker',
  mode: 'STORAGE_WRITE',
  loadedBytesPerDay: 10 * 2 ** 30,
  loadsPerDay: 24,
  windowsPerDay: 144,
  rowsPerWindow: 10_000,
  rowBytes: 500,
  monthsKept: 12,
};

export const SECONDS_PER_MONTH = 730 * 3600;
export const DAYS_PER_MONTH = 730 / 24;
export const GIB = 2 ** 30;
export const TIB = 2 ** 40;

export function messagesPerSecond(volumes: Volumes): number {
  return volumes.intakePerSecond + volumes.firestorePerSecond + volumes.otherPerSecond;
}
