import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** A colour of the page's style, as it is in the theme of the moment: canvases know no variables. */
export function colorOf(name: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

/** Changes whenever colours do. */
export function useTheme(): number {
  const [theme, setTheme] = useState(0);
  useEffect(() => {
    const turn = () => setTheme((count) => count + 1);
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const print = matchMedia('print');
    addEventListener('themechange', turn);
    dark.addEventListener('change', turn);
    print.addEventListener('change', turn);
    return () => {
      removeEventListener('themechange', turn);
      dark.removeEventListener('change', turn);
      print.removeEventListener('change', turn);
    };
  }, []);
  return theme;
}

/** Width of an element in pixels, followed as it changes; 0 before it is known. */
function useWidth(box: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    setWidth(element.clientWidth);
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, [box]);
  return width;
}

/** What is left of A4 between usual margins, and of that beside the padding of the page, pixels. */
const PRINTED_WIDTH = 660;

/** Width of a figure in pixels: that of its box, and on paper, which tells no page how wide it is, one that fits. */
export function useFigureWidth(box: RefObject<HTMLElement | null>): number {
  const measured = useWidth(box);
  return usePrinting() ? PRINTED_WIDTH : measured;
}

/** Is the page being printed? Lists are then told in full, as far as paper goes. */
export function usePrinting(): boolean {
  const [isPrinting, setPrinting] = useState(() => matchMedia('print').matches);
  useEffect(() => {
    const print = matchMedia('print');
    const turn = () => setPrinting(print.matches);
    const begin = () => setPrinting(true);
    const end = () => setPrinting(false);
    print.addEventListener('change', turn);
    addEventListener('beforeprint', begin);
    addEventListener('afterprint', end);
    return () => {
      print.removeEventListener('change', turn);
      removeEventListener('beforeprint', begin);
      removeEventListener('afterprint', end);
    };
  }, []);
  return isPrinting;
}
