/** The loader's view of a folder: the merged configuration with the origin of each value, and the plan. */

import { useState } from 'preact/hooks';
import { command } from '../data/ledgers.ts';
import { bytes, count } from '../format.ts';
import { messageOf } from '../http.ts';
import { List } from '../ui/list.tsx';
import { Card, Facts, Problem, WorkButton } from '../ui/parts.tsx';

interface Plan {
  readonly success: string;
  readonly destination: string;
  readonly mode: string;
  readonly hold: string;
  readonly config: readonly { readonly key: string; readonly value: unknown; readonly from: string }[];
  readonly files: number;
  readonly bytes: number;
}

export function FolderConfig({ bucket, prefix }: { readonly bucket: string; readonly prefix: string }) {
  const [plans, setPlans] = useState<readonly Plan[]>([]);
  const [error, setError] = useState<string | undefined>(undefined);
  const ask = async (): Promise<void> => {
    try {
      const { records } = await command('load plan', `gs://${bucket}/${prefix}`);
      setPlans(records as unknown as readonly Plan[]);
      setError(undefined);
    } catch (problem) {
      setPlans([]);
      setError(messageOf(problem));
    }
  };
  return (
    <Card
      title="As the loader sees this folder"
      actions={
        <WorkButton icon="loads" work={ask}>
          Plan
        </WorkButton>
      }
    >
      <Problem message={error} />
      {plans.length === 0 && error === undefined && (
        <p class="quiet">Merges every _config above the folder, and runs nothing.</p>
      )}
      {plans.map((plan) => (
        <section key={plan.success} class="stack" aria-label={plan.success}>
          <Facts
            rows={[
              ['Success file', plan.success],
              ['Into', plan.destination],
              ['Files', `${count(plan.files, 'file')}, ${bytes(plan.bytes)}`],
              ['Mode', plan.mode],
            ]}
          />
          <List
            label="Merged configuration"
            rows={plan.config}
            keyOf={({ key }) => key}
            columns={[
              { head: 'Key', cell: ({ key }) => key },
              { head: 'Value', kind: 'wide', cell: ({ value }) => <code>{JSON.stringify(value)}</code> },
              { head: 'From', cell: ({ from }) => from },
            ]}
          />
        </section>
      ))}
    </Card>
  );
}
