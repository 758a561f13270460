import { readSigmaDetection } from '../../../analysis/sigma/detection';
import { compileExpression } from '../../../analysis/sigma/evaluate';
import { settleByCall } from '../../../analysis/sigma/settle';
import type { JsonObject } from '../../../records/cloudtrail/cloudtrail-record';

function mistakesOf(detection: unknown): readonly string[] {
  const mistakes: string[] = [];
  readSigmaDetection(detection, ['detection'], (path, message) =>
    mistakes.push(`${path.join('.')}: ${message}`),
  );
  return mistakes;
}

function fits(detection: object, record: JsonObject): boolean {
  const expression = readSigmaDetection(detection, [], (path, message) => {
    throw new Error(`${path.join('.')}: ${message}`);
  });
  if (expression === undefined) throw new Error('nothing was read');
  return compileExpression(expression)(record);
}

/** One line of a search, by itself. */
const line = (field: string, value: unknown) => ({ selection: { [field]: value }, condition: 'selection' });

const RECORD: JsonObject = {
  eventSource: 'ec2.amazonaws.com',
  eventName: 'AuthorizeSecurityGroupIngress',
  eventTime: '2026-11-02T08:15:00Z',
  sourceIPAddress: '192.0.2.66',
  userAgent: 'aws-cli/2.31.0 Python/3.12',
  readOnly: false,
  userIdentity: {
    type: 'IAMUser',
    arn: 'arn:aws:iam::111122223333:user/mallory',
    userName: 'mallory',
    nothing: null,
  },
  requestParameters: {
    userName: 'mallory',
    count: 5,
    text: 'a*b?c\\d',
    encoded: 'Zm9vYmFy',
    ipPermissions: { items: [{ toPort: 22 }, { toPort: 3389 }] },
  },
};

test.each<[field: string, value: unknown, does: boolean]>([
  ['eventName', 'AuthorizeSecurityGroupIngress', true],
  ['eventName', 'authorizesecuritygroupingress', true],
  ['eventName|cased', 'authorizesecuritygroupingress', false],
  ['eventName', ['StopTask', 'Authorize*'], true],
  ['eventName', '*Group?ngress', true],
  ['eventName', '*Group?Ingress', false],
  ['eventName|startswith', 'authorize', true],
  ['eventName|endswith', 'EGRESS', false],
  ['eventName|contains', 'group', true],
  ['eventName|contains|all', ['security', 'ingress'], true],
  ['eventName|contains|all', ['security', 'egress'], false],
  ['eventName|neq', 'StopTask', true],
  ['eventName|re', '^Authorize.*(In|E)gress$', true],
  ['eventName|re', '^authorize', false],
  ['eventName|re|i', '^authorize', true],
  ['sourceIPAddress|cidr', '192.0.2.0/24', true],
  ['sourceIPAddress|cidr', ['198.51.100.0/24', '2001:db8::/32'], false],
  ['eventSource|cidr', '192.0.2.0/24', false],
  ['requestParameters.count', 5, true],
  ['requestParameters.count', '5', true],
  ['requestParameters.count|gte', 5, true],
  ['requestParameters.count|gt', 5, false],
  ['requestParameters.count|lt', 6, true],
  ['requestParameters.missing|lt', 6, false],
  ['readOnly', false, true],
  ['readOnly', 'FALSE', true],
  ['errorCode', null, true],
  ['userIdentity.nothing', null, true],
  ['eventName', null, false],
  ['errorCode|exists', false, true],
  ['eventName|exists', true, true],
  ['constructor|exists', true, false],
  ['userIdentity.userName|fieldref', 'requestParameters.userName', true],
  ['userIdentity.arn|fieldref|endswith', 'requestParameters.userName', true],
  ['userIdentity.arn|fieldref', 'requestParameters.userName', false],
  ['requestParameters.encoded|base64', 'foobar', true],
  ['requestParameters.encoded|base64offset|contains', 'oba', true],
  ['requestParameters.encoded|base64offset|contains', 'xyz', false],
  ['requestParameters.text', 'a\\*b\\?c\\\\d', true],
  ['requestParameters.text', 'axb?c\\\\d', false],
  ['requestParameters.ipPermissions.items.toPort', 3389, true],
  ['requestParameters.ipPermissions.items.toPort', 80, false],
  ['requestParameters|contains', '"toPort":22', true],
  ['eventTime|hour', 8, true],
  ['eventTime|hour|gte', 9, false],
  ['eventTime|week', 45, true],
  ['|contains', 'MALLORY', true],
])('%s: %j is %s of the record', (field, value, does) => {
  expect(fits(line(field, value), RECORD)).toBe(does);
});

