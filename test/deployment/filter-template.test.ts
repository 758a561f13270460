import { deployedNames } from '../../deployment/deployed-names';
import { filterTemplate } from '../../deployment/filter-template';
import { buildCatalogue } from '../../detections/catalogue';
import type { Detection } from '../../detections/detection';

const CATALOGUE = buildCatalogue({
  deployRoles: ['arn:aws:iam::111122223333:role/deploy-pipeline'],
  homeRegions: ['eu-west-1'],
});
const template = filterTemplate(CATALOGUE, deployedNames('mine'));

interface Resource {
  readonly Type: string;
  readonly DependsOn?: string;
  // biome-ignore lint/suspicious/noExplicitAny: properties of several types, looked at by name
  readonly Properties: Record<string, any>;
}

const resources = Object.values(template.Resources) as Resource[];
const ofType = (type: string) => resources.filter(({ Type }) => Type === type);
const isFilter = ({ detector }: Detection) => detector.kind === 'filter';

test('every pattern of the catalogue is there, byte for byte, in its order', () => {
  const patterns = ofType('AWS::Logs::MetricFilter').map(({ Properties }) => Properties['FilterPattern']);
  const wanted = CATALOGUE.flatMap(({ detector }) => (detector.kind === 'filter' ? [detector.pattern] : []));
  expect(patterns).toEqual(wanted);
  expect(patterns.length).toBeGreaterThan(90);
});

test('each filter has an alarm on its metric, judged as the catalogue says', () => {
  const alarms = new Map(
    ofType('AWS::CloudWatch::Alarm').map(({ Properties }) => [Properties['MetricName'], Properties]),
  );
  for (const { id, alarm } of CATALOGUE.filter(isFilter)) {
    expect(alarms.get(id)).toMatchObject({
      AlarmName: `mine-${id}`,
      Namespace: 'mine',
      Threshold: alarm?.threshold,
      Period: (alarm?.periodMinutes ?? 0) * 60,
      EvaluationPeriods: alarm?.evaluationPeriods,
      DatapointsToAlarm: alarm?.datapointsToAlarm,
      TreatMissingData: alarm?.treatMissingData,
    });
  }
});

test('each filter waits for the one before it', () => {
  const names = Object.entries(template.Resources as Record<string, Resource>)
    .filter(([, { Type }]) => Type === 'AWS::Logs::MetricFilter')
    .map(([name]) => name);
  const waits = ofType('AWS::Logs::MetricFilter').map(({ DependsOn }) => DependsOn);
  expect(waits).toEqual([undefined, ...names.slice(0, -1)]);
});

test('silence of the trail is judged on its log group, below its threshold', () => {
  const silence = ofType('AWS::CloudWatch::Alarm').find(
    ({ Properties }) => Properties['Namespace'] === 'AWS/Logs',
  );
  expect(silence?.Properties).toMatchObject({
    AlarmName: 'mine-trail-silent',
    ComparisonOperator: 'LessThanThreshold',
    Dimensions: [{ Name: 'LogGroupName', Value: { Ref: 'TrailLogGroupName' } }],
  });
});

test('a composite names alarms of this template', () => {
  const names = ofType('AWS::CloudWatch::Alarm').map(({ Properties }) => Properties['AlarmName']);
  const composites = ofType('AWS::CloudWatch::CompositeAlarm');
  expect(composites.length).toBeGreaterThan(0);
  for (const { Properties } of composites) {
    const named = [...String(Properties['AlarmRule']).matchAll(/ALARM\("([^"]+)"\)/g)].map(
      ([, name]) => name,
    );
    expect(named.length).toBeGreaterThan(1);
    expect(names).toEqual(expect.arrayContaining(named));
  }
});

test('what is not in the template is named with its reason: nothing of the catalogue is lost', () => {
  const { notInThisTemplate } = template.Metadata.harborwatch;
  const made = resources
    .filter(({ Type }) => Type.startsWith('AWS::CloudWatch::'))
    .map(({ Properties }) => String(Properties['AlarmName']).replace(/^mine-/, ''));
  expect([...made, ...Object.keys(notInThisTemplate)].sort()).toEqual(CATALOGUE.map(({ id }) => id).sort());
  expect(notInThisTemplate['ssh-brute-force']).toBe('needs a function (analyzer)');
  expect(notInThisTemplate['flow-logs-silent']).toBe('needs a flow log');
});
