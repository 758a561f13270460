import type { CostLine } from './cost-line';
import type { BuilderKind, Counted } from './count-templates';
import { fixedCost } from './fixed-cost';
import { GIGABYTE, PRICES } from './prices';

/**
 * Bytes of one record, before compression; a test holds them to what the simulator writes on a quiet day. Real
 * CloudTrail records run from one to several kilobytes.
 */
export const RECORD_BYTES = {
  /** A flow log line of the default fields, of the deployed fields, and of all (4.1 times the default's length). */
  flowDefault: 112,
  flowAnalyzer: 174,
  flowAll: 460,
  apiEvent: 1_270,
} as const;

/** What gzip leaves of log text: CloudTrail's files and flow logs alike, and of what is billed as kept. */
const COMPRESSED = 0.15;

/**
 * What a function does with a batch of a subscription: CloudWatch Logs packs up to a megabyte, and on a quiet group
 * sends a few lines at a time.
 */
const LAMBDA = { recordsPerBatch: 200, secondsPerBatch: 0.25, gigabytes: 0.5 } as const;

/** One month of a fleet. */
export interface Fleet {
  readonly name: string;
  readonly about: string;
  readonly flowRecords: number;
  /** Of these, on SSH ports or lost: what the filter before the function lets through, 0 to 1. */
  readonly sshShare: number;
  readonly apiEvents: number;
  /** What the stacks that watch it have, by their templates. */
  readonly counted: Counted;
  /** Questions asked in Athena, and the bytes that each scans. */
  readonly queries: number;
  readonly bytesPerQuery: number;
  /** Writes of state and of told messages. */
  readonly stateWrites: number;
}

const million = 1e6;
const SCHEDULED_RUNS = { perMonth: 30 * 24 * (60 + 12 + 1), seconds: 1, gigabytes: 0.5 };

function lambda(runs: number, seconds: number, gigabytes: number): number {
  return (
    (runs / million) * PRICES.lambdaPerMillionRequests +
    runs * seconds * gigabytes * PRICES.lambdaPerGigabyteSecond
  );
}

/** The function behind the subscription, when so many records reach it. */
export function analyzerDollars(records: number): number {
  return lambda(records / LAMBDA.recordsPerBatch, LAMBDA.secondsPerBatch, LAMBDA.gigabytes);
}

/** A million flow records, by what is done with them. */
export function perMillionFlowRecords(sshShare: number): readonly CostLine[] {
  const gigabytes = (bytes: number) => (bytes * million) / GIGABYTE;
  const s3 = gigabytes(RECORD_BYTES.flowAll);
  return [
    {
      what: 'CloudWatch Logs, deployed fields',
      dollars: gigabytes(RECORD_BYTES.flowAnalyzer) * PRICES.logsIngestedPerGigabyte,
    },
    {
      what: 'CloudWatch Logs, all fields (`flowLogFields=all`)',
      dollars: gigabytes(RECORD_BYTES.flowAll) * PRICES.logsIngestedPerGigabyte,
    },
    {
      what: 'S3 as Parquet, all fields, and a year of keeping it',
      dollars:
        s3 * (PRICES.vendedToS3PerGigabyte + PRICES.parquetPerGigabyte) +
        s3 * COMPRESSED * 12 * PRICES.s3KeptPerGigabyteMonth,
    },
    { what: 'analyzer, behind the filter', dollars: analyzerDollars(million * sshShare) },
    { what: 'analyzer, if every record reached it', dollars: analyzerDollars(million) },
  ];
}

export function perMillionApiEvents(): readonly CostLine[] {
  const gigabytes = (RECORD_BYTES.apiEvent * million) / GIGABYTE;
  return [
    { what: 'first trail, to S3', dollars: 0 },
    { what: 'CloudWatch Logs', dollars: gigabytes * PRICES.logsIngestedPerGigabyte },
    { what: 'a second trail of the same events', dollars: PRICES.secondTrailPerMillionEvents },
  ];
}

