import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { bundleCli } from '../packaging/bundle-cli';
import { shipAllTranslations } from '../packaging/ship-translations';
import type { Sample } from './measure/alternate';
import { inTemporaryFolder } from './measure/in-temporary-folder';
import type { BenchTable } from './report/bench-table';
import { millisecondsCell, RATIO_HEADS, ratioCells } from './report/cells';

const ROOT = path.join(__dirname, '..');
const HOOK = path.join(__dirname, 'measure/write-cpu.cjs');
const WARM_UP = 2;
const ROUNDS = 15;

interface Start {
  readonly name: string;
  readonly arguments: readonly string[];
  /** In starts of bare Node. */
  readonly aim: number;
  /** The exit status of a run that went well. */
  readonly status: number;
}

const STARTS: readonly Start[] = [
  { name: '`--help`', arguments: ['--help'], aim: 1.8, status: 0 },
  { name: '`detections`', arguments: ['detections'], aim: 3, status: 0 },
  {
    name: '`replay` of one file',
    arguments: ['replay', path.join(ROOT, 'examples/trail-stopped/logs')],
    aim: 4,
    status: 10,
  },
  { name: '`start`, the bundled incident', arguments: ['start'], aim: 12, status: 0 },
];

/** What the installed command costs before it works, beside a Node that does nothing. */
export async function benchStartUp(): Promise<BenchTable> {
  return await inTemporaryFolder(async (folder) => {
    // As `npm pack` lays it out: without the sources beside it the launcher takes the bundle that is shipped.
    await bundleCli(path.join(folder, 'dist/cli'));
    await shipAllTranslations(path.join(folder, 'dist/cli'));
    const launcher = path.join(folder, 'bin/harborwatch.cjs');
    copyPackage(folder);
    const rows = STARTS.map((start) => {
      const bare: Sample[] = [];
      const subject: Sample[] = [];
      for (let round = -WARM_UP; round < ROUNDS; round++) {
        const pair = [
          timed(['--eval', '0'], 0, folder),
          timed([launcher, ...start.arguments], start.status, folder),
        ] as const;
        if (round < 0) continue;
        bare.push(pair[0]);
        subject.push(pair[1]);
      }
      return [
        start.name,
        millisecondsCell(bare),
        millisecondsCell(subject),
        ...ratioCells(subject, bare, start.aim),
      ];
    });
    return {
      title: 'The start of the command line',
      explanation:
        'The package as it is installed, whole processes with their start, the compiled code kept from the run before; against `node --eval 0`.',
      heads: ['command', 'bare ms', 'command ms', ...RATIO_HEADS],
      rows,
    };
  });
}

function copyPackage(folder: string): void {
  cpSync(path.join(ROOT, 'bin'), path.join(folder, 'bin'), { recursive: true });
  cpSync(path.join(ROOT, 'package.json'), path.join(folder, 'package.json'));
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
}

/** @throws Error with what the process said, where it ends with another status */
function timed(command: readonly string[], status: number, folder: string): Sample {
  const cpuFile = path.join(folder, 'cpu');
  const began = process.hrtime.bigint();
  const run = spawnSync(process.execPath, ['--require', HOOK, ...command], {
    encoding: 'utf8',
    env: { ...process.env, HARBORWATCH_BENCH_CPU: cpuFile, XDG_CACHE_HOME: path.join(folder, 'cache') },
  });
  const wall = Number(process.hrtime.bigint() - began) / 1e6;
  if (run.status !== status) throw new Error(`${command.join(' ')} ended with ${run.status}: ${run.stderr}`);
  return { cpu: Number(readFileSync(cpuFile, 'utf8')), wall };
}
