import { readSettings } from '../../../stacks/config';
import * as value from '../../../stacks/config/values';
import { limitProblems, refuseLimits } from '../../../stacks/limits/limit-problems';
import { RESOURCE_LIMITS, type ResourceLimit, TEMPLATE_LIMITS } from '../../../stacks/limits/limits';
import type { Template } from '../../../stacks/limits/template';
import { LARGEST } from '../largest';
import { synth } from '../synth';
import { deployments } from './deployments';

/** One resource of a type, with properties. */
const only = (Type: string, Properties: Record<string, unknown>): Template => ({
  Resources: { Only: { Type, Properties } },
});
const a = (count: number) => 'a'.repeat(count);
const list = (count: number) => Array.from({ length: count }, (_, index) => `item-${index}`);
const record = (count: number) => Object.fromEntries(list(count).map((key) => [key, {}]));
const widgets = (...own: readonly object[]) => ({ DashboardBody: JSON.stringify({ widgets: own }) });
const metrics = (count: number) => ({ type: 'metric', properties: { metrics: list(count) } });
const alarms = (count: number) => ({ type: 'alarm', properties: { alarms: list(count) } });

/** Properties in which exactly so much stands of what the limit counts, where its name does not say how. */
const EXACTLY: Readonly<Record<string, (count: number) => Record<string, unknown>>> = {
  'alarms in its rule': (count) => ({
    AlarmRule: list(count)
      .map((name) => `ALARM("${name}")`)
      .join(' OR '),
  }),
  'hours that it looks at, with periods of less than one': (count) => ({
    Period: 1_800,
    EvaluationPeriods: 2 * count,
  }),
  'hours that it looks at': (count) => ({ Period: 3_600, EvaluationPeriods: count }),
  alarms: (count) => ({ MuteTargets: { AlarmNames: list(count) } }),
  widgets: (count) => widgets(...list(count).map(() => metrics(0))),
  'metrics in a widget': (count) => widgets(metrics(count)),
  metrics: (count) => widgets(...list(10).map((_, index) => metrics(Math.floor((count + index) / 10)))),
  'alarms in a widget': (count) => widgets(alarms(count)),
  'bytes of a parameter': (count) => ({ TableInput: { Parameters: { values: a(count) } } }),
  'bytes of its definition': (count) => ({ TableInput: { Name: a(count - '{"Name":""}'.length) } }),
  'characters of inline policies': (count) => ({ Policies: [{ PolicyDocument: a(count - 2) }] }),
  'bytes of environment': (count) => ({ Environment: { Variables: { NAME: a(count - 4) } } }),
};

function exactly({ type, what, measure }: ResourceLimit, count: number): Template {
  const [, of = '', property = ''] = /^(characters|items) of ([A-Z]\w*)$/.exec(what) ?? [];
  if (property === '') return only(type, EXACTLY[what]?.(count) ?? {});
  if (of === 'items') return only(type, { [property]: list(count) });
  // A policy is written as JSON, with quotes around what is here in its place.
  const isJson = measure({ [property]: 'a' }) === 3;
  return only(type, { [property]: a(isJson ? count - 2 : count) });
}

/** What AWS takes, by the quota pages of its guides. */
export function limits(): void {
  test.each(RESOURCE_LIMITS.map((limit) => [limit.type, limit.what, limit] as const))(
    '%s: as many %s as AWS takes are let through, and one more is not',
    (_, what, limit) => {
      expect(
        limitProblems('it', exactly(limit, limit.most)).filter((problem) => problem.includes(` ${what};`)),
      ).toEqual([]);
      expect(limitProblems('it', exactly(limit, limit.most + 1))).toContainEqual(
        `it: ${limit.type} Only has ${limit.most + 1} ${what}; AWS takes ${limit.most}`,
      );
    },
  );

  test.each(TEMPLATE_LIMITS.map((limit) => [limit.what, limit] as const))(
    'a template has as many %s as CloudFormation takes, and no more',
    (what, { most }) => {
      const of = (count: number): Template => {
        if (what !== 'bytes') return { [`${what[0]?.toUpperCase()}${what.slice(1)}`]: record(count) };
        const empty = Buffer.byteLength(JSON.stringify({ Outputs: { text: '' } }));
        return { Outputs: { text: a(count - empty) } };
      };
      expect(limitProblems('it', of(most))).toEqual([]);
      expect(limitProblems('it', of(most + 1))).toEqual([`it has ${most + 1} ${what}; AWS takes ${most}`]);
    },
  );

  test('every deployment that is checked stays within all of them', () => {
    const problems = deployments().flatMap(({ variant, templates }) =>
      [...templates].flatMap(([stack, template]) => limitProblems(`${variant} ${stack}`, template)),
    );
    expect(problems).toEqual([]);
  });

  test.each(Object.entries(LARGEST))('so does the largest that settings allow, %s', (_, context) => {
    const { stacks, template } = synth(context);
    const problems = stacks.flatMap((stack) => limitProblems(stack, template(stack).toJSON()));
    expect(problems).toEqual([]);
  });

  test.each([
    ['monitor.existingServiceNames', value.MOST_SERVICES, (index: number) => `service-${index}`],
    ['auditAccounts', value.MOST_ACCOUNTS, (index: number) => String(100_000_000_000 + index)],
    ['notificationEmails', value.MOST_MAILS, (index: number) => `person-${index}@example.com`],
    ['slackChannels', value.MOST_CHANNELS, (index: number) => `T0123ABCD/C${String(index).padStart(6, '0')}`],
    ['trustedSshCidrs', value.MOST_RANGES, (index: number) => `192.0.2.${index}/32`],
  ])('%s takes %i different ones, and not one more', (key, most, item) => {
    const settings = (count: number) => ({
      'monitor.existingVpcId': 'vpc-0123456789abcdef0',
      'monitor.existingClusterName': 'shop',
      [key]: Array.from({ length: count }, (_, index) => item(index)),
    });
    expect(() => readSettings(settings(most))).not.toThrow();
    expect(() => readSettings(settings(most + 1))).toThrow(`the setting ${key} is `);
  });

  test('what is too large in spite of it is refused with a sentence before anything is sent', () => {
    expect(() =>
      refuseLimits([{ id: 'DetectionStack', template: only('AWS::SSM::Parameter', { Value: a(4_097) }) }]),
    ).toThrow('DetectionStack: AWS::SSM::Parameter Only has 4097 characters of Value; AWS takes 4096');
  });

  test('filters of one log group are counted together', () => {
    const filters = Object.fromEntries(
      list(101).map((id) => [
        id,
        {
          Type: 'AWS::Logs::MetricFilter',
          Properties: { LogGroupName: { Ref: 'Trail' }, FilterPattern: '{ $.a = 1 }' },
        },
      ]),
    );
    expect(limitProblems('it', { Resources: filters })).toEqual([expect.stringContaining('at most 100')]);
    delete filters['item-100'];
    expect(limitProblems('it', { Resources: filters })).toEqual([]);
  });
}
