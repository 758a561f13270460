import { readSettings } from '../../../stacks/config';
import { limitProblems, refuseLimits } from '../../../stacks/limits/limit-problems';
import {
  type Limits,
  RESOURCE_LIMITS,
  type ResourceLimit,
  TEMPLATE_LIMITS,
  type TemplateLimit,
} from '../../../stacks/limits/limits';
import type { Template } from '../../../stacks/limits/template';
import { LARGEST } from '../largest';
import { synth } from '../synth';
import { AWS_QUOTAS } from './aws-quotas';
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

/** A whole template with exactly so much. */
function exactlyOf(what: string, count: number): Template {
  if (what !== 'bytes') return { [`${what[0]?.toUpperCase()}${what.slice(1)}`]: record(count) };
  const empty = Buffer.byteLength(JSON.stringify({ Outputs: { text: '' } }));
  return { Outputs: { text: a(count - empty) } };
}

/** The table with one limit, and that at another number. */
const alone = (limit: ResourceLimit | TemplateLimit, most: number): Limits =>
  'type' in limit
    ? { ofTemplates: [], ofResources: [{ ...limit, most }] }
    : { ofTemplates: [{ ...limit, most }], ofResources: [] };

/** What AWS takes, by the quota pages of its guides. */
export function limits(): void {
  test('the guides of AWS are held to in all that they limit', () => {
    const known = [
      ...TEMPLATE_LIMITS.map(({ what }) => `template ${what}`),
      ...RESOURCE_LIMITS.map(({ type, what }) => `${type} ${what}`),
    ];
    const quotas = Object.entries(AWS_QUOTAS).flatMap(([type, of]) =>
      Object.keys(of).map((what) => `${type} ${what}`),
    );
    expect(known.sort()).toEqual(quotas.sort());
  });

  test.each(RESOURCE_LIMITS.map((limit) => [limit.type, limit.what, limit] as const))(
    '%s: as many %s as AWS takes are let through, one more is not, nor as many were the limit lower by one',
    (type, what, limit) => {
      const quota = AWS_QUOTAS[type]?.[what] ?? 0;
      expect(
        limitProblems('it', exactly(limit, quota)).filter((problem) => problem.includes(` ${what};`)),
      ).toEqual([]);
      expect(limitProblems('it', exactly(limit, quota + 1))).toContainEqual(
        `it: ${type} Only has ${quota + 1} ${what}; AWS takes ${quota}`,
      );
      expect(limitProblems('it', exactly(limit, quota), alone(limit, quota - 1))).toHaveLength(1);
    },
  );

  test.each(TEMPLATE_LIMITS.map((limit) => [limit.what, limit] as const))(
    'a template has as many %s as CloudFormation takes, no more, and not as many were the limit lower by one',
    (what, limit) => {
      const quota = AWS_QUOTAS['template']?.[what] ?? 0;
      expect(limitProblems('it', exactlyOf(what, quota))).toEqual([]);
      expect(limitProblems('it', exactlyOf(what, quota + 1))).toEqual([
        `it has ${quota + 1} ${what}; AWS takes ${quota}`,
      ]);
      expect(limitProblems('it', exactlyOf(what, quota), alone(limit, quota - 1))).toHaveLength(1);
    },
  );

  test('every limit is measured on what is deployed: below what the largest deployments have it refuses one', () => {
    const largest = Object.values(LARGEST).flatMap((context) => {
      const { stacks, template } = synth(context);
      return stacks.map((stack) => template(stack).toJSON() as Template);
    });
    const templates = [...largest, ...deployments().flatMap((each) => [...each.templates.values()])];
    const measuredIn = (limit: ResourceLimit | TemplateLimit, template: Template): number =>
      'type' in limit
        ? Object.values(template.Resources ?? {})
            .filter(({ Type }) => Type === limit.type)
            .reduce((most, { Properties = {} }) => Math.max(most, limit.measure(Properties)), 0)
        : limit.measure(template);
    const unmeasured: string[] = [];
    for (const limit of [...TEMPLATE_LIMITS, ...RESOURCE_LIMITS]) {
      const name = `${'type' in limit ? limit.type : 'template'} ${limit.what}`;
      const measured = templates.map((template) => measuredIn(limit, template));
      const most = measured.reduce((one, other) => Math.max(one, other), 0);
      if (most === 0) {
        unmeasured.push(name);
        continue;
      }
      const fullest = templates[measured.indexOf(most)] ?? {};
      const problems = (to: number) => limitProblems('it', fullest, alone(limit, to)).length;
      expect([name, problems(most), problems(most - 1) > 0]).toEqual([name, 0, true]);
    }
    expect(unmeasured).toEqual(NEVER_DEPLOYED);
  });

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
    ['monitor.existingServiceNames', 200, (index: number) => `service-${index}`],
    ['auditAccounts', 100, (index: number) => String(100_000_000_000 + index)],
    ['notificationEmails', 20, (index: number) => `person-${index}@example.com`],
    ['slackChannels', 10, (index: number) => `T0123ABCD/C${String(index).padStart(6, '0')}`],
    ['trustedSshCidrs', 40, (index: number) => `192.0.2.${index}/32`],
    [
      'teamsChannels',
      10,
      (index: number) =>
        `11111111-2222-3333-4444-555555555555/66666666-7777-8888-9999-000000000000/19:${index}@thread.tacv2`,
    ],
    [
      'muteWindows',
      20,
      (index: number) => ({
        name: `window-${index}`,
        detections: ['ecs-service-deleted'],
        schedule: 'cron(0 20 * * 2)',
        duration: 'PT2H',
        owner: 'ops@example.com',
        reason: 'weekly release',
        expires: '2099-12-31',
      }),
    ],
    [
      'suppressions',
      50,
      (index: number) => ({
        detection: 'ecs-service-deleted',
        role: `arn:aws:iam::111122223333:role/deploy-${index}`,
        owner: 'ops@example.com',
        reason: 'weekly release',
        expires: '2099-12-31',
      }),
    ],
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

/** Limits of what no deployment has: kept for the day on which one does. */
const NEVER_DEPLOYED: readonly string[] = [
  'AWS::CloudWatch::CompositeAlarm items of InsufficientDataActions',
];
