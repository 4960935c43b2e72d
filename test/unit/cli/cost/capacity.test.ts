import assert from 'node:assert/strict';
import { needsOf } from '../../../../cli/commands/cost/capacity.ts';
import { readFigures } from '../../../../cli/commands/cost/figures.ts';
import { firstMet, ladderOf, quotaUses } from '../../../../cli/commands/cost/limits.ts';
import { readQuotas } from '../../../../cli/commands/cost/quotas.ts';
import { DEFAULT_VOLUMES, messagesOf, scaled, type Volumes } from '../../../../cli/commands/cost/volumes.ts';

const figures = readFigures();
const quotas = readQuotas();
const only = (perSecond: number, bytes: number, sink: Partial<Volumes['sink']> = {}): Volumes => ({
  ...DEFAULT_VOLUMES,
  intake: { perSecond: 0, bytes: 1 },
  firestore: { perSecond: 0, bytes: 1 },
  other: { perSecond, bytes },
  loader: { loadsPerDay: 0, bytesPerDay: 0, tables: 1 },
  puller: { windowsPerDay: 0, rowsPerWindow: 0, rowBytes: 1 },
  sink: { ...DEFAULT_VOLUMES.sink, ...sink },
  peak: 1,
});
const sinkOf = (volumes: Volumes) => {
  const need = needsOf(volumes, figures).find(({ door }) => door === 'sink');
  assert.ok(need);
  return need;
};

describe('the capacity of volumes', () => {
  it('counts the workers that the processor needs at the share at which the pool is scaled', () => {
    const { instances, boundBy } = sinkOf(only(1_000_000, 10));
    assert.equal(instances, Math.ceil((1_000_000 * figures.workerCpuSeconds) / figures.utilization));
    assert.equal(boundBy, 'its processor');
  });

  it('counts workers by the bytes of their streams where messages are large', () => {
    const { instances, boundBy, pullStreams } = sinkOf(only(1_000, 1_000_000, { mode: 'FILE_LOADS' }));
    assert.equal(boundBy, 'bytes of a StreamingPull connection');
    assert.equal(instances, 1e9 / (2 * 10e6));
    assert.equal(pullStreams, instances * 2);
  });

  it('counts workers by the bytes of the connections to their tables', () => {
    const { instances, boundBy } = sinkOf(only(1_000, 1_000_000));
    assert.deepEqual([instances, boundBy], [100, 'bytes of a connection for appends']);
    assert.equal(sinkOf(only(1_000, 1_000_000, { connections: 3, pullStreams: 1 })).writeConnections, 100 * 3);
    assert.equal(sinkOf(only(1_000, 1_000_000, { tables: 4 })).boundBy, 'bytes of a StreamingPull connection');
  });

  it('counts a connection for each instance and table', () => {
    assert.equal(sinkOf(only(10, 1000, { tables: 7 })).writeConnections, 7);
    assert.equal(sinkOf(only(1_000, 1_000_000)).writeConnections, 100);
    assert.equal(sinkOf(only(10, 1000, { mode: 'STREAMING_INSERTS' })).writeConnections, 0);
  });

  it('names no door without volume', () => {
    assert.deepEqual(
      needsOf(only(1, 1), figures).map(({ door }) => door),
      ['sink'],
    );
    assert.equal(needsOf(DEFAULT_VOLUMES, figures).length, 5);
  });
});

describe('the quotas', () => {
  const uses = (volumes: Volumes) => quotaUses(volumes, figures, quotas);
  const use = (name: string, volumes: Volumes) => uses(volumes).find(({ quota }) => quota === name);

  it('meets the bytes of the Storage Write API at the volume that fills them', () => {
    const met = use('write.bytes', only(1, 1000))?.metAt as number;
    assert.ok(Math.abs(met - 300_000) < 1);
    const wide = { ...only(1, 1000), warehouse: { ...DEFAULT_VOLUMES.warehouse, location: 'multi-region' } } as const;
    assert.ok(Math.abs((use('write.bytes', wide)?.metAt as number) - 3_000_000) < 1);
  });

  it('says at each volume met that a little less keeps every quota of its kind', () => {
    for (const input of ['worker', 'push'] as const) {
      for (const mode of ['STORAGE_WRITE', 'STREAMING_INSERTS', 'FILE_LOADS', 'CDC', 'MIXED'] as const) {
        const volumes = only(100, 2000, { input, mode });
        const first = firstMet(uses(volumes));
        assert.ok(first, `${input} ${mode}`);
        const times = (first.metAt as number) / messagesOf(volumes).perSecond;
        const over = (factor: number): readonly string[] =>
          uses(scaled(volumes, times * factor))
            .filter(({ used, limit }) => used > limit)
            .map(({ quota }) => quota);
        assert.deepEqual(over(0.999), [], `${input} ${mode}`);
        assert.ok(over(1.001).includes(first.quota), `${input} ${mode}`);
      }
    }
  });

  it('leaves out of the order a quota that messages do not use', () => {
    const loads = use('loads.table', { ...DEFAULT_VOLUMES, loader: { loadsPerDay: 1_600, bytesPerDay: 1, tables: 1 } });
    assert.equal(loads?.metAt, undefined);
    assert.ok((loads?.used ?? 0) > (loads?.limit ?? 0));
    assert.equal(firstMet(uses(only(0, 1))), undefined);
  });
});

describe('the ladder to a million messages a second', () => {
  it('needs more at each rung, and names at the last that the bytes of one region do not suffice', () => {
    const rungs = ladderOf(DEFAULT_VOLUMES, figures, quotas);
    assert.deepEqual(
      rungs.map(({ perSecond }) => perSecond),
      [1_000, 10_000, 100_000, 1_000_000],
    );
    for (const [at, rung] of rungs.entries()) assert.ok(rung.instances >= (rungs[at - 1]?.instances ?? 0));
    assert.ok(rungs[3]?.exceeded.includes('Storage Write API: bytes a second'));
    assert.deepEqual(rungs[0]?.exceeded, []);
  });

  it('takes messages of 1,000 bytes where the volumes have none', () => {
    assert.ok((ladderOf(only(0, 1), figures, quotas)[3]?.instances ?? 0) > 1);
  });
});