export function perQuery(bytes: number): number {
  return (Math.max(bytes, PRICES.athenaLeastBytes) / 1e12) * PRICES.athenaPerTerabyte;
}

/** Minutes that a step of the pipeline is assumed to take, and its source to be fetched. */
export const RUN_MINUTES = { step: 10, source: 1 } as const;

/** One run of the pipeline: each project once. */
export function perPipelineRun({ builders }: Pick<Counted, 'builders'>): readonly CostLine[] {
  const kinds = Object.entries(builders) as readonly [BuilderKind, number][];
  const steps = kinds.reduce((sum, [, count]) => sum + count, 0);
  return [
    ...kinds.map(([kind, count]) => ({
      what: `CodeBuild, ${count} ${count === 1 ? 'step' : 'steps'} on ${kind.replace(/_CONTAINER BUILD_/, ' ').toLowerCase()}`,
      dollars: count * RUN_MINUTES.step * PRICES.buildPerMinute[kind],
    })),
    {
      what: `CodePipeline, ${steps} steps and the source`,
      dollars: (steps * RUN_MINUTES.step + RUN_MINUTES.source) * PRICES.pipelinePerActionMinute,
    },
  ];
}

/** A month of a fleet, line by line. */
export function monthly(fleet: Fleet): readonly CostLine[] {
  const flowGigabytes = (fleet.flowRecords * RECORD_BYTES.flowAnalyzer) / GIGABYTE;
  const s3Gigabytes = (fleet.flowRecords * RECORD_BYTES.flowAll) / GIGABYTE;
  const apiGigabytes = (fleet.apiEvents * RECORD_BYTES.apiEvent) / GIGABYTE;
  return [
    {
      what: 'flow logs into CloudWatch Logs',
      dollars:
        flowGigabytes * (PRICES.logsIngestedPerGigabyte + 3 * COMPRESSED * PRICES.logsKeptPerGigabyteMonth),
    },
    {
      what: 'flow logs into S3, as Parquet',
      dollars:
        s3Gigabytes *
        (PRICES.vendedToS3PerGigabyte +
          PRICES.parquetPerGigabyte +
          12 * COMPRESSED * PRICES.s3KeptPerGigabyteMonth),
    },
    { what: 'CloudTrail into CloudWatch Logs', dollars: apiGigabytes * PRICES.logsIngestedPerGigabyte },
    ...fixedCost(fleet.counted),
    { what: 'analyzer behind the filter', dollars: analyzerDollars(fleet.flowRecords * fleet.sshShare) },
    {
      what: 'functions on a schedule',
      dollars: lambda(SCHEDULED_RUNS.perMonth, SCHEDULED_RUNS.seconds, SCHEDULED_RUNS.gigabytes),
    },
    {
      what: 'the hourly window of Logs Insights, every five minutes',
      dollars: flowGigabytes * 12 * PRICES.insightsPerGigabyte,
    },
    {
      what: 'state in DynamoDB',
      dollars:
        (fleet.stateWrites / million) * (PRICES.dynamoDbPerMillionWrites + PRICES.dynamoDbPerMillionReads),
    },
    { what: 'questions in Athena', dollars: fleet.queries * perQuery(fleet.bytesPerQuery) },
  ];
}

/** What GuardDuty asks for the same records; it reads its own copy, whatever the format of ours. */
export function guardDuty({ flowRecords, apiEvents }: Fleet): readonly CostLine[] {
  return [
    {
      what: 'flow logs',
      dollars: ((flowRecords * RECORD_BYTES.flowDefault) / GIGABYTE) * PRICES.guardDutyPerGigabyteOfFlowLogs,
    },
    { what: 'CloudTrail', dollars: (apiEvents / million) * PRICES.guardDutyPerMillionEvents },
  ];
}

export function total(lines: readonly CostLine[]): number {
  return lines.reduce((sum, { dollars }) => sum + dollars, 0);
}
