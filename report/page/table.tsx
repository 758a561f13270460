import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from '@tanstack/virtual-core';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { type Column, type Sorting, sortRows } from './figures/sort-rows';
import { usePrinting } from './look';
import { Copy } from './parts';
import { countText, toTsv, visible } from './texts';

interface TableProps<Row> {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  /** What a row is opened as; rows of a table without it are read only. */
  readonly onOpen?: (row: Row) => void;
  readonly isOpen?: (row: Row) => boolean;
  /** @default true */
  readonly hasSearch?: boolean;
}

const ROW_HEIGHT = 34;
const NARROW_ROW_HEIGHT = 64;
const MOST_PRINTED = 300;
const SCREEN = 440;

/**
 * A table of any length: only the rows in sight are in the page. Up, down, page, home and end move; enter opens. Columns
 * sort, words filter, and what is left can be copied into a spreadsheet.
 */
export function Table<Row>({ label, rows, columns, onOpen, isOpen, hasSearch = true }: TableProps<Row>) {
  const [sorting, setSorting] = useState<Sorting>();
  const [words, setWords] = useState('');
  const [at, setAt] = useState(0);
  const sorted = useMemo(() => sortRows(rows, columns, sorting, words), [rows, columns, sorting, words]);
  const body = useRef<HTMLDivElement>(null);
  const isPrinting = usePrinting();
  const isNarrow = useNarrow();
  const height = isNarrow ? NARROW_ROW_HEIGHT : ROW_HEIGHT;
  const virtual = useVirtual(body, sorted.length, height);
  const current = Math.min(at, Math.max(0, sorted.length - 1));
  const focus = (index: number) => {
    setAt(index);
    virtual.scrollToIndex(index);
    requestAnimationFrame(() => body.current?.querySelector<HTMLElement>(`[data-row="${index}"]`)?.focus());
  };
  const press = (event: KeyboardEvent, row: Row) => {
    const page = Math.max(1, Math.floor((body.current?.clientHeight ?? SCREEN) / height) - 1);
    const moves: Readonly<Record<string, number>> = {
      ...{ ArrowDown: current + 1, ArrowUp: current - 1, PageDown: current + page, PageUp: current - page },
      ...{ Home: 0, End: sorted.length - 1 },
    };
    const to = moves[event.key];
    if (to !== undefined) {
      event.preventDefault();
      focus(Math.min(Math.max(to, 0), sorted.length - 1));
    } else if (onOpen !== undefined && (event.key === 'Enter' || event.key === ' ')) {
      event.preventDefault();
      onOpen(row);
    }
  };
  const printed = Array.from({ length: Math.min(sorted.length, MOST_PRINTED) }, (_, index) => index);
  const inSight = isPrinting ? printed : virtual.getVirtualItems().map(({ index }) => index);
  // The row that the keyboard is on stays in the page wherever one scrolls.
  const indexes = inSight.includes(current) || sorted.length === 0 ? inSight : [...inSight, current];
  // On paper as many columns as on a screen, in smaller letters: widths follow them.
  const widths = columns.map(({ width }) => width).join(' ');
  const template = isPrinting
    ? widths.replace(/minmax\([\d.]+rem/g, 'minmax(0').replaceAll('rem', 'em')
    : widths;
  const copied = () =>
    toTsv([columns.map(({ title }) => title), ...sorted.map((row) => columns.map(({ text }) => text(row)))]);
  return (
    <div class="table">
      <div class="tools">
        {hasSearch && (
          <label>
            <span class="unseen">Filter {label}</span>
            <input
              type="search"
              placeholder="filter rows"
              value={words}
              onInput={({ currentTarget: { value } }) => setWords(value)}
            />
          </label>
        )}
        <Copy text={copied} what={`${label} as a table`} />
        <span class="dim" role="status">
          {countText(sorted.length)} {sorted.length === 1 ? 'row' : 'rows'}
        </span>
      </div>
      <div
        class="grid"
        role="grid"
        aria-label={label}
        aria-rowcount={sorted.length + 1}
        aria-colcount={columns.length}
      >
        <div role="rowgroup">
          <div role="row" class="head" aria-rowindex={1} style={{ '--columns': template }}>
            {columns.map((column, index) => (
              <div
                key={column.title}
                role="columnheader"
                class={cellClass(column)}
                aria-sort={
                  sorting?.column === index ? (sorting.isDescending ? 'descending' : 'ascending') : 'none'
                }
              >
                <button
                  type="button"
                  class="link"
                  onClick={() =>
                    setSorting({
                      column: index,
                      isDescending: sorting?.column === index && !sorting.isDescending,
                    })
                  }
                >
                  {visible(column.title)}
                  {sorting?.column === index && (
                    <span aria-hidden="true"> {sorting.isDescending ? '↓' : '↑'}</span>
                  )}
                </button>
              </div>
            ))}
          </div>
        </div>
        <div ref={body} role="rowgroup" class="body" style={{ '--screen': `${SCREEN}px` }}>
          <div
            role="presentation"
            class="all"
            style={{ height: isPrinting ? 'auto' : `${sorted.length * height}px` }}
          >
            {indexes.map((index) => {
              const row = sorted[index];
              if (row === undefined) return null;
              return (
                <div
                  key={index}
                  role="row"
                  aria-rowindex={index + 2}
                  data-row={index}
                  {...(isOpen !== undefined && { 'aria-selected': isOpen(row) })}
                  tabIndex={index === current ? 0 : -1}
                  class={onOpen === undefined ? 'row' : 'row opens'}
                  style={{
                    '--columns': template,
                    ...(!isPrinting && {
                      transform: `translateY(${index * height}px)`,
                      height: `${height}px`,
                    }),
                  }}
                  onFocus={() => setAt(index)}
                  onClick={() => onOpen?.(row)}
                  onKeyDown={(event) => press(event, row)}
                >
                  {columns.map((column) => {
                    const text = visible(column.text(row));
                    return (
                      <div
                        key={column.title}
                        role="gridcell"
                        class={`${cellClass(column)} ${column.className?.(row) ?? ''}`}
                        title={text}
                      >
                        {column.shown === undefined || isPrinting
                          ? text
                          : visible(column.shown(row, isNarrow))}
                      </div>
                    );
                  })}
                </div>
              );
            })}
          </div>
        </div>
      </div>
      {rows.length === 0 && <p class="dim">No {label} here.</p>}
      {isPrinting && sorted.length > MOST_PRINTED && (
        <p>{countText(sorted.length - MOST_PRINTED)} more rows are in the file that this was printed from.</p>
      )}
    </div>
  );
}

function cellClass<Row>({ isNumber, isSpare }: Column<Row>): string {
  return `${isNumber === true ? 'number' : ''} ${isSpare === true ? 'spare' : ''}`.trim();
}

/** Which rows are in sight, kept up to date as one scrolls. */
function useVirtual(body: { readonly current: HTMLDivElement | null }, count: number, height: number) {
  const [, redraw] = useState(0);
  const options = {
    count,
    getScrollElement: () => body.current,
    estimateSize: () => height,
    scrollToFn: elementScroll,
    observeElementRect,
    observeElementOffset,
    overscan: 8,
    initialRect: { width: 0, height: SCREEN },
    onChange: () => redraw((times) => times + 1),
  };
  const kept = useRef<Virtualizer<HTMLDivElement, HTMLDivElement>>(undefined);
  kept.current ??= new Virtualizer<HTMLDivElement, HTMLDivElement>(options);
  const virtual = kept.current;
  virtual.setOptions(options);
  useEffect(() => virtual._didMount(), [virtual]);
  useEffect(() => virtual._willUpdate());
  useEffect(() => virtual.measure(), [virtual, height, count]);
  return virtual;
}

function useNarrow(): boolean {
  const [isNarrow, setNarrow] = useState(() => matchMedia(NARROW).matches);
  useEffect(() => {
    const query = matchMedia(NARROW);
    const turn = () => setNarrow(query.matches);
    query.addEventListener('change', turn);
    return () => query.removeEventListener('change', turn);
  }, []);
  return isNarrow;
}

const NARROW = '(max-width: 640px)';
