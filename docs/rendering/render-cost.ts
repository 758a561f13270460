import type { CostLine } from '../../deployment/cost/cost-line';
import type { Counted } from '../../deployment/cost/count-templates';
import { fixedCost } from '../../deployment/cost/fixed-cost';
import {
  type Fleet,
  guardDuty,
  monthly,
  perMillionApiEvents,
  perMillionFlowRecords,
  perPipelineRun,
  perQuery,
  RECORD_BYTES,
  RUN_MINUTES,
  total,
} from '../../deployment/cost/model';
import { HOURS_OF_MONTH, PRICE_PAGES, PRICES, PRICES_AS_OF } from '../../deployment/cost/prices';
import { type CountedDeployment, countedDeployments, PRICED, PRICED_PIPELINE } from './cost-counts';

const SSH_SHARE = 0.01;
const MEGABYTE = 1e6;
/** Metrics that many filters give a value to in every hour, beyond those of a small fleet. */
const BUSY_FILTERS = 45;

const COUNTED = countedDeployments();

function countedAs(name: string, alarms: CountedDeployment['alarms']): CountedDeployment {
  const found = COUNTED.find((each) => each.name === name && each.alarms === alarms);
  if (found === undefined)
    throw new Error(`docs/cost-counts.json has no ${name} with alarms=${alarms}; npm run docs`);
  return found;
}

const WORKSHOP = countedAs('stage hardened', 'each');
const FLEET_OF_SERVICES = countedAs('`mode=production`, around what exists, with two services', 'each');

/** The examples: what was assumed stands in the page. */
export const FLEETS: readonly Fleet[] = [
  {
    name: 'the workshop',
    about:
      'one small service behind a load balancer, as the simulated quiet day has it, asked ten questions a day',
    flowRecords: 27_600 * 30,
    sshShare: SSH_SHARE,
    apiEvents: 3_120 * 30,
    counted: WORKSHOP.own,
    queries: 300,
    bytesPerQuery: 10 * MEGABYTE,
    stateWrites: 0.1 * MEGABYTE,
  },
  {
    name: '1,000 tasks',
    about:
      'ten flow records a task and minute, 20 million API events a month, fifty questions a day of 2 GB each',
    flowRecords: 1_000 * 10 * 60 * 24 * 30,
    sshShare: SSH_SHARE,
    apiEvents: 20 * MEGABYTE,
    counted: { ...FLEET_OF_SERVICES.own, metrics: FLEET_OF_SERVICES.own.metrics + BUSY_FILTERS },
    queries: 1_500,
    bytesPerQuery: 2_000 * MEGABYTE,
    stateWrites: 5 * MEGABYTE,
  },
];

/** A month of Harborwatch in the workshop, with what a deployment has of everything. */
export function ownMonth(counted: Counted): number {
  const [workshop] = FLEETS as readonly [Fleet];
  return total(monthly({ ...workshop, counted }));
}

export function renderCost(): string {
  return [
    '# Cost',
    '',
    `List prices of us-east-1 in US dollars, first tier, without free tiers, of ${PRICES_AS_OF} (\`deployment/cost/prices.ts\`; the pages are named at the end). Rendered by \`npm run docs\` from the templates of each deployment (\`docs/cost-counts.json\`) and the model of what happens in it (\`deployment/cost/model.ts\`); the dashboard *Cost* shows your own amounts. A month has ${HOURS_OF_MONTH} hours.`,
    '',
    '## What a learner pays',
    '',
    'Harborwatch and the workload that it watches, deployed as the README has it and left running. A day is a thirtieth; what is destroyed in the evening costs nothing at night, but for keys, which are paid for until they are deleted (seven days, free in these).',
    '',
    ...deployments(),
    '',
    '### The cheapest way through each stage',
    '',
    ...cheapest(),
    '',
    '`alarms=family` has filters that are judged alike share one metric and one alarm, two alarms in place of five for each function, and three dashboards in place of five. What is found and told is the same. Interface endpoints are most of a private workload: `workload.network=public-behind-alb` gives the task a public address that only the load balancer reaches.',
    ...FLEETS.flatMap(fleetSection),
    '',
    '## Per unit',
    '',
    `A flow log line has ${RECORD_BYTES.flowAnalyzer} bytes with the deployed fields and ${RECORD_BYTES.flowDefault} with the default ones, an API event ${RECORD_BYTES.apiEvent.toLocaleString('en-US')}.`,
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
    '',
    '## A run of the pipeline',
    '',
    `With \`pipeline=codepipeline\`; at GitHub its own minutes are paid for. Each step is reckoned at ${RUN_MINUTES.step} minutes; the approval is free, and so are signing and basic scanning. Between runs there is a key to pay for, which stands in the first table.`,
    '',
    ...table('A run', perPipelineRun(countedAs(PRICED_PIPELINE, 'each').own)),
    '',
    '## What is not in it',
    '',
    'A second trail where the account has one already (above: per million API events); mail and chat deliveries, requests to S3 and KMS, tracing, Firehose, the build of the image (each below a dollar a month here); requests to the load balancer or API; GuardDuty, Inspector, AWS Config, Security Hub and runs of the pipeline, where a setting switches them on; tiers above the first, which make large amounts cheaper; taxes.',
    '',
    '## Where the prices stand',
    '',
    'The tables of CodeBuild and OpenSearch Service are filled in by script: their prices are from quotations of them in 2026, not from the page itself.',
    '',
    ...Object.entries(PRICE_PAGES).map(
      ([page, what]) => `* [${page}](https://aws.amazon.com/${page}/pricing/): ${what.join(', ')}`,
    ),
    '',
  ].join('\n');
}

