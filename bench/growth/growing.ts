import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { generateBulk } from '../../simulate/bulk';
import { ANALYZER_FORMAT } from '../../simulate/delivery/flow-log-formats';
import { bundleEnvironment } from '../bundles/bundle-environment';
import { invokeBundle } from '../bundles/invoke-bundle';
import { startStubAws } from '../bundles/stub-aws';
import { manyAnswers } from '../data/many-answers';
import { subscriptionEvent } from '../data/subscription-event';
import { trafficLines } from '../data/traffic';
import { writeActors, writeDetections } from '../peers/logs';

const SEED = 7;
const DAYS = 2;
const BIN = path.join(__dirname, '../../bin/harborwatch.cjs');
/** Few enough that all sizes are through in minutes, and the smallest is still well above what starting costs. */
const FLOW_RECORDS = 125_000;
const FILES_RECORDS = 100_000;
const FILES_DAYS = 4;
const ACTORS = 5_000;
const SOURCES = 12_500;
const FINDINGS = 2_500;
const ACCOUNTS = 5;
const CALLS_OF_ACCOUNT = 500;
const DETECTIONS = 20;
const DETECTION_CALLS = 20_000;
const EVENT_RECORDS = 1_250;

/** What is made larger, and what is then run. */
export interface GrowingProcess {
  readonly name: string;
  /** Writes what is so many times as large, and gives the command. */
  command(factor: number, folder: string): Promise<readonly string[]>;
}

/** A handler is invoked often in one process; what starting costs is not in it. */
export interface GrowingHandler {
  readonly name: string;
  measure(factor: number, bundle: string): Promise<{ readonly cpu: number; readonly mebibytes: number }>;
}

const ofReplay = (logs: string, ...more: readonly string[]) => [
  ...[process.execPath, BIN, 'replay', logs, '--no-audit', '--format', 'json'],
  ...more,
];
/**
 * What is kept of the folder goes first, so that each question is the first; it is kept beside the logs, and what the
 * user keeps stays.
 */
const ofQuery = (logs: string) => [
  ...['env', `XDG_CACHE_HOME=${path.join(path.dirname(logs), 'cache')}`],
  ...['sh', '-c', 'rm -rf "$XDG_CACHE_HOME/harborwatch/folders"; exec "$@"', 'sh'],
  ...[process.execPath, BIN, 'query', 'flow-top-talkers', '--on', 'local', logs, '--format', 'csv'],
];

async function bulk(
  plan: { flowRecords?: number; apiRecords?: number; sshShare?: number; days?: number },
  folder: string,
): Promise<string> {
  await generateBulk(
    { flowRecords: 0, apiRecords: 0, sshShare: 0.05, days: DAYS, seed: SEED, ...plan },
    folder,
  );
  return folder;
}

/** What is almost empty is so in records, too: in one file they cost more than in a thousand. */
const ofFiles = (factor: number) => ({
  flowRecords: Math.ceil(FILES_RECORDS * Math.min(factor, 1)),
  sshShare: 0.01,
  days: factor * FILES_DAYS,
});

export const GROWING_PROCESSES: readonly GrowingProcess[] = [
  {
    name: 'replay: flow records',
    command: async (factor, folder) => ofReplay(await bulk({ flowRecords: FLOW_RECORDS * factor }, folder)),
  },
  {
    name: 'replay: API calls',
    command: async (factor, folder) =>
      ofReplay(await bulk({ apiRecords: Math.ceil((FLOW_RECORDS * factor) / 4) }, folder)),
  },
  {
    name: 'replay: files, of the same records',
    command: async (factor, folder) => ofReplay(await bulk(ofFiles(factor), folder)),
  },
  {
    name: 'replay: SSH sources',
    command: async (factor, folder) =>
      ofReplay(await bulk({ flowRecords: Math.ceil(SOURCES * factor), sshShare: 1 }, folder)),
  },
  {
    name: 'replay: actors',
    command: async (factor, folder) => ofReplay(await writeActors(ACTORS * factor, folder)),
  },
  {
    name: 'replay: accounts',
    async command(factor, folder) {
      const accounts = Math.ceil(ACCOUNTS * factor);
      return ofReplay(await writeActors(accounts * CALLS_OF_ACCOUNT, folder, accounts));
    },
  },
  {
    name: 'replay: own detections, over the same calls',
    command: async (factor, folder) =>
      ofReplay(
        await writeActors(DETECTION_CALLS, path.join(folder, 'logs')),
        '--detections',
        await writeDetections(Math.ceil(DETECTIONS * factor), path.join(folder, 'detections')),
      ),
  },
  {
    name: 'report: findings',
    async command(factor, folder) {
      await mkdir(path.join(folder, 'logs'), { recursive: true });
      await writeFile(path.join(folder, 'logs/flows.log'), manyAnswers(Math.ceil(FINDINGS * factor)));
      return ofReplay(path.join(folder, 'logs'), '--report', path.join(folder, 'incident.html'));
    },
  },
  {
    name: 'query: flow records',
    command: async (factor, folder) => ofQuery(await bulk({ flowRecords: FLOW_RECORDS * factor }, folder)),
  },
  {
    name: 'query: files, of the same records',
    command: async (factor, folder) => ofQuery(await bulk(ofFiles(factor), folder)),
  },
];

/** As many invocations as compile what there is, and as many that count. */
const ROUNDS = { warmUp: 15, counted: 15 };
const MEBIBYTE = 2 ** 20;

const ofHandler = (name: string, sshShare: number, isTrusted: boolean): GrowingHandler => ({
  name,
  async measure(factor, bundle) {
    const plan = { format: ANALYZER_FORMAT, records: EVENT_RECORDS * factor, sshShare };
    const events = [0, 1].map((seed) => subscriptionEvent(trafficLines({ ...plan, seed })));
    const aws = await startStubAws();
    try {
      const trusted = isTrusted ? { trustedCidrs: '["0.0.0.0/0"]' } : {};
      const env = bundleEnvironment(ANALYZER_FORMAT, aws.endpoint, trusted);
      const { samples, peakBytes } = await invokeBundle(bundle, env, events, ['bundle'], ROUNDS);
      const inOrder = (samples.bundle ?? []).map(({ cpu }) => cpu).toSorted((one, other) => one - other);
      return { cpu: inOrder[inOrder.length >> 1] ?? Number.NaN, mebibytes: peakBytes / MEBIBYTE };
    } finally {
      await aws.close();
    }
  },
});

export const GROWING_HANDLERS: readonly GrowingHandler[] = [
  ofHandler('flow log analyzer: records of an event', 0.01, true),
  ofHandler('flow log analyzer: SSH records of an event, told', 1, false),
];
