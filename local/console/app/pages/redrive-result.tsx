/** The end of a redrive: what was read and sent, what stays and why, and what the command said of it. */

import type { RedriveAnswer } from '../data/redrive.ts';
import { number } from '../format.ts';
import { Facts, Problem } from '../ui/parts.tsx';

const STAYS: Readonly<Record<string, string>> = {
  filtered: 'Stay, because the filter leaves them out',
  'payload-missing': 'Stay, because their payload was not kept',
  'attributes-missing': 'Stay, because attributes are missing',
};

export function RedriveResult({ answer, dryRun }: { readonly answer: RedriveAnswer; readonly dryRun: boolean }) {
  const { read, sent, failed, left, message } = answer;
  const stays = Object.entries(left).filter(([, stay]) => stay > 0);
  return (
    <section class="stack" aria-label="Result">
      <Problem message={message} />
      <Facts
        rows={[
          ['Read', number(read)],
          [dryRun ? 'Would be sent' : 'Sent', number(sent)],
          ...(failed > 0 ? ([['Failed, and stay', number(failed)]] as const) : []),
          ...stays.map(([reason, stay]) => [STAYS[reason] ?? reason, number(stay)] as const),
        ]}
      />
    </section>
  );
}
