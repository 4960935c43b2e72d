/** The pictures and the table of docs/scale.md, made from the simulation. */

import { readFileSync } from 'node:fs';
import { readFigures } from '../../cli/commands/cost/figures.ts';
import { type Scenario, scenarios } from './scenarios.ts';
import { type Run, simulate } from './simulate.ts';
import { draw, type Panel, short } from './svg.ts';

export interface Output {
  /** From the root. */
  readonly path: string;
  readonly text: string;
}

const PAGE = 'docs/scale.md';
const MARKS = ['<!-- simulation -->\n', '<!-- end of simulation -->'] as const;

/** Everything that `npm run -s scale` writes. */
export function outputs(root: string): readonly Output[] {
  const runs = scenarios(readFigures()).map((scenario) => ({ scenario, run: simulate(scenario.settings) }));
  const text = readFileSync(`${root}${PAGE}`, 'utf8');
  const [from, to] = MARKS.map((mark) => text.indexOf(mark)) as [number, number];
  if (from === -1 || to < from) throw new Error(`${PAGE} has no place for the table: add ${MARKS.join('')}`);
  const page = `${text.slice(0, from + MARKS[0].length)}${table(runs)}\n${text.slice(to)}`;
  return [
    ...runs.map(({ scenario, run }) => ({ path: `docs/scale/${scenario.name}.svg`, text: picture(scenario, run) })),
    { path: PAGE, text: page },
  ];
}

function picture({ title }: Scenario, { samples }: Run): string {
  const of = (key: keyof (typeof samples)[number]): readonly number[] => samples.map((sample) => sample[key]);
  const panels: readonly Panel[] = [
    {
      title: 'messages a second',
      curves: [
        { name: 'published', colour: 'a', values: of('published') },
        { name: 'delivered', colour: 'b', values: of('delivered') },
      ],
    },
    { title: 'messages that wait in Pub/Sub', curves: [{ name: '', colour: 'c', values: of('waiting') }] },
    {
      title: 'instances',
      curves: [
        { name: 'running', colour: 'b', values: of('running') },
        { name: 'starting', colour: 'a', values: of('starting') },
      ],
    },
  ];
  return draw({ title, seconds: of('seconds'), panels });
}

function table(runs: readonly { readonly scenario: Scenario; readonly run: Run }[]): string {
  const rows = runs.map(({ scenario, run: { samples, totals } }) => {
    const most = (key: keyof (typeof samples)[number]): number => Math.max(...samples.map((sample) => sample[key]));
    const cells = [
      `[${scenario.name}](scale/${scenario.name}.svg)`,
      short(totals.published),
      short(most('delivered')),
      short(most('waiting')),
      seconds(most('oldestSeconds')),
      most('running'),
      most('connections'),
      clearedAt(samples),
      totals.duplicates === 0 ? '0' : `${totals.duplicates.toLocaleString('en-US')} of ${short(totals.delivered)}`,
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    '| scenario | published | delivered a second, most | waiting, most | oldest message | instances, most | connections, most | cleared at | rows twice |',
    '|---|---|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

/** The time after which nothing has waited for long any more. */
function clearedAt(samples: Run['samples']): string {
  const late = samples.findLastIndex(({ oldestSeconds }) => oldestSeconds > 5);
  if (late === -1) return 'never late';
  const next = samples[late + 1];
  return next === undefined ? 'not within the run' : seconds(next.seconds);
}

function seconds(value: number): string {
  return value >= 180 ? `${Math.round(value / 60)} min` : `${Math.round(value)} s`;
}
