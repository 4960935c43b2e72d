/**
 * The smoke test: one row through each door, seen in its table by SQL. It runs after a deployment and in the rehearsal, by
 * the same steps; only the target differs.
 */

import { setTimeout as sleep } from 'node:timers/promises';

export interface SmokeTarget {
  /** Posts an issue with this text and returns the answer's status. */
  readonly postIssue: (text: string) => Promise<number>;
  /** Writes a Firestore document with a field `text`. */
  readonly writeDocument?: (text: string) => Promise<void>;
  /** Uploads a file and its success file, so that rows with the column `name` arrive in the table that is named. */
  readonly uploadFile?: (text: string) => Promise<{ readonly table: string }>;
  /** Runs a window of the puller and returns the table that gets rows. */
  readonly runWindow?: () => Promise<{ readonly table: string }>;
  /** Publishes a message that the sink must reject, and returns how many error records hold it. */
  readonly rejectMessage?: (text: string) => Promise<() => Promise<number>>;
  /** `dataset.table` that the worker writes issues to. */
  readonly workerTable?: string;
  /** Rows of a query, as objects. */
  readonly query: (sql: string, parameters: Readonly<Record<string, string>>) => Promise<readonly object[]>;
  /** `dataset.table` of the issues. */
  readonly issuesTable: string;
}

export interface Step {
  readonly name: string;
  readonly ms: number;
  /** Absent where the step passed. */
  readonly problem?: string;
}

const WITHIN_MS = 60_000;

/** Runs every step that the target has, and goes on after one that fails: each says something of its own. */
export async function smoke(target: SmokeTarget, marker: string, onStep: (step: Step) => void): Promise<boolean> {
  let passed = true;
  for (const [name, work] of stepsOf(target, marker)) {
    const began = performance.now();
    const problem = await work().then(
      () => undefined,
      (error: Error) => error.message,
    );
    passed &&= problem === undefined;
    onStep({ name, ms: Math.round(performance.now() - began), ...(problem === undefined ? {} : { problem }) });
  }
  return passed;
}

function stepsOf(target: SmokeTarget, marker: string): readonly (readonly [string, () => Promise<void>])[] {
  const { writeDocument, uploadFile, runWindow, workerTable, rejectMessage } = target;
  const inIssues = (text: string) =>
    rowsOf(target, `FROM \`${target.issuesTable}\` WHERE CONTAINS_SUBSTR(payload, @text)`, text);
  const steps: (readonly [string, () => Promise<void>])[] = [
    [
      'an issue over HTTP is a row',
      async () => {
        const status = await target.postIssue(`${marker}-issue`);
        if (status !== 201) throw new Error(`the intake answered ${status}, not 201`);
        await until(() => inIssues(`${marker}-issue`), 1, 'the issue');
      },
    ],
  ];
  if (writeDocument !== undefined)
    steps.push([
      'a Firestore document is a row',
      async () => {
        await writeDocument(`${marker}-document`);
        await until(() => inIssues(`${marker}-document`), 1, 'the document');
      },
    ]);
  if (uploadFile !== undefined)
    steps.push([
      'a file and its success file are rows',
      async () => {
        const { table } = await uploadFile(`${marker}-file`);
        await until(() => rowsOf(target, `FROM \`${table}\` WHERE name = @text`, `${marker}-file`), 1, 'the file');
      },
    ]);
  if (runWindow !== undefined)
    steps.push([
      'a window of the puller is rows',
      async () => {
        const { table } = await runWindow();
        await until(() => rowsOf(target, `FROM \`${table}\` WHERE @text = @text`, marker), 1, 'the window');
      },
    ]);
  if (workerTable !== undefined)
    steps.push([
      'an issue that the worker pulls is a row',
      async () => {
        const text = `${marker}-worker`;
        const status = await target.postIssue(text);
        if (status !== 201) throw new Error(`the intake answered ${status}, not 201`);
        const from = `FROM \`${workerTable}\` WHERE CONTAINS_SUBSTR(payload, @text)`;
        await until(() => rowsOf(target, from, text), 1, 'the issue');
      },
    ]);
  if (rejectMessage !== undefined)
    steps.push([
      'a message that no table takes is an error record',
      async () => {
        const records = await rejectMessage(`${marker}-rejected`);
        await until(records, 1, 'the error record');
      },
    ]);
  return steps;
}

async function rowsOf(target: SmokeTarget, from: string, text: string): Promise<number> {
  const [row] = await target.query(`SELECT COUNT(*) AS n ${from}`, { text });
  return Number((row as { readonly n?: unknown } | undefined)?.n ?? 0);
}

async function until(count: () => Promise<number>, least: number, what: string): Promise<void> {
  const end = Date.now() + WITHIN_MS;
  let last = 'nothing came';
  while (Date.now() < end) {
    try {
      const found = await count();
      if (found >= least) return;
      last = `${found} of ${least} came`;
    } catch (error) {
      // A table that the file makes is not there at first.
      last = (error as Error).message;
    }
    await sleep(250);
  }
  throw new Error(`${what} did not arrive within ${WITHIN_MS / 1000} s: ${last}`);
}
