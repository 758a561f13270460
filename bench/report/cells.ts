import type { Sample } from '../measure/alternate';
import { ratioSpread, type Spread, spreadOf } from './spread';

/** The heads of the cells that `ratioCells` gives. */
export const RATIO_HEADS: readonly string[] = ['ratio', 'min - max', 'by the clock', 'aim', ''];

/** The ratio of CPU times with its spread, that of the clock, and the aim; without an aim the last two are empty. */
export function ratioCells(subject: readonly Sample[], baseline: readonly Sample[], aim?: number): string[] {
  const cpu = ratioSpread(subject, baseline, 'cpu');
  const wall = ratioSpread(subject, baseline, 'wall');
  return [
    cpu.median.toFixed(2),
    rangeCell(cpu),
    wall.median.toFixed(2),
    aim === undefined ? '-' : aim.toFixed(2),
    aim === undefined ? '' : verdict(cpu.median, aim),
  ];
}

function rangeCell({ min, max }: Spread): string {
  return `${min.toFixed(2)} - ${max.toFixed(2)}`;
}

/** The median's CPU time, milliseconds. */
export function millisecondsCell(samples: readonly Sample[]): string {
  return spreadOf(samples.map(({ cpu }) => cpu)).median.toFixed(1);
}

/** `count` in a run's median CPU time, as so many a second. */
export function perSecondCell(count: number, samples: readonly Sample[]): string {
  const { median } = spreadOf(samples.map(({ cpu }) => cpu));
  return countCell(Math.round((count / median) * 1e3));
}

export function countCell(count: number): string {
  return count.toLocaleString('en-US');
}

export function verdict(value: number, aim: number): 'met' | 'missed' {
  return value <= aim ? 'met' : 'missed';
}
