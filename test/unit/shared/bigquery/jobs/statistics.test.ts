import assert from 'node:assert/strict';
import { statisticsOf } from '@penstock/shared/bigquery/jobs/statistics.ts';

describe('the statistics of a job', () => {
  it('are numbers, whatever is absent or cannot be read', () => {
    const { rows, bytes, slotMs } = statisticsOf({ copy: { copiedRows: '7', copiedLogicalBytes: 'x' } });
    assert.deepEqual([rows, bytes, slotMs], [7, 0, 0]);
  });

  it('say where a statement of a script stands', () => {
    const { statement } = statisticsOf({
      scriptStatistics: {
        evaluationKind: 'STATEMENT',
        stackFrames: [{ startLine: 3, startColumn: 1, text: 'SELECT 1' }],
      },
    });
    assert.deepEqual(statement, { kind: 'STATEMENT', line: 3, column: 1, text: 'SELECT 1' });
  });
});
