import { LARGEST } from '../largest';
import { synth } from '../synth';
import { OPTIONS } from '../variants';
import { asList, plainId, type Resource, resources } from './deployments';

interface Statement {
  readonly Effect?: string;
  readonly Sid?: string;
  readonly Principal?: { readonly Service?: unknown };
  readonly Condition?: Readonly<Record<string, unknown>>;
}

interface Placed {
  readonly stack: string;
  readonly id: string;
  readonly resource: Resource;
}

/** Resources of a type of every deployment, with pipelines, chat of both kinds, and all else that settings switch on. */
function everywhere(...types: readonly string[]): readonly Placed[] {
  const further = [...Object.values(LARGEST), OPTIONS['deployed by a pipeline'] ?? {}].flatMap((context) => {
    const { stacks, template } = synth(context);
    return stacks.flatMap((stack) =>
      Object.entries((template(stack).toJSON()['Resources'] ?? {}) as Record<string, Resource>).map(
        ([id, resource]) => ({ stack, id, resource }),
      ),
    );
  });
  return [...resources(), ...further].filter(({ resource: { Type } }) => types.includes(Type));
}

/** Who may take a role on behalf of a service, and for whom. */
export function trust(): void {
  test('every role that a service takes for somebody names for whom, but those that Lambda takes for its own functions', () => {
    const without = everywhere('AWS::IAM::Role').flatMap(({ stack, id, resource }) =>
      (resource.Properties.AssumeRolePolicyDocument.Statement as readonly Statement[])
        .filter(({ Condition, Principal }) => Condition === undefined && Principal?.Service !== undefined)
        .map(({ Principal }) => `${stack} ${plainId(id)} ${asList(Principal?.Service ?? 'none').join()}`),
    );
    // Only PassRole gives Lambda a role, within one account, and Lambda names no source.
    const others = [...new Set(without)].filter((text) => !text.endsWith(' lambda.amazonaws.com'));
    expect(others).toEqual([]);
  });

  test('chat, builds, pipelines and trails are among them', () => {
    const services = everywhere('AWS::IAM::Role').flatMap(({ resource }) =>
      (resource.Properties.AssumeRolePolicyDocument.Statement as readonly Statement[]).flatMap(
        ({ Principal }) => asList(Principal?.Service ?? []).map(String),
      ),
    );
    expect(services).toEqual(
      expect.arrayContaining([
        'chatbot.amazonaws.com',
        'cloudtrail.amazonaws.com',
        'codebuild.amazonaws.com',
        'codepipeline.amazonaws.com',
        'scheduler.amazonaws.com',
      ]),
    );
  });

  test('no service publishes, sends or decrypts for anybody: every statement names the account or the source', () => {
    const policies = everywhere('AWS::SNS::TopicPolicy', 'AWS::SQS::QueuePolicy', 'AWS::KMS::Key');
    const open = policies.flatMap(({ stack, id, resource: { Properties } }) =>
      ((Properties.PolicyDocument ?? Properties.KeyPolicy).Statement as readonly Statement[])
        .filter(
          ({ Effect, Principal, Condition }) =>
            Effect === 'Allow' && Principal?.Service !== undefined && Condition === undefined,
        )
        .map(({ Sid, Principal }) => `${stack} ${plainId(id)} ${Sid} ${String(Principal?.Service)}`),
    );
    expect(policies.length).toBeGreaterThan(10);
    expect(open).toEqual([]);
  });

  test('no alarm on missing data judges before there can be any', () => {
    const hasty = resources('AWS::CloudWatch::Alarm').filter(
      ({ resource: { Properties } }) =>
        Properties.TreatMissingData === 'breaching' &&
        !(
          Properties.WarmUpConfiguration?.WarmUpPeriodDurationInMinutes * 60 >
          Properties.Period * Properties.EvaluationPeriods
        ),
    );
    expect(hasty.map(({ id }) => id)).toEqual([]);
  });
}
