import { synth } from './synth';

const on = () => synth({ stage: 'open', taskDefinitionRule: true, ownRegistries: 'ghcr.io/our-team' });

test('without the setting there is no rule, and nothing to pay', () => {
  expect(synth({ stage: 'open' }).stacks).not.toContain('compliance');
});

test('AWS Config asks the judge about every task definition that changes, too large ones among them', () => {
  const template = on().template('compliance');
  template.hasResourceProperties('AWS::Config::ConfigRule', {
    Scope: { ComplianceResourceTypes: ['AWS::ECS::TaskDefinition'] },
    Source: {
      Owner: 'CUSTOM_LAMBDA',
      SourceDetails: [
        { EventSource: 'aws.config', MessageType: 'ConfigurationItemChangeNotification' },
        { EventSource: 'aws.config', MessageType: 'OversizedConfigurationItemChangeNotification' },
      ],
    },
  });
  template.hasResourceProperties('AWS::Lambda::Permission', {
    Principal: 'config.amazonaws.com',
    SourceAccount: { Ref: 'AWS::AccountId' },
  });
});

test('the judge may answer AWS Config and look up an item, and nothing else there', () => {
  const policies = Object.values(on().template('compliance').findResources('AWS::IAM::Policy'));
  const actions = policies.flatMap(({ Properties }) =>
    Properties.PolicyDocument.Statement.flatMap(({ Action }: { Action: string | string[] }) => Action),
  );
  expect(actions.filter((action: string) => action.startsWith('config:')).sort()).toEqual([
    'config:GetResourceConfigHistory',
    'config:PutEvaluations',
  ]);
});

test('it knows the registries that are ours', () => {
  on()
    .template('compliance')
    .hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: { OWN_REGISTRIES: '["ghcr.io/our-team"]' } },
    });
});
