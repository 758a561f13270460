import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Finding } from '../../analysis/finding';
import { DEFAULT_SSH_POLICY } from '../../analysis/ssh/policy';
import { ANALYZER_DETECTIONS } from '../../handlers/analyzer-detections';
import { judge } from '../../handlers/flow-log-analyzer/analyze-batch';
import { buildActivity } from '../../handlers/ssh-campaign-analyzer/build-activity';
import { replay } from '../../local/replay/replay';
import { mergeSettings } from '../../local/settings/replay-settings';
import { compileFlowLogFormat } from '../../records/flow-logs/flow-log-format';
import { ANALYZER_FORMAT } from '../../simulate/delivery/flow-log-formats';
import { drawMix } from '../analysis/ssh/fresh/mix';
import { createLogFolder, flowKey } from '../local/query/query-folder';
import { FORMAT_TEXT } from './harness/flow-lines';
import { inBatches, inDay, inHours, type Line, type Look, linesOf } from './harness/horizons';

/**
 * The same flows give the same findings wherever a horizon sees them: drawn servers, clients and courses go through the filter
 * of the subscription, the Logs Insights query and the daily questions, and what comes out is what a replay of the same
 * lines finds. `FRESH_SEED` draws other ones.
 */
const SEED = Number(process.env['FRESH_SEED'] ?? 1);
const POLICY = DEFAULT_SSH_POLICY;
const FORMAT = compileFlowLogFormat(FORMAT_TEXT);
const MIXES = [60, 600].map((window, index) => {
  const log = { window, hasFlags: true };
  const { records } = drawMix({ seed: SEED * 100 + index, log, isTogether: index === 0, ofEach: 1 });
  const lines = linesOf(records);
  const [first, last] = [lines[0], lines.at(-1)] as [Line, Line];
  const from = first.at - (first.at % 300);
  return { name: `windows of ${window} s`, lines, span: { from, until: last.at + 4_500 } };
});

/** Rules by the column of the table in the architecture page in which they have a yes. */
function toldBy(column: 'batch' | 'hour' | 'day'): readonly string[] {
  const page = readFileSync(path.join(__dirname, '../../docs/architecture.md'), 'utf8');
  const at = { batch: 3, hour: 4, day: 5 }[column];
  const rows = page.split('\n').map((row) => row.split('|').map((cell) => cell.trim()));
  const told = rows.filter((cells) => cells.length === 8 && cells[at] === 'yes').map(([, rule = '']) => rule);
  return [...new Set(told.map((rule) => rule.replaceAll('`', '')))];
}

/** What a replay of all lines of a look finds, whatever would have passed a filter. */
function replayOf(seen: readonly Line[]): readonly Finding[] {
  const texts = seen.map(({ text }) => text);
  return judge(buildActivity(texts, [], FORMAT, POLICY).activity, ANALYZER_DETECTIONS, POLICY);
}

function differing(looks: readonly Look[], rules: readonly string[]): readonly unknown[] {
  const of = (findings: readonly Finding[]) =>
    findings
      .filter(({ detection }) => rules.includes(detection))
      .toSorted((one, other) => (one.id < other.id ? -1 : 1));
  return looks
    .map(({ seen, findings }) => ({ here: of(findings), there: of(replayOf(seen)) }))
    .filter(({ here, there }) => !isDeepStrictEqual(here, there));
}

describe.each(MIXES)('$name', ({ lines, span }) => {
  test('a batch of the subscription says of its five minutes what a replay of them says', () => {
    const looks = inBatches(lines, span, POLICY);
    expect(differing(looks, toldBy('batch'))).toEqual([]);
    expect(looks.flatMap(({ findings }) => findings).length).toBeGreaterThan(50);
  });

  test('an hour of the campaign analyzer says what a replay of it says', () => {
    const looks = inHours(lines, span, POLICY).filter((_, index) => index % 4 === 0);
    expect(differing(looks, toldBy('hour'))).toEqual([]);
    expect(looks.flatMap(({ findings }) => findings).length).toBeGreaterThan(50);
  });

  test('the daily questions say what a replay of the day says above low', async () => {
    const folder = createLogFolder();
    try {
      const header = ANALYZER_FORMAT.join(' ');
      const text = [header, ...lines.map((line) => line.text)].join('\n');
      folder.write(flowKey('2026/11/02/08', 'day.log.gz'), `${text}\n`);
      const replayed = (await replay({ folder: folder.root, settings: mergeSettings({}) })).result.findings;
      const asked = await inDay(folder.root, span, POLICY);
      const rules = toldBy('day');
      const essence = (findings: readonly Finding[]) =>
        findings
          .filter(({ detection, severity }) => rules.includes(detection) && severity !== 'low')
          .map(({ id, severity, changes }) => `${id} ${severity} ${changes.at(-1)?.count}`)
          .toSorted();
      expect(essence(asked)).toEqual(essence(replayed));
      expect(essence(asked).length).toBeGreaterThan(5);
    } finally {
      folder.remove();
    }
  });
});
