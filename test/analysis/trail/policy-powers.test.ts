import { powersIn } from '../../../analysis/trail/policy-document';

const allow = (Action: string | readonly string[], Resource: string = '*') =>
  JSON.stringify({ Statement: [{ Effect: 'Allow', Action, Resource }] });

test('everything, all of IAM, and what leads there on everything are powers', () => {
  expect(powersIn(allow('*'))).toEqual(['*']);
  expect(powersIn(allow('iam:*', 'arn:aws:iam::111122223333:role/a'))).toEqual(['iam:*']);
  expect(powersIn(allow(['s3:GetObject', 'iam:PassRole']))).toEqual(['iam:PassRole on *']);
  expect(powersIn(encodeURIComponent(allow('*:*')))).toEqual(['*:*']);
});

test('what names its resource, reads only, or is denied is none', () => {
  expect(powersIn(allow('iam:PassRole', 'arn:aws:iam::111122223333:role/task'))).toEqual([]);
  expect(powersIn(allow(['s3:*', 'iam:Get*']))).toEqual([]);
  expect(powersIn(JSON.stringify({ Statement: { Effect: 'Deny', Action: '*', Resource: '*' } }))).toEqual([]);
  expect(powersIn('no policy')).toEqual([]);
});