function deployments(): readonly string[] {
  return [
    '| deployment | Harborwatch | with `alarms=family` | workload | together | a day |',
    '|---|---:|---:|---:|---:|---:|',
    ...PRICED.map(({ name }) => {
      const [each, family] = [countedAs(name, 'each'), countedAs(name, 'family')];
      const workload = total(fixedCost(each.workload));
      const own = ownMonth(each.own);
      return `| ${name} | ${dollars(own)} | ${dollars(ownMonth(family.own))} | ${dollars(workload)} | **${dollars(own + workload)}** | ${dollars((own + workload) / 30)} |`;
    }),
  ];
}

/** Ways through a stage that teach the same; the cheapest is shown. */
function cheapest(): readonly string[] {
  const rows = PRICED.filter(({ context }) => context['mode'] === undefined && context['stage'] !== undefined)
    .filter(({ context }) => context['workload.runService'] === undefined)
    .map(({ name, context }) => {
      const { own, workload } = countedAs(name, 'family');
      return { context, month: ownMonth(own) + total(fixedCost(workload)) };
    });
  const stages = [...new Set(rows.map(({ context }) => context['stage'] ?? ''))];
  return [
    '| stage | settings | a month | a day |',
    '|---|---|---:|---:|',
    ...stages.flatMap((stage) => {
      const [best] = rows
        .filter(({ context }) => context['stage'] === stage)
        .toSorted((one, other) => one.month - other.month);
      if (best === undefined) return [];
      const settings = Object.entries({ ...best.context, alarms: 'family' }).map(
        ([key, value]) => `-c ${key}=${value}`,
      );
      return [
        `| ${stage} | \`${settings.join(' ')}\` | ${dollars(best.month)} | ${dollars(best.month / 30)} |`,
      ];
    }),
  ];
}

function fleetSection(fleet: Fleet): readonly string[] {
  const ours = monthly(fleet);
  const theirs = guardDuty(fleet);
  const isWorkshop = fleet.counted === WORKSHOP.own;
  return [
    '',
    `## A month of ${fleet.name}`,
    '',
    `${capital(fleet.about)}: ${fleet.flowRecords.toLocaleString('en-US')} flow records and ${fleet.apiEvents.toLocaleString('en-US')} API events.`,
    '',
    ...table('Harborwatch', ours),
    '',
    ...(isWorkshop
      ? [
          `${amounts(WORKSHOP.own)} With \`alarms=family\` ${dollars(ownMonth(countedAs('stage hardened', 'family').own))} together.`,
          '',
          ...table('The workload beside it', fixedCost(WORKSHOP.workload)),
          '',
        ]
      : []),
    ...table('GuardDuty on the same records', theirs),
    '',
    `Without the filter before the analyzer: ${dollars(total(monthly({ ...fleet, sshShare: 1 })))} instead of ${dollars(total(ours))}.`,
  ];
}

const amounts = ({ alarms, metrics, keys, dashboards }: Counted) =>
  `${alarms} alarms, ${metrics} metrics with values, ${keys} keys, ${dashboards} dashboards.`;

function table(head: string, lines: readonly CostLine[]): readonly string[] {
  const isSum = /^[A-Z]/.test(head);
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
