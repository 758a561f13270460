import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Finding } from '../../analysis/finding';
import { DEFAULT_SSH_POLICY } from '../../analysis/ssh/policy';
import { replay } from '../../local/replay/replay';
import { mergeSettings } from '../../local/settings/replay-settings';
import { ANALYZER_FORMAT } from '../../simulate/delivery/flow-log-formats';
import { createLogFolder, flowKey, type LogFolderFixture } from '../local/query/query-folder';
import { FLOW_SCENARIOS, type FlowScenario, SCENARIOS_BEGIN, SCENARIOS_END } from './harness/flow-scenarios';
import { inBatches, inDay, inHours, linesOf } from './harness/horizons';

/** One labelled day goes through the four places that judge flows, as each of them gets to see it. */
const POLICY = DEFAULT_SSH_POLICY;
const SPAN = { from: SCENARIOS_BEGIN, until: SCENARIOS_END };
const HORIZONS = ['batch', 'hour', 'day', 'replay'] as const;
type Horizon = (typeof HORIZONS)[number];

const lines = linesOf(FLOW_SCENARIOS.flatMap(({ records }) => records));

let folder: LogFolderFixture;
const found = {} as Record<Horizon, readonly Finding[]>;

beforeAll(async () => {
  folder = createLogFolder();
  const header = ANALYZER_FORMAT.join(' ');
  folder.write(
    flowKey('2026/11/02/08', 'day.log.gz'),
    `${[header, ...lines.map(({ text }) => text)].join('\n')}\n`,
  );
  found.batch = inBatches(lines, SPAN, POLICY).flatMap(({ findings }) => findings);
  found.hour = inHours(lines, SPAN, POLICY).flatMap(({ findings }) => findings);
  found.day = await inDay(folder.root, SPAN, POLICY);
  found.replay = (await replay({ folder: folder.root, settings: mergeSettings({}) })).result.findings;
});
afterAll(() => folder.remove());

/** The last that a horizon says of a scenario: a story is told again and again as it goes on. */
function toldOf({ detection, subject }: FlowScenario, horizon: Horizon): Finding | undefined {
  return found[horizon]
    .filter((finding) => finding.detection === detection)
    .filter(({ source, targets }) => source === subject || targets.includes(subject))
    .reduce<Finding | undefined>(
      (best, each) => (best === undefined || countOf(each) >= countOf(best) ? each : best),
      undefined,
    );
}

const countOf = ({ evidence }: Finding) => Number(evidence['attempts'] ?? 0);

test('the table in the architecture page says which horizon tells what', () => {
  const page = readFileSync(path.join(__dirname, '../../docs/architecture.md'), 'utf8');
  const written = page
    .split('\n')
    .filter((row) => /^\| `[a-z-]+` \| (?:five minutes|an hour|a day|days) \|/.test(row));
  const judged = FLOW_SCENARIOS.map((scenario) => {
    const cells = HORIZONS.map((horizon) => (toldOf(scenario, horizon) === undefined ? 'no' : 'yes'));
    return `| \`${scenario.detection}\` | ${scenario.spread} | ${cells.join(' | ')} |`;
  });
  expect(written).toEqual(judged);
});

test('the replay tells every scenario', () => {
  const missed = FLOW_SCENARIOS.filter((scenario) => toldOf(scenario, 'replay') === undefined);
  expect(missed.map(({ detection, spread }) => `${detection} over ${spread}`)).toEqual([]);
});

test.each(['batch', 'hour', 'day'] as const)(
  'what lies within the horizon of the %s is the same finding as in the replay: id, severity, count and times',
  (horizon) => {
    const reach = { batch: ['five minutes'], hour: ['five minutes', 'an hour'], day: ['an hour', 'a day'] };
    const seen = FLOW_SCENARIOS.filter(({ spread }) => reach[horizon].includes(spread)).flatMap(
      (scenario) => {
        const here = toldOf(scenario, horizon);
        return here === undefined ? [] : [{ here, there: toldOf(scenario, 'replay') }];
      },
    );
    const essence = (finding: Finding | undefined) =>
      finding && {
        id: finding.id,
        severity: finding.severity,
        count: countOf(finding),
        lastSeen: finding.lastSeen,
      };
    expect(seen.length).toBeGreaterThan(1);
    expect(seen.map(({ here }) => essence(here))).toEqual(seen.map(({ there }) => essence(there)));
  },
);