describe('conditions', () => {
  const searches = {
    selection_source: { eventSource: 'ec2.amazonaws.com' },
    selection_name: { eventName: 'StopTask' },
    filter_main_user: { 'userIdentity.userName': 'mallory' },
    filter_other: { 'userIdentity.userName': 'anna' },
    keywords: ['mallory', 'eve'],
    _helper: { eventName: 'x' },
  };
  test.each<[condition: string, does: boolean]>([
    ['selection_source', true],
    ['not selection_source', false],
    ['selection_source and selection_name', false],
    ['selection_source or selection_name', true],
    ['selection_name and selection_source or selection_source', true],
    ['selection_name and (selection_source or selection_source)', false],
    ['not selection_name and selection_source', true],
    ['1 of selection_*', true],
    ['any of selection_*', true],
    ['all of selection_*', false],
    ['selection_source and not 1 of filter_main_*', false],
    ['selection_source and not all of filter*', true],
    ['1 of them', true],
    ['all of them', false],
    ['keywords', true],
    ['NOT selection_name AND keywords', true],
  ])('%s is %s', (condition, does) => {
    expect(fits({ ...searches, condition }, RECORD)).toBe(does);
  });

  test('several conditions are alternatives', () => {
    expect(fits({ ...searches, condition: ['selection_name', 'selection_source'] }, RECORD)).toBe(true);
  });

  test('a list of maps is any of them, and a map is all of its fields', () => {
    const selection = [
      { eventName: 'StopTask' },
      { eventSource: 'ec2.amazonaws.com', 'userIdentity.userName': 'anna' },
      { eventSource: 'ec2.amazonaws.com', 'userIdentity.userName': 'mallory' },
    ];
    expect(fits({ selection, condition: 'selection' }, RECORD)).toBe(true);
    expect(fits({ selection: selection.slice(0, 2), condition: 'selection' }, RECORD)).toBe(false);
  });
});

test.each<[what: string, detection: unknown, sentence: string]>([
  ['no search', { condition: 'x' }, 'has no search'],
  ['a search that is not there', { ...line('a', 'b'), condition: 'selektion' }, 'there are selection'],
  [
    'a condition that goes on',
    { ...line('a', 'b'), condition: 'selection selection' },
    'join it with and, or',
  ],
  ['an open parenthesis', { ...line('a', 'b'), condition: '(selection' }, 'add a )'],
  ['two of', { ...line('a', 'b'), condition: '2 of selection*' }, 'allowed are 1 of'],
  ['an unknown modifier', line('a|contians', 'b'), 'there is no modifier "contians"'],
  ['windash', line('a|windash|contains', '-b'), 'Windows command lines'],
  ['expand', line('a|expand', '%admins%'), 'write the values out'],
  ['two ways at once', line('a|contains|endswith', 'b'), 'exclude each other'],
  ['an expression with a look ahead', line('a|re', '(?=x)'), 'RE2'],
  ['a back reference', line('a|re', '(x)\\1'), 'RE2'],
  ['no range', line('a|cidr', 'here'), 'allowed is a range'],
  ['no number', line('a|gte', 'many'), 'compares numbers'],
  ['exists with a text', line('a|exists', 'yes'), 'allowed are true and false'],
  ['an empty list', line('a', []), 'empty list'],
  ['a map as a value', line('a', { b: 'c' }), 'allowed are texts'],
  ['an offset without contains', line('a|base64offset', 'b'), 'base64offset|contains'],
])('%s is refused with the reason', (_what, detection, sentence) => {
  expect(mistakesOf(detection).join('\n')).toContain(sentence);
});

test('all mistakes of a detection are told at once, each with its place', () => {
  const mistakes = mistakesOf({
    one: { 'a|foo': 'x', 'b|gte': 'y' },
    two: { 'c|re': ['ok', '('] },
    condition: 'one and three',
  });
  expect(mistakes.map((mistake) => mistake.split(':')[0])).toEqual([
    'detection.one.a|foo',
    'detection.one.b|gte',
    'detection.two.c|re.1',
    'detection.condition',
  ]);
});

test('a call that cannot fit is settled by its name, one that may is not', () => {
  const detection = {
    selection: { eventSource: 'ecs.amazonaws.com', eventName: ['RunTask', 'Start*'] },
    filter: { 'userIdentity.type': 'AWSService' },
    condition: 'selection and not filter',
  };
  const expression = readSigmaDetection(detection, [], () => {});
  if (expression === undefined) throw new Error('nothing was read');
  const mayFit = settleByCall(expression);
  expect(mayFit('ecs.amazonaws.com', 'RunTask')).toBe(true);
  expect(mayFit('ECS.amazonaws.com', 'starttask')).toBe(true);
  expect(mayFit('ecs.amazonaws.com', 'StopTask')).toBe(false);
  expect(mayFit('ec2.amazonaws.com', 'RunTask')).toBe(false);
});
