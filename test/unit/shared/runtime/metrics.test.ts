import assert from 'node:assert/strict';
import { createLogger } from '@penstock/shared/runtime/log.ts';
import { createMetrics, metricsTable } from '@penstock/shared/runtime/metrics.ts';

const TABLE = {
  rows_total: { kind: 'counter', unit: '1', labels: ['outcome'], about: 'Rows by outcome.' },
  append_ms: { kind: 'distribution', unit: 'ms', labels: [], about: 'Time of an append.' },
} as const;

function gathered() {
  const lines: Record<string, unknown>[] = [];
  const log = createLogger({ write: (line) => lines.push(JSON.parse(line)) });
  return { metrics: createMetrics(TABLE, log), lines };
}

describe('metrics', () => {
  it('write one line a counter and label set', () => {
    const { metrics, lines } = gathered();
    metrics.count('rows_total', 3, { outcome: 'delivered' });
    metrics.count('rows_total', 2, { outcome: 'delivered' });
    metrics.count('rows_total', 1, { outcome: 'rejected' });
    metrics.flush();
    assert.deepEqual(
      lines.map(({ metric, value, labels }) => [metric, value, labels]),
      [
        ['rows_total', 5, { outcome: 'delivered' }],
        ['rows_total', 1, { outcome: 'rejected' }],
      ],
    );
  });

  it('count by one without being told how many', () => {
    const { metrics, lines } = gathered();
    metrics.count('rows_total');
    metrics.flush();
    assert.equal(lines[0]?.value, 1);
  });

  it('write a distribution as count, sum, least and most', () => {
    const { metrics, lines } = gathered();
    for (const ms of [5, 1, 9]) metrics.observe('append_ms', ms);
    metrics.flush();
    const { count, sum, min, max } = lines[0] ?? {};
    assert.deepEqual([count, sum, min, max], [3, 15, 1, 9]);
  });

  it('start anew after a flush', () => {
    const { metrics, lines } = gathered();
    metrics.count('rows_total');
    metrics.flush();
    metrics.flush();
    assert.equal(lines.length, 1);
  });

  it('refuse a label that the table does not have', () => {
    const { metrics } = gathered();
    assert.throws(() => metrics.count('rows_total', 1, { user: 'x' }), /metric rows_total has no label user/);
  });

  it('are shown as a table for the docs', () => {
    assert.equal(
      metricsTable(TABLE),
      [
        '| metric | kind | unit | labels | what it counts |',
        '|---|---|---|---|---|',
        '| `rows_total` | counter | 1 | `outcome` | Rows by outcome. |',
        '| `append_ms` | distribution | ms | – | Time of an append. |',
      ].join('\n'),
    );
  });
});
