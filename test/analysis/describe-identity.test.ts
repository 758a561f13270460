import { describeIdentity } from '../../analysis/describe-identity';
import { exampleRole, exampleRoot, exampleUser } from '../../detections/examples/example-event';

test.each([
  [exampleUser, 'user mallory'],
  [exampleRoot, 'root'],
  [exampleRole('ops', 'anna'), 'role ops (anna)'],
  [{ type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/team/bob' }, 'user bob'],
  [{ type: 'AWSService', invokedBy: 'ecs.amazonaws.com' }, 'ecs.amazonaws.com'],
  [{ type: 'AssumedRole', principalId: 'AROAEXAMPLE:anna' }, 'role AROAEXAMPLE:anna'],
  [{ type: 'AWSAccount', principalId: 'AIDAEXAMPLE', accountId: '444455556666' }, 'AWSAccount AIDAEXAMPLE'],
  [{ invokedBy: 'AWS Internal' }, 'AWS Internal'],
  [{}, 'unknown'],
  [undefined, 'unknown'],
])('%j is %s', (identity, words) => {
  expect(describeIdentity(identity)).toBe(words);
});
