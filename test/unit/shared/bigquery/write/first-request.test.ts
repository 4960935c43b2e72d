import assert from 'node:assert/strict';
import type { Accepted } from '@penstock/shared/bigquery/write/batch.ts';
import { WriteClient } from '@penstock/shared/bigquery/write/client.ts';
import { AppendConnection } from '@penstock/shared/bigquery/write/connection.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { startOddServer } from '../../../../support/odd-write-server.ts';
import { batchOf, QUICK } from '../../../../support/write-core.ts';

const STREAM = 'projects/p/datasets/d/tables/t/streams/_default';
const PATIENT = { ...QUICK, retry: { initialMs: 1, maxMs: 5, multiplier: 2, budgetMs: 5_000 } };

const outcome = ({ acknowledged }: Accepted): Promise<string> =>
  acknowledged.then(
    () => 'OK',
    (error: unknown) => (error instanceof PenstockError ? error.code : String(error)),
  );

describe('the first request of a call', () => {
  /** Whether each request names the stream and the schema, and how the appends ended that were made one after another. */
  const appendInTurn = async (
    answers: (index: number) => readonly object[],
    appends: number,
  ): Promise<{ named: boolean[]; outcomes: string[] }> => {
    const named: boolean[] = [];
    const server = await startOddServer((index, { writeStream, protoRows }) => {
      named.push(writeStream !== '' && protoRows?.writerSchema !== null);
      return answers(index);
    });
    const client = new WriteClient({ endpoint: { emulatorHost: server.address }, policy: PATIENT });
    const connection = new AppendConnection(client, { writeStream: STREAM });
    try {
      const outcomes: string[] = [];
      for (let id = 0; id < appends; id += 1) outcomes.push(await outcome(await connection.append(batchOf([id]))));
      return { named, outcomes };
    } finally {
      await connection.close();
      client.close();
      await server.close();
    }
  };

  const success = [{ appendResult: {} }];
  const rowErrors = [{ index: 9, code: 1, message: 'row 9 of 1' }];

  for (const [how, refusal, code] of [
    ['for good', { error: { code: 3, message: 'malformed' } }, 'INPUT_INVALID'],
    ['for rows that it does not have', { error: { code: 3, message: 'see row_errors' }, rowErrors }, 'ROW_REJECTED'],
  ] as const) {
    it(`that is refused ${how} ends the call: the next names stream and schema again`, async () => {
      const { named, outcomes } = await appendInTurn((index) => (index === 0 ? [refusal] : success), 3);
      assert.deepEqual(outcomes, [code, 'OK', 'OK']);
      assert.deepEqual(named, [true, true, false]);
    });
  }

  it('goes alone until its own answer has come, whatever else the service says first', async () => {
    const updatedSchema = { fields: [{ name: 'id', type: 2 }] };
    const refusal = { error: { code: 10, message: 'not now' } };
    const { named, outcomes } = await appendInTurn(
      (index) => (index === 0 ? [{ updatedSchema }, refusal] : success),
      2,
    );
    assert.deepEqual(outcomes, ['OK', 'OK']);
    assert.deepEqual(named, [true, true, false]);
  });
});
