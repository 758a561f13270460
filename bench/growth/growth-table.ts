import path from 'node:path';
import { buildBundles } from '../bundles/build-bundles';
import { inTemporaryFolder } from '../measure/in-temporary-folder';
import { measureProcess } from '../peers/process';
import type { BenchTable } from '../report/bench-table';
import { verdict } from '../report/cells';
import { spreadOf } from '../report/spread';
import { GROWING_HANDLERS, GROWING_PROCESSES, type GrowingProcess } from './growing';
import { type Curve, renderCurves } from './render-curves';

const FACTORS = [1, 4, 16];
const AIM = 1.05;

export interface GrowthPlan {
  readonly python: string;
  readonly pairs: number;
  /** File of the picture, beside the page. */
  readonly picture: string;
  /** Only what has this in its name - @default all */
  readonly only?: string;
  /** Told after each that was made larger what is there by then. */
  readonly onTable: (table: BenchTable) => Promise<void>;
  readonly onFailed: (what: string) => void;
}

interface Point {
  readonly cpu: number;
  readonly mebibytes: number;
}

/** How CPU time and memory grow with what there is to read, and the picture of it. */
export async function growthTable(plan: GrowthPlan): Promise<{ table: BenchTable; picture: string }> {
  const curves: Curve[] = [];
  const rows: string[][] = [];
  const add = async (name: string, measure: () => Promise<readonly Point[]>) => {
    if (plan.only !== undefined && !name.includes(plan.only)) return;
    try {
      const { row, curve } = told(name, await measure());
      rows.push(row);
      curves.push(curve);
      await plan.onTable(tableOf(plan, rows));
    } catch (error) {
      plan.onFailed(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  for (const growing of GROWING_PROCESSES) {
    await add(growing.name, () => inTemporaryFolder((folder) => measure(growing, plan, folder)));
  }
  const [bundle] = buildBundles(['flow-log-analyzer']);
  for (const handler of GROWING_HANDLERS) {
    await add(handler.name, async () => {
      const points: Point[] = [{ cpu: 0, mebibytes: 0 }];
      for (const factor of FACTORS) points.push(await handler.measure(factor, bundle?.file ?? ''));
      return points;
    });
  }
  return { table: tableOf(plan, rows), picture: renderCurves(curves) };
}

function tableOf({ pairs, picture }: GrowthPlan, rows: readonly string[][]): BenchTable {
  return {
    title: 'How it grows',
    explanation: `CPU time above what starting costs, at one, four and sixteen times as much, relative to once; medians of ${pairs}. ![CPU time against size](${picture})`,
    heads: ['what grows', '1', '4', '16', 'exponent', 'aim', '', 'MiB at 1', 'at 4', 'at 16'],
    rows,
  };
}

/** @param points of the start alone, and of each size */
function told(name: string, points: readonly Point[]): { row: string[]; curve: Curve } {
  const [start = 0, ...above] = points.map(({ cpu }) => cpu);
  const [least = Number.NaN] = above;
  const most = above.at(-1) ?? Number.NaN;
  // Of what is above the start, which is the same for all sizes.
  const exponent = Math.log((most - start) / (least - start)) / Math.log(FACTORS.at(-1) ?? 1);
  const measured = points.slice(1);
  const relative = measured.map(({ cpu }) => (cpu - start) / (least - start));
  return {
    row: [
      name,
      ...relative.map((value) => value.toFixed(2)),
      exponent.toFixed(2),
      String(AIM),
      verdict(exponent, AIM),
      ...measured.map(({ mebibytes }) => mebibytes.toFixed(0)),
    ],
    curve: { name, points: relative.map((y, at) => ({ x: FACTORS[at] ?? 1, y })) },
  };
}

/** Medians of what is almost empty, and of each size. */
async function measure(
  { command }: GrowingProcess,
  { python, pairs }: GrowthPlan,
  folder: string,
): Promise<readonly Point[]> {
  const points: Point[] = [];
  for (const factor of [LEAST, ...FACTORS]) {
    const words = await command(factor, path.join(folder, String(factor)));
    // The first run compiles, and brings the files into memory.
    measureProcess(python, words);
    const samples = Array.from({ length: pairs }, () => measureProcess(python, words));
    points.push({
      cpu: spreadOf(samples.map(({ cpu }) => cpu)).median,
      mebibytes: spreadOf(samples.map(({ mebibytes }) => mebibytes)).median,
    });
  }
  return points;
}

/** So small that nothing but starting is left. */
const LEAST = 1 / 1000;
