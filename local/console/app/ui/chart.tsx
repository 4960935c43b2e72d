/** Series over time or over a number, drawn by uPlot, which is loaded when the first chart is shown. */

import { useEffect, useRef } from 'preact/hooks';
import type uPlot from 'uplot';
import { dateTime } from '../format.ts';
import { theme } from '../theme.ts';

export interface ChartSeries {
  readonly name: string;
  readonly values: readonly (number | null)[];
}

export interface ChartProps {
  readonly label: string;
  /** Seconds since the epoch where `time` is set. */
  readonly x: readonly number[];
  readonly series: readonly ChartSeries[];
  readonly time: boolean;
  readonly height?: number;
  readonly bars?: boolean;
  /** The axis begins at zero, and a single line has its name too. */
  readonly counts?: boolean;
}

const COLOURS = ['--accent', '--second', '--third', '--fourth', '--fifth', '--sixth'] as const;

export function Chart({ label, x, series, time, height = 220, bars = false, counts = false }: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const mode = theme.value;
  const data = useRef<uPlot.AlignedData>([[]]);
  data.current = [[...x], ...series.map(({ values }) => [...values])] as unknown as uPlot.AlignedData;
  const names = series.map(({ name }) => name).join('\n');
  const isEmpty = x.length === 0;
  useEffect(() => {
    const element = box.current;
    if (element === null || isEmpty) return;
    let gone = false;
    let destroy = (): void => undefined;
    void (async () => {
      const { default: Plot } = await import('uplot');
      if (gone) return;
      const made = new Plot(
        optionsOf(Plot, element, names.split('\n'), { time, height, bars, counts }),
        data.current,
        element,
      );
      plot.current = made;
      const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height }));
      observer.observe(element);
      destroy = () => {
        plot.current = undefined;
        observer.disconnect();
        made.destroy();
      };
    })();
    return () => {
      gone = true;
      destroy();
    };
  }, [names, isEmpty, time, height, bars, counts, mode]);
  // New values of the same lines are drawn into the chart that is there.
  useEffect(() => plot.current?.setData(data.current), [x, series]);
  return (
    <figure class="chart">
      <div ref={box} role="img" aria-label={label} style={{ minHeight: `${height}px` }} />
      {(series.length > 1 || counts) && (
        <figcaption>
          {series.map(({ name }, at) => (
            <span key={name} class={`key key-${(at % COLOURS.length) + 1}`}>
              {name}
            </span>
          ))}
        </figcaption>
      )}
    </figure>
  );
}

function optionsOf(
  Plot: typeof uPlot,
  element: HTMLElement,
  names: readonly string[],
  { time, height, bars, counts }: Required<Pick<ChartProps, 'time' | 'height' | 'bars' | 'counts'>>,
): uPlot.Options {
  const style = getComputedStyle(element);
  const colour = (name: string): string => resolved(element, style.getPropertyValue(name));
  const axis = {
    stroke: colour('--soft'),
    font: '12px system-ui, sans-serif',
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { stroke: colour('--line'), width: 1 },
  };
  return {
    width: element.clientWidth,
    height,
    scales: { x: { time }, y: counts ? { range: (_plot, _least, most) => [0, most > 0 ? most * 1.1 : 1] } : {} },
    axes: [time ? { ...axis, values: timesOf } : axis, { ...axis, size: 56 }],
    legend: { show: false },
    cursor: { drag: { x: true, y: false } },
    series: [
      {},
      ...names.map((label, at) => {
        const stroke = colour(COLOURS[at % COLOURS.length] as string);
        const paths = bars ? Plot.paths.bars?.({ size: [0.7, 40] }) : undefined;
        return { label, stroke, width: 1.5, spanGaps: true, ...(paths === undefined ? {} : { paths, fill: stroke }) };
      }),
    ],
  };
}

const DAY_S = 86_400;

/** Ticks as the rest of the console writes times: the day where a step is one, seconds where it is short. */
function timesOf(_plot: uPlot, ticks: readonly number[], _axis: number, _space: number, step: number): string[] {
  return ticks.map((tick) => {
    const text = dateTime(tick * 1_000);
    if (step >= DAY_S) return text.slice(0, 10);
    return step < 60 ? text.slice(11) : text.slice(11, 16);
  });
}

/** A canvas does not know `light-dark()`: the browser resolves it on an element. */
function resolved(parent: HTMLElement, value: string): string {
  const probe = document.createElement('span');
  probe.style.color = value;
  parent.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

/** A line without axes, as small as a word. */
export function Spark({ values, label }: { readonly values: readonly number[]; readonly label: string }) {
  const most = Math.max(1, ...values);
  const step = values.length > 1 ? 96 / (values.length - 1) : 0;
  const points = values.map((value, at) => `${2 + at * step},${22 - (value / most) * 20}`).join(' ');
  return (
    <svg class="spark" viewBox="0 0 100 24" width="100" height="24" role="img" aria-label={label}>
      <polyline points={points} />
    </svg>
  );
}
