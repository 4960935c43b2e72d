/**
 * Rows of one height, of which only those in sight exist: a million cost what forty cost. The browser's scrollbar is
 * real; beyond the height that a browser can lay out, its travel is scaled to the rows.
 */

import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

export interface VirtualProps {
  readonly label: string;
  readonly rowCount: number;
  readonly rowHeight: number;
  /** The row's content. `active` is the row that the keyboard is on. */
  readonly row: (index: number, active: boolean) => ComponentChildren;
  readonly onOpen?: (index: number) => void;
  /** Names a row where rows can move: its element, and the keyboard's place, then move with it. */
  readonly rowKey?: (index: number) => number;
  /** Told that the pointer or the keyboard is used on the rows. */
  readonly onUse?: () => void;
  /** Told which rows are in sight, so that they can be loaded. */
  readonly onRange?: (from: number, to: number) => void;
  readonly head?: ComponentChildren;
  /** Stays at its end while rows are added, if it is there. */
  readonly columns?: number;
  readonly width?: string;
  readonly height?: string;
}

/** The row that the keyboard is on, as it was when it was reached. */
interface Marked {
  readonly index: number;
  readonly key: number | undefined;
}

/** Chromium lays out 33 million pixels, others half of that. */
const MOST_PIXELS = 12_000_000;
const MARGIN = 6;

export function Virtual(props: VirtualProps) {
  const { rowCount, rowHeight, row, onOpen, onRange, onUse, rowKey, head, label } = props;
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 600 });
  const [marked, setMarked] = useState<Marked>({ index: -1, key: undefined });
  const active = placeOf(marked, rowCount, rowKey);
  const setActive = (index: number): void => setMarked({ index, key: rowKey?.(index) });
  const whole = rowCount * rowHeight;
  const laid = Math.min(whole, MOST_PIXELS);
  const scale = laid <= view.height ? 1 : (whole - view.height) / (laid - view.height);
  const virtualTop = view.top * scale;
  const from = Math.max(0, Math.floor(virtualTop / rowHeight) - MARGIN);
  const to = Math.min(rowCount, Math.ceil((virtualTop + view.height) / rowHeight) + MARGIN);
  const shift = view.top - virtualTop;

  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const measure = (): void => setView({ top: element.scrollTop, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener('scroll', measure, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', measure);
    };
  }, []);
  useEffect(() => onRange?.(from, to), [from, to, onRange]);

  const show = (index: number): void => {
    const element = box.current;
    if (element === null) return;
    const top = index * rowHeight;
    if (top < virtualTop) element.scrollTop = top / scale;
    else if (top + rowHeight * 2 > virtualTop + view.height)
      element.scrollTop = (top + rowHeight * 2 - view.height) / scale;
  };
  const move = (index: number): void => {
    const next = Math.min(rowCount - 1, Math.max(0, index));
    setActive(next);
    show(next);
  };
  const key = (event: KeyboardEvent): void => {
    if (event.target !== box.current) return;
    onUse?.();
    const page = Math.max(1, Math.floor(view.height / rowHeight) - 1);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: rowCount - 1,
    };
    const next = steps[event.key];
    if (next !== undefined) {
      event.preventDefault();
      move(next);
    } else if (event.key === 'Enter' && active >= 0) {
      event.preventDefault();
      onOpen?.(active);
    }
  };
  const indexes = Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at);
  return (
    <div
      ref={box}
      class="virtual"
      role="grid"
      aria-label={label}
      aria-rowcount={rowCount + (head === undefined ? 0 : 1)}
      {...(props.columns === undefined ? {} : { 'aria-colcount': props.columns })}
      tabIndex={0}
      aria-activedescendant={active >= from && active < to ? `${label}-${active}` : undefined}
      style={{ height: props.height ?? '60vh' }}
      onKeyDown={key}
      onPointerMove={onUse}
      onPointerDown={onUse}
    >
      <div class="virtual-in" role="presentation" style={{ minWidth: props.width ?? '0' }}>
        {head !== undefined && (
          <div class="virtual-head" role="row" aria-rowindex={1}>
            {head}
          </div>
        )}
        <div class="virtual-rows" role="rowgroup" style={{ height: `${laid}px` }}>
          {indexes.map((index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the grid itself hears the keys.
            <div
              key={rowKey?.(index) ?? index}
              id={`${label}-${index}`}
              class={index === active ? 'virtual-row active' : 'virtual-row'}
              role="row"
              tabIndex={-1}
              aria-rowindex={index + 1 + (head === undefined ? 0 : 1)}
              style={{ height: `${rowHeight}px`, transform: `translateY(${index * rowHeight + shift}px)` }}
              onClick={() => {
                setActive(index);
                onOpen?.(index);
              }}
            >
              {row(index, index === active)}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}

/** The index of the row that was marked, -1 if it is gone. Rows without keys do not move, and there may be millions. */
function placeOf({ index, key }: Marked, rowCount: number, rowKey: VirtualProps['rowKey']): number {
  if (rowKey === undefined || index < 0) return index < rowCount ? index : -1;
  if (index < rowCount && rowKey(index) === key) return index;
  for (let at = 0; at < rowCount; at += 1) if (rowKey(at) === key) return at;
  return -1;
}
