import { TrailAnalyzer } from '../../../analysis/trail/trail-analyzer';
import { buildCatalogue } from '../../../detections/catalogue';
import { exampleRole } from '../../../detections/examples/example-event';
import { callAt } from '../../../detections/examples/trail/trail-example';
import { placeDetections } from '../../../detections/placement';

const CHAIN = 'chain-exec-enabled-then-used';
const rules = placeDetections(buildCatalogue()).trailRules.filter(({ id }) => id === CHAIN);

test('what one session did, its role did from the same machine, too: it is told once, with all of it', () => {
  const as = (session: string) => ({ userIdentity: exampleRole('ops', session) });
  const shell = (at: number, session: string) =>
    callAt(at, 'ecs', 'ExecuteCommand', { cluster: 'harbor', task: 'task' }, as(session));
  const records = [
    callAt(0, 'ecs', 'UpdateService', { cluster: 'harbor', enableExecuteCommand: true }, as('a')),
    shell(30, 'b'),
    shell(40, 'a'),
  ];
  for (const order of [records, records.toReversed()]) {
    const analyzer = new TrailAnalyzer(rules);
    for (const record of order) analyzer.add(record, Date.parse(record.eventTime) / 1000);
    expect(analyzer.finish().findings).toMatchObject([{ detection: CHAIN, evidence: { count: 2 } }]);
  }
});
