import type { Finding } from '../../../analysis/finding';
import { TrailAnalyzer } from '../../../analysis/trail/trail-analyzer';
import { buildCatalogue } from '../../../detections/catalogue';
import { denied } from '../../../detections/examples/example-event';
import { callAt } from '../../../detections/examples/trail/trail-example';
import { placeDetections } from '../../../detections/placement';
import { shownByAlarms } from '../../../handlers/trail-analyzer/shown-by-alarms';
import type { CloudTrailRecord } from '../../../records/cloudtrail/cloudtrail-record';

const CATALOGUE = buildCatalogue({ deployRoles: [], homeRegions: ['eu-west-1'] });
const { alarmed, trailRules } = placeDetections(CATALOGUE);
const isShown = shownByAlarms(alarmed);

function told(...records: readonly CloudTrailRecord[]): readonly Finding[] {
  const analyzer = new TrailAnalyzer(trailRules, { isShown });
  for (const record of records) analyzer.add(record, Date.parse(record.eventTime) / 1000);
  return analyzer.finish().findings;
}
const detections = (findings: readonly Finding[]) => findings.map(({ detection }) => detection);

/** SSH opened to ranges of addresses, one rule each; a filter pattern sees the first few of a call. */
const openedTo = (minutes: number, ...ranges: readonly string[]) =>
  callAt(
    minutes,
    'ec2',
    'AuthorizeSecurityGroupIngress',
    { groupId: 'sg-1' },
    {
      eventID: `opened-${minutes}`,
      responseElements: {
        securityGroupRuleSet: {
          items: ranges.map((cidrIpv4) => ({
            groupId: 'sg-1',
            ipProtocol: 'tcp',
            fromPort: 22,
            toPort: 22,
            cidrIpv4,
          })),
        },
      },
    },
  );

test('a secret that everybody may read is told, although an alarm less grave says that it was changed', () => {
  const opened = callAt(0, 'secretsmanager', 'PutResourcePolicy', {
    secretId: 'db-password',
    resourcePolicy: JSON.stringify({
      Statement: [
        { Effect: 'Allow', Principal: '*', Action: 'secretsmanager:GetSecretValue', Resource: '*' },
      ],
    }),
  });
  expect(isShown(opened, 'medium', undefined)).toBe(true);
  expect(isShown(opened, 'high', undefined)).toBe(false);
  expect(detections(told(opened))).toContain('policy-opened-to-everybody');
});

test('a record of an alarm that sounds at the third is shown by nobody while it is alone', () => {
  const refused = denied(callAt(0, 'secretsmanager', 'GetSecretValue', { secretId: 'db-password' }));
  const alarm = alarmed.find(({ id }) => id === 'secret-read-denied');
  expect(alarm).toMatchObject({ severity: 'medium', alarm: { threshold: 3 } });
  expect(isShown(refused, 'low', undefined)).toBe(false);
});

test('of one actor only what no alarm shows is counted, however the records are cut', () => {
  const [shown, hidden] = [openedTo(0, '0.0.0.0/0'), openedTo(5, '0.0.0.0/1', '128.0.0.0/1')];
  const again = openedTo(10, '0.0.0.0/0');
  expect(told(shown)).toEqual([]);
  expect(told(shown, again)).toEqual([]);
  const [alone, ...others] = told(shown, hidden, again);
  expect(others).toEqual([]);
  expect(alone?.causes?.map(({ eventId }) => eventId)).toEqual(['opened-5']);
});
