import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { ANALYZER_FORMAT } from '../simulate/delivery/flow-log-formats';
import { type BuiltBundle, buildBundles } from './bundles/build-bundles';
import { bundleEnvironment } from './bundles/bundle-environment';
import type { Sample } from './measure/alternate';
import type { BenchTable } from './report/bench-table';
import { millisecondsCell, RATIO_HEADS, ratioCells, verdict } from './report/cells';
import { spreadOf } from './report/spread';

const run = promisify(execFile);
const SCRIPT = path.join(__dirname, 'measure/require-bundle.cjs');
const ROUNDS = 21;
const AIM_SIZE = 1.5;
const AIM_START = 1.1;
const KILOBYTE = 1e3;
/** A bundle without a client of the SDK: there is nothing that it would need anyway. */
const NO_CLIENTS_BYTES = 2_000;
const MEBIBYTE = 2 ** 20;

interface Start extends Sample {
  /** Resident bytes once the bundle is loaded. */
  readonly rss: number;
}

/** How large each handler's bundle is, and how long it takes to load, beside the AWS clients that it needs anyway. */
export async function benchBundles(): Promise<BenchTable> {
  const rows: string[][] = [];
  for (const bundle of buildBundles()) rows.push(await measure(bundle));
  return {
    title: 'The bundles of the handlers, and how they start',
    explanation:
      'Each bundle as it is deployed, against one that only imports the same AWS clients and commands, as the SDK comes (the deployed ones take their keys from the environment and leave the rest of the chain of credential providers out). The functions of the search engine sign their own requests and have no client. Starting is `require` of the bundle in a fresh process, the two in turn.',
    heads: [
      'handler',
      'KB',
      'clients KB',
      'size',
      'aim',
      '',
      'MiB then',
      'start ms',
      'clients ms',
      ...RATIO_HEADS,
    ],
    rows,
  };
}

async function measure({ name, file, bytes, clientsFile, clientsBytes }: BuiltBundle): Promise<string[]> {
  const own: Start[] = [];
  const clients: Start[] = [];
  for (let round = -1; round < ROUNDS; round += 1) {
    const sides = [
      [file, own],
      [clientsFile, clients],
    ] as const;
    for (const [script, samples] of round % 2 === 0 ? sides : sides.toReversed()) {
      const sample = await start(script);
      // The first round reads the files from the disk.
      if (round >= 0) samples.push(sample);
    }
  }
  const size = bytes / clientsBytes;
  const isAlone = clientsBytes < NO_CLIENTS_BYTES;
  const compared = isAlone
    ? ['-', '-', '-', '']
    : [(clientsBytes / KILOBYTE).toFixed(0), size.toFixed(2), AIM_SIZE.toFixed(2), verdict(size, AIM_SIZE)];
  return [
    name,
    (bytes / KILOBYTE).toFixed(0),
    ...compared,
    (spreadOf(own.map(({ rss }) => rss)).median / MEBIBYTE).toFixed(0),
    millisecondsCell(own),
    ...(isAlone
      ? ['-', ...RATIO_HEADS.map(() => '-')]
      : [millisecondsCell(clients), ...ratioCells(own, clients, AIM_START)]),
  ];
}

async function start(file: string): Promise<Start> {
  const { stdout } = await run(process.execPath, ['--single-threaded-gc', SCRIPT, file], {
    env: bundleEnvironment(ANALYZER_FORMAT, undefined),
  });
  return JSON.parse(stdout) as Start;
}
