import { TrailAnalyzer } from '../../analysis/trail/trail-analyzer';
import { buildCatalogue } from '../../detections/catalogue';
import { EXAMPLE_ACCOUNT } from '../../detections/examples/example-event';
import { callAt } from '../../detections/examples/trail/trail-example';
import { placeDetections } from '../../detections/placement';
import { GRANTING_CALLS, type GrantingCall } from '../../detections/writing/granting-calls';
import type { JsonObject, JsonValue } from '../../records/cloudtrail/cloudtrail-record';

const FOREIGN = '444455556666';
const EVERYBODY = 'policy-opened-to-everybody';
const ACCOUNT = 'policy-admits-foreign-account';
const rules = placeDetections(buildCatalogue()).trailRules.filter(({ id }) =>
  [EVERYBODY, ACCOUNT].includes(id),
);

function told(service: string, name: string, request: JsonObject): readonly string[] {
  const analyzer = new TrailAnalyzer(rules);
  const record = callAt(0, service, name, request);
  analyzer.add(record, Date.parse(record.eventTime) / 1000);
  return analyzer.finish().findings.map(({ detection }) => detection);
}

/** A request that holds the value where the path leads to. */
function holding(path: string, value: JsonValue): JsonObject {
  const [first = '', ...rest] = path.split('.');
  const inner = rest.length === 0 ? value : holding(rest.join('.'), value);
  return { [first.replace('[]', '')]: first.endsWith('[]') && !Array.isArray(inner) ? [inner] : inner };
}

const withCapitals = (value: JsonValue): JsonValue =>
  typeof value !== 'object' || value === null
    ? value
    : Array.isArray(value)
      ? value.map(withCapitals)
      : Object.fromEntries(
          Object.entries(value).map(([name, member]) => [
            name.charAt(0).toUpperCase() + name.slice(1),
            withCapitals(member ?? null),
          ]),
        );

const document = (Principal: JsonValue, more: JsonObject = {}): JsonObject => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal, Action: '*', Resource: '*', ...more }],
});
const FORMS: readonly ((policy: JsonObject) => JsonValue)[] = [
  (policy) => policy,
  (policy) => JSON.stringify(policy),
  (policy) => encodeURIComponent(JSON.stringify(policy, null, 2)),
  (policy) => encodeURIComponent(JSON.stringify(policy, null, 2)).replaceAll('%20', '+'),
  (policy) => JSON.stringify(JSON.stringify(policy)),
];
const OF_ORGANIZATION = { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1234567890' } } };

const rowsWith = (member: 'policy' | 'principal') =>
  GRANTING_CALLS.flatMap((granting) =>
    granting.names.flatMap((name) =>
      (granting[member] ?? []).map(
        (path) => [`${granting.service}:${name.replace('*', '20150331')} ${path}`, granting, path] as const,
      ),
    ),
  );
const nameIn = (title: string) => title.replace(/^[^:]*:(\S+) .*$/, '$1');

describe.each(rowsWith('policy'))('%s', (title, { service, isStarUsual }: GrantingCall, path) => {
  const told_ = (policy: JsonValue) => told(service, nameIn(title), holding(path, policy));

  test('a star speaks in every form of the document, and an organisation behind it is silent', () => {
    const words = isStarUsual ? [] : [EVERYBODY];
    for (const form of FORMS) {
      expect(told_(form(document('*')))).toEqual(words);
      expect(told_(form(document({ AWS: ['*'] })))).toEqual(words);
      expect(told_(form(document('*', OF_ORGANIZATION)))).toEqual([]);
    }
  });

  test('another account speaks, this one and services are silent', () => {
    expect(told_(JSON.stringify(document({ AWS: `arn:aws:iam::${FOREIGN}:role/a` })))).toEqual([ACCOUNT]);
    expect(
      told_(JSON.stringify(document({ AWS: [EXAMPLE_ACCOUNT], Service: 'ecs-tasks.amazonaws.com' }))),
    ).toEqual([]);
  });

  test('members with capitals, and below the name of the call, are the same', () => {
    const request = withCapitals(holding(path, JSON.stringify(document({ AWS: FOREIGN })))) as JsonObject;
    expect(told(service, nameIn(title), request)).toEqual([ACCOUNT]);
    expect(told(service, nameIn(title), { [`${nameIn(title)}Request`]: request })).toEqual([ACCOUNT]);
  });
});

describe.each(rowsWith('principal'))(
  '%s',
  (title, { service, bound = [], everybody = ['*'] }: GrantingCall, path) => {
    const told_ = (who: string, more: JsonObject = {}) =>
      told(service, nameIn(title), { ...holding(path, who), ...more });

    test('everybody and another account speak, this one is silent', () => {
      for (const word of everybody) expect(told_(word)).toEqual([EVERYBODY]);
      expect(told_(FOREIGN)).toEqual([ACCOUNT]);
      expect(told_(`arn:aws:iam::${FOREIGN}:root`)).toEqual([ACCOUNT]);
      expect(told_(EXAMPLE_ACCOUNT)).toEqual([]);
    });

    test('everybody of an organisation or account is silent, of all accounts is not', () => {
      for (const bond of bound.filter((one) => !one.startsWith('statements'))) {
        expect(told_('*', holding(bond, 'o-1234567890'))).toEqual([]);
        expect(told_('*', holding(bond, `arn:aws:events:eu-west-1:${EXAMPLE_ACCOUNT}:rule/r`))).toEqual([]);
        expect(told_('*', holding(bond, 'arn:aws:events:*:*:rule/r'))).toEqual([EVERYBODY]);
        expect(told_('*', holding(bond, FOREIGN))).toEqual([ACCOUNT]);
      }
    });
  },
);

test('the accounts of AWS that write access logs are not strangers', () => {
  const policy = document({ AWS: 'arn:aws:iam::156460612806:root' });
  expect(told('s3', 'PutBucketPolicy', { bucketName: 'logs', bucketPolicy: policy })).toEqual([]);
});
