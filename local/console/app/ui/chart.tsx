/** Series over time or over a number, drawn by uPlot, which is loaded when the first chart is shown. */

import { useEffect, useRef } from 'preact/hooks';
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
}

const COLOURS = ['--accent', '--second', '--third', '--fourth'] as const;

export function Chart({ label, x, series, time, height = 220, bars = false }: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const mode = theme.value;
  useEffect(() => {
    const element = box.current;
    if (element === null || x.length === 0) return;
    let gone = false;
    let destroy = (): void => undefined;
    void (async () => {
      const { default: Plot } = await import('uplot');
      if (gone) return;
      const style = getComputedStyle(element);
      const colour = (name: string): string => resolved(element, style.getPropertyValue(name));
      const axis = {
        stroke: colour('--soft'),
        font: '12px system-ui, sans-serif',
        grid: { stroke: colour('--line'), width: 1 },
        ticks: { stroke: colour('--line'), width: 1 },
      };
      const plot = new Plot(
        {
          width: element.clientWidth,
          height,
          scales: { x: { time } },
          axes: [axis, { ...axis, size: 56 }],
          legend: { show: false },
          cursor: { drag: { x: true, y: false } },
          series: [
            {},
            ...series.map(({ name }, at) => ({
              label: name,
              stroke: colour(COLOURS[at % COLOURS.length] as string),
              width: 1.5,
              spanGaps: true,
              ...(bars && Plot.paths.bars !== undefined
                ? { paths: Plot.paths.bars({ size: [0.7, 40] }), fill: colour(COLOURS[at % COLOURS.length] as string) }
                : {}),
            })),
          ],
        },
        [[...x], ...series.map(({ values }) => [...values])] as unknown as uPlot.AlignedData,
        element,
      );
      const observer = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height }));
      observer.observe(element);
      destroy = () => {
        observer.disconnect();
        plot.destroy();
      };
    })();
    return () => {
      gone = true;
      destroy();
    };
  }, [x, series, time, height, bars, mode]);
  return (
    <figure class="chart">
      <div ref={box} role="img" aria-label={label} style={{ minHeight: `${height}px` }} />
      {series.length > 1 && (
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
