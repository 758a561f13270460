import path from 'node:path';
import { generateBulk } from '../../simulate/bulk';
import { inTemporaryFolder } from '../measure/in-temporary-folder';
import { writeActors } from '../peers/logs';
import { measureProcess } from '../peers/process';
import type { BenchTable } from '../report/bench-table';
import { verdict } from '../report/cells';
import { spreadOf } from '../report/spread';
import { type Curve, renderCurves } from './render-curves';

const ROOT = path.join(__dirname, '../..');
const FACTORS = [1, 4, 16];
const AIM = 1.05;
const SEED = 7;
/** Few enough that the smallest is still well above what starting costs. */
const FLOW_RECORDS = 125_000;
const FILES_RECORDS = 250_000;
const ACTORS = 5_000;
const SOURCES = 12_500;
/** A file every five minutes. */
const FILES_A_DAY = 288;

export interface GrowthPlan {
  readonly python: string;
  readonly pairs: number;
  /** File of the picture, beside the page. */
  readonly picture: string;
}

interface Growing {
  readonly name: string;
  /** Writes logs of the size and gives the folder. */
  write(factor: number, folder: string): Promise<string>;
}

const GROWING: readonly Growing[] = [
  {
    name: 'flow records',
    write: (factor, folder) => bulk({ flowRecords: FLOW_RECORDS * factor, sshShare: 0.05, days: 2 }, folder),
  },
  {
    name: 'API calls',
    write: (factor, folder) =>
      bulk({ apiRecords: (FLOW_RECORDS * factor) / 4, sshShare: 0, days: 2 }, folder),
  },
  {
    name: 'files, of the same records',
    write: (factor, folder) =>
      bulk(
        { flowRecords: FILES_RECORDS, sshShare: 0.01, days: (factor * 2 * FILES_A_DAY) / FILES_A_DAY },
        folder,
      ),
  },
  {
    name: 'SSH sources',
    write: (factor, folder) => bulk({ flowRecords: SOURCES * factor, sshShare: 1, days: 2 }, folder),
  },
  { name: 'actors', write: (factor, folder) => writeActors(ACTORS * factor, folder) },
];

async function bulk(
  plan: { flowRecords?: number; apiRecords?: number; sshShare: number; days: number },
  folder: string,
): Promise<string> {
  await generateBulk({ flowRecords: 0, apiRecords: 0, seed: SEED, ...plan }, folder);
  return folder;
}

/** How CPU time and memory of a replay grow with what is replayed, and the picture of it. */
export async function growthTable(plan: GrowthPlan): Promise<{ table: BenchTable; picture: string }> {
  const curves: Curve[] = [];
  const rows: string[][] = [];
  for (const growing of GROWING) {
    const points = await inTemporaryFolder((folder) => measure(growing, plan, folder));
    const [start = 0, ...above] = points.map(({ cpu }) => cpu);
    const [least = Number.NaN] = above;
    const most = above.at(-1) ?? Number.NaN;
    // Of what is above the start, which is the same for all sizes.
    const exponent = Math.log((most - start) / (least - start)) / Math.log(FACTORS.at(-1) ?? 1);
    const measured = points.slice(1);
    rows.push([
      growing.name,
      ...measured.map(({ cpu }) => `${((cpu - start) / (least - start)).toFixed(2)}`),
      exponent.toFixed(2),
      String(AIM),
      verdict(exponent, AIM),
      ...measured.map(({ mebibytes }) => mebibytes.toFixed(0)),
    ]);
    curves.push({
      name: growing.name,
      points: measured.map(({ cpu }, at) => ({ x: FACTORS[at] ?? 1, y: (cpu - start) / (least - start) })),
    });
  }
  return {
    table: {
      title: 'How the replay grows',
      explanation: `CPU time above what starting costs, at one, four and sixteen times as much, relative to once; medians of ${plan.pairs}. ![CPU time against size](${plan.picture})`,
      heads: ['what grows', '1', '4', '16', 'exponent', 'aim', '', 'MiB at 1', 'at 4', 'at 16'],
      rows,
    },
    picture: renderCurves(curves),
  };
}

/** Medians of an almost empty folder, and of each size. */
async function measure({ write }: Growing, { python, pairs }: GrowthPlan, folder: string) {
  const folders = [await writeActors(1, path.join(folder, 'start'))];
  for (const factor of FACTORS) folders.push(await write(factor, path.join(folder, String(factor))));
  return folders.map((logs) => {
    const command = [
      process.execPath,
      path.join(ROOT, 'bin/harborwatch.cjs'),
      ...['replay', logs, '--no-audit', '--format', 'json'],
    ];
    // The first run of all compiles; its code is kept for the others.
    measureProcess(python, command);
    const samples = Array.from({ length: pairs }, () => measureProcess(python, command));
    return {
      cpu: spreadOf(samples.map(({ cpu }) => cpu)).median,
      mebibytes: spreadOf(samples.map(({ mebibytes }) => mebibytes)).median,
    };
  });
}
