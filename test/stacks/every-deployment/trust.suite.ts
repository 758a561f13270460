import { asList, plainId, resourcesByStage as resources } from './deployments';

interface Statement {
  readonly Principal?: { readonly Service?: unknown };
  readonly Condition?: Readonly<Record<string, unknown>>;
}

/** Who may take a role on behalf of a service, and for whom. */
export function trust(): void {
  test('every role that a service takes for somebody names for whom, but those that Lambda takes for its own functions', () => {
    const without = resources('AWS::IAM::Role').flatMap(({ stack, id, resource }) =>
      (resource.Properties.AssumeRolePolicyDocument.Statement as readonly Statement[])
        .filter(({ Condition }) => Condition === undefined)
        .map(({ Principal }) => `${stack} ${plainId(id)} ${asList(Principal?.Service ?? 'none').join()}`),
    );
    // Only PassRole gives Lambda a role, within one account, and Lambda names no source.
    const others = [...new Set(without)].filter((text) => !text.endsWith(' lambda.amazonaws.com'));
    expect(others).toEqual([]);
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
