import { deploymentSize } from '../deployment/cost/deployment-size';
import {
  type CostLine,
  type Fleet,
  guardDuty,
  monthly,
  perMillionApiEvents,
  perMillionFlowRecords,
  perQuery,
  RECORD_BYTES,
  total,
} from '../deployment/cost/model';
import { PRICES } from '../deployment/cost/prices';
import { buildCatalogue } from '../detections/catalogue';

const CATALOGUE = buildCatalogue({ deployRoles: [], homeRegions: ['us-east-1'] });
const SSH_SHARE = 0.01;
const MEGABYTE = 1e6;

const DEPLOYMENT = deploymentSize(CATALOGUE);

/** The examples: what was assumed stands in the page. */
export const FLEETS: readonly Fleet[] = [
  {
    ...DEPLOYMENT,
    name: 'the workshop',
    about:
      'one small service behind a load balancer, as the simulated quiet day has it, asked ten questions a day',
    flowRecords: 27_600 * 30,
    sshShare: SSH_SHARE,
    apiEvents: 3_120 * 30,
    busyMetrics: 15,
    queries: 300,
    bytesPerQuery: 10 * MEGABYTE,
    stateWrites: 0.1 * MEGABYTE,
  },
  {
    ...DEPLOYMENT,
    name: '1,000 tasks',
    about:
      'ten flow records a task and minute, 20 million API events a month, fifty questions a day of 2 GB each',
    flowRecords: 1_000 * 10 * 60 * 24 * 30,
    sshShare: SSH_SHARE,
    apiEvents: 20 * MEGABYTE,
    busyMetrics: 60,
    queries: 1_500,
    bytesPerQuery: 2_000 * MEGABYTE,
    stateWrites: 5 * MEGABYTE,
  },
];

export function renderCost(): string {
  return [
    '# Cost',
    '',
    `List prices of us-east-1 in US dollars, first tier, without free tiers (\`dashboards/cost/prices.ts\`). Rendered from \`dashboards/cost/model.ts\` by \`npm run docs\`; the dashboard *Cost* shows your own amounts. A flow log line has ${RECORD_BYTES.flowAnalyzer} bytes with the deployed fields and ${RECORD_BYTES.flowDefault} with the default ones, an API event ${RECORD_BYTES.apiEvent.toLocaleString('en-US')}.`,
    '',
    '## Per unit',
    '',
    ...table('a million flow records', perMillionFlowRecords(SSH_SHARE)),
    '',
    `The filter before the analyzer lets SSH ports and lost records through, here ${percent(SSH_SHARE)} of all.`,
    '',
    ...table('a million API events', perMillionApiEvents()),
    '',
    ...table('each', [
      { what: 'alarm, a month', dollars: PRICES.alarmPerMonth },
      { what: 'metric with values, a month', dollars: PRICES.metricPerMonth },
      { what: 'question in Athena that scans 10 MB or less', dollars: perQuery(0) },
      { what: 'question in Athena that scans 2 GB', dollars: perQuery(2_000 * MEGABYTE) },
    ]),
    '',
    'A metric filter costs nothing; its metric does, in the hours in which it has a value.',
    ...FLEETS.flatMap(fleetSection),
    '',
    '## What is not in it',
    '',
    'The workload itself, its load balancer, endpoints or NAT gateway; mail and chat deliveries, requests to S3 and KMS, tracing (each below a dollar a month here); tiers above the first, which make large amounts cheaper; taxes.',
    '',
  ].join('\n');
}

function fleetSection(fleet: Fleet): readonly string[] {
  const ours = monthly(fleet);
  const theirs = guardDuty(fleet);
  return [
    '',
    `## A month of ${fleet.name}`,
    '',
    `${capital(fleet.about)}: ${fleet.flowRecords.toLocaleString('en-US')} flow records and ${fleet.apiEvents.toLocaleString('en-US')} API events.`,
    '',
    ...table('Harborwatch', ours),
    '',
    ...table('GuardDuty on the same records', theirs),
    '',
    `Without the filter before the analyzer: ${dollars(total(monthly({ ...fleet, sshShare: 1 })))} instead of ${dollars(total(ours))}.`,
  ];
}

function table(head: string, lines: readonly CostLine[]): readonly string[] {
  const isSum = head === 'Harborwatch' || head.startsWith('GuardDuty');
  return [
    `| ${head} | $ |`,
    '|---|---:|',
    ...lines.map((line) => `| ${line.what} | ${dollars(line.dollars)} |`),
    ...(isSum ? [`| **together** | **${dollars(total(lines))}** |`] : []),
  ];
}

const dollars = (amount: number) =>
  amount === 0 ? '0' : amount < 0.01 ? amount.toFixed(5) : amount.toFixed(2);
const percent = (share: number) => `${share * 100} %`;
const capital = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
