import { judgedMoves, MOVES } from '../../../docs/rendering/moves';
import type { Deployed, MovedTemplate } from '../../../stacks/moves/deployed';
import { moveProblems } from '../../../stacks/moves/move-problems';
import { synth } from '../../stacks/synth';

const deployed = (context: Readonly<Record<string, string>>): Deployed => {
  const { stacks, id, template } = synth({ deployRoles: '', homeRegions: '', ...context });
  return new Map(stacks.map((name) => [id(name), template(name).toJSON() as MovedTemplate]));
};

test.each(MOVES.map((move) => [move.what, move] as const))(
  'docs/moves.md says what CloudFormation says to: %s (npm run docs)',
  (what, { from, to }) => {
    expect({ what, problems: moveProblems(deployed(from), deployed(to)) }).toEqual(
      judgedMoves().find((move) => move.what === what),
    );
  },
);

test('forward through the stages, into production, and between alarm settings nothing is refused', () => {
  const free = [
    'stage open to restricted',
    'stage secrets to hardened',
    'demo to production',
    '`alarms=family`',
    'back: `securityHub=true`',
  ];
  expect(judgedMoves().filter(({ what, problems }) => free.includes(what) && problems.length > 0)).toEqual(
    [],
  );
});

describe('moveProblems', () => {
  const template = (Type: string, id: string, Properties: object): MovedTemplate => ({
    Resources: { [id]: { Type, Properties: { ...Properties } } },
  });
  const imports: MovedTemplate = {
    Resources: {
      Alarm: {
        Type: 'AWS::CloudWatch::Alarm',
        Properties: { AlarmActions: [{ 'Fn::ImportValue': 'topic' }] },
      },
    },
  };
  const exports: MovedTemplate = { Outputs: { Topic: { Export: { Name: 'topic' } } } };

  test('an export that a stack imports may not go, one that none imports may', () => {
    const from = new Map([
      ['A', exports],
      ['B', imports],
    ]);
    expect(
      moveProblems(
        from,
        new Map([
          ['A', {}],
          ['B', {}],
        ]),
      ),
    ).toMatchObject([{ kind: 'export-in-use', what: 'A takes away what is imported by B', destroy: ['B'] }]);
    expect(
      moveProblems(
        new Map([
          ['A', exports],
          ['B', {}],
        ]),
        new Map([
          ['A', {}],
          ['B', {}],
        ]),
      ),
    ).toEqual([]);
  });

  test('a queue of a name of its own may not become another kind of queue', () => {
    const queue = (FifoQueue?: boolean) =>
      new Map([['A', template('AWS::SQS::Queue', 'Q', { QueueName: 'q', FifoQueue })]]);
    expect(moveProblems(queue(), queue(true))).toMatchObject([{ kind: 'replaced-by-name' }]);
    expect(moveProblems(queue(), queue())).toEqual([]);
  });

  test('a name may not be made again elsewhere before it is gone', () => {
    const alarm = (stack: string, id: string) =>
      new Map([[stack, template('AWS::CloudWatch::Alarm', id, { AlarmName: 'a' })]]);
    expect(moveProblems(alarm('A', 'One'), alarm('A', 'Other'))).toMatchObject([{ kind: 'name-taken' }]);
    expect(moveProblems(alarm('A', 'One'), alarm('A', 'One'))).toEqual([]);
  });

  test('what is replaced may not be exported to a stack that imports it, and takes along what is fixed to it', () => {
    const producer = (Scheme: string): MovedTemplate => ({
      Resources: {
        Balancer: { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: { Scheme } },
        Listener: {
          Type: 'AWS::ElasticLoadBalancingV2::Listener',
          Properties: { LoadBalancerArn: { Ref: 'Balancer' } },
        },
      },
      Outputs: { Topic: { Value: { Ref: 'Listener' }, Export: { Name: 'topic' } } },
    });
    const with_ = (template: MovedTemplate) =>
      new Map([
        ['A', template],
        ['B', imports],
      ]);
    expect(moveProblems(with_(producer('internal')), with_(producer('internet-facing')))).toMatchObject([
      { kind: 'export-in-use', what: expect.stringMatching(/^A replaces .*Listener, .* imported by B$/) },
    ]);
    expect(moveProblems(with_(producer('internal')), with_(producer('internal')))).toEqual([]);
  });

  test('with a stack go those that import from it', () => {
    const both: MovedTemplate = { ...imports, Outputs: { Alarm: { Export: { Name: 'alarm' } } } };
    const last: MovedTemplate = {
      Resources: { Board: { Type: 'X', Properties: { Alarm: { 'Fn::ImportValue': 'alarm' } } } },
    };
    const from = new Map([
      ['A', exports],
      ['B', both],
      ['C', last],
    ]);
    expect(moveProblems(from, new Map([...from, ['A', {}]]))).toMatchObject([{ destroy: ['B', 'C'] }]);
  });

  test('a stack that the new deployment does not have stays', () => {
    expect(moveProblems(new Map([['A', {}]]), new Map())).toMatchObject([{ kind: 'left-behind' }]);
  });
});
