/** The stations of a way as a picture: boxes in the order of time, with the time between them on the line. */

import type { Step } from '../../../way/step.ts';
import { duration } from '../format.ts';
import { type Station, stationsOf } from './way-stations.ts';

const BOX = { width: 176, height: 84, gap: 58, rowGap: 44 } as const;
const MOST = 24;

export function WayPicture({ steps }: { readonly steps: readonly Step[] }) {
  const all = stationsOf(steps);
  const shown = all.slice(0, MOST);
  const perRow = columnsFor(shown.length);
  const rows = Math.ceil(shown.length / perRow);
  const width = perRow * BOX.width + (perRow - 1) * BOX.gap + 4;
  const height = rows * BOX.height + (rows - 1) * BOX.rowGap + 4;
  const label = shown.map(({ name, what, outcome }) => `${name} ${what} (${outcome})`).join(', then ');
  return (
    <div class="way-box" tabIndex={0} role="group" aria-label="Picture of the way">
      <svg class="way" viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="img" aria-label={label}>
        {shown.map((station, at) => (
          <g key={`${at} ${station.name}`}>
            {at > 0 && <Line at={at} perRow={perRow} waited={station.fromMs - (shown[at - 1] as Station).toMs} />}
            <Box station={station} x={xOf(at, perRow)} y={yOf(at, perRow)} />
          </g>
        ))}
      </svg>
      {all.length > shown.length && <p class="quiet">and {all.length - shown.length} more stations, listed below</p>}
    </div>
  );
}

function columnsFor(stations: number): number {
  if (matchMedia('(max-width: 48rem)').matches) return Math.min(2, stations);
  if (stations <= 5) return Math.max(1, stations);
  return stations <= 8 ? 4 : 5;
}

function xOf(at: number, perRow: number): number {
  return 2 + (at % perRow) * (BOX.width + BOX.gap);
}

function yOf(at: number, perRow: number): number {
  return 2 + Math.floor(at / perRow) * (BOX.height + BOX.rowGap);
}

function Box({ station, x, y }: { readonly station: Station; readonly x: number; readonly y: number }) {
  const { name, place, what, outcome, steps } = station;
  return (
    <g class={`station ${outcome}`} transform={`translate(${x} ${y})`}>
      <title>{`${name} ${place}: ${what}, ${outcome}`}</title>
      <rect width={BOX.width} height={BOX.height} rx="8" />
      <text x="12" y="22" class="station-name">
        {cut(name, 20)}
      </text>
      <text x="12" y="40" class="station-place">
        {cut(place, 25)}
      </text>
      <text x="12" y="58" class="station-what">
        {cut(steps > 1 ? `${what} (${steps} steps)` : what, 26)}
      </text>
      <circle cx="16" cy="70" r="3.5" />
      <text x="25" y="74" class="station-outcome">
        {outcome}
      </text>
    </g>
  );
}

/** To the next box, or down to the first of the next row. */
function Line({ at, perRow, waited }: { readonly at: number; readonly perRow: number; readonly waited: number }) {
  const [x, y] = [xOf(at, perRow), yOf(at, perRow)];
  const time = `+${duration(Math.max(0, waited))}`;
  if (at % perRow !== 0) {
    const middle = y + BOX.height / 2;
    return (
      <g class="way-line">
        <path d={`M${x - BOX.gap} ${middle}H${x - 3}m-5 -4l5 4l-5 4`} />
        <text x={x - BOX.gap / 2} y={middle - 7} text-anchor="middle">
          {time}
        </text>
      </g>
    );
  }
  const fromX = xOf(at - 1, perRow) + BOX.width / 2;
  const fromY = yOf(at - 1, perRow) + BOX.height;
  const half = fromY + BOX.rowGap / 2;
  const toX = x + BOX.width / 2;
  return (
    <g class="way-line">
      <path d={`M${fromX} ${fromY}V${half}H${toX}V${y - 3}m-4 -5l4 5l4 -5`} />
      <text x={(fromX + toX) / 2} y={half - 6} text-anchor="middle">
        {time}
      </text>
    </g>
  );
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
