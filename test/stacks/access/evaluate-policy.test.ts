import { evaluatePolicy, type PolicyRequest, type Statement } from './evaluate-policy';

const CLUSTER = 'arn:aws:ecs:eu-west-1:111122223333:cluster/shop';
const request = (context: PolicyRequest['context'] = {}): PolicyRequest => ({
  action: 'ecs:DescribeServices',
  resource: 'arn:aws:ecs:eu-west-1:111122223333:service/shop/checkout',
  context,
});
const allow = (part: Partial<Statement> = {}): Statement => ({
  Effect: 'Allow',
  Action: 'ecs:Describe*',
  Resource: '*',
  ...part,
});

describe('evaluatePolicy', () => {
  test('nothing is allowed that no statement mentions', () => {
    expect(evaluatePolicy([], request())).toBe('not mentioned');
    expect(evaluatePolicy([allow({ Action: 'ecs:List*' })], request())).toBe('not mentioned');
  });

  test('a denial wins over every allowance', () => {
    expect(evaluatePolicy([allow(), allow({ Effect: 'Deny', Action: 'ecs:*' })], request())).toBe('denied');
  });

  test('names of actions have no case, ARNs have', () => {
    expect(evaluatePolicy([allow({ Action: 'ECS:describeservices' })], request())).toBe('allowed');
    const elsewhere = allow({ Resource: 'arn:aws:ecs:eu-west-1:111122223333:service/Shop/*' });
    expect(evaluatePolicy([elsewhere], request())).toBe('not mentioned');
  });

  test.each<[string, Statement['Condition'], PolicyRequest['context'], boolean]>([
    ['an absent key equals nothing', { StringEquals: { 'ecs:cluster': CLUSTER } }, {}, false],
    ['an absent key differs from everything', { StringNotEquals: { 'ecs:cluster': CLUSTER } }, {}, true],
    ['IfExists waives what is absent', { StringEqualsIfExists: { 'ecs:cluster': CLUSTER } }, {}, true],
    ['keys have no case', { ArnEquals: { 'ECS:Cluster': CLUSTER } }, { 'ecs:cluster': CLUSTER }, true],
    ['one of several values is enough', { StringEquals: { a: ['x', 'y'] } }, { a: 'y' }, true],
    ['all keys have to hold', { StringEquals: { a: 'x', b: 'y' } }, { a: 'x' }, false],
    ['a wildcard is only one where it says Like', { StringEquals: { a: 'x*' } }, { a: 'xy' }, false],
    ['a wildcard in Like is one', { StringLike: { a: 'x*' } }, { a: 'xy' }, true],
    [
      'a wildcard in an ARN ends at a colon',
      { ArnLike: { a: 'arn:aws:ecs:*:1:x' } },
      { a: 'arn:aws:ecs:e:2:1:x' },
      false,
    ],
    [
      'Bool compares words',
      { Bool: { 'aws:SecureTransport': 'false' } },
      { 'aws:SecureTransport': 'false' },
      true,
    ],
    ['Null asks for absence', { Null: { a: 'true' } }, {}, true],
    ['Null asks for presence', { Null: { a: 'false' } }, {}, false],
    ['any value of a list', { 'ForAnyValue:StringEquals': { k: 'owner' } }, { k: ['team', 'owner'] }, true],
    ['no value of no list', { 'ForAnyValue:StringEquals': { k: 'owner' } }, {}, false],
  ])('%s', (_name, Condition, context, isAllowed) => {
    const statement = Condition === undefined ? allow() : allow({ Condition });
    expect(evaluatePolicy([statement], request(context))).toBe(isAllowed ? 'allowed' : 'not mentioned');
  });

  test('what it does not know it refuses to judge', () => {
    expect(() =>
      evaluatePolicy([allow({ Condition: { DateLessThan: { a: 'b' } } })], request({ a: 'b' })),
    ).toThrow('this evaluator knows no condition operator DateLessThan');
    const inverted = { ...allow(), NotAction: 'ecs:RunTask' } as Statement;
    expect(() => evaluatePolicy([inverted], request())).toThrow('this evaluator knows no NotAction');
  });
});
