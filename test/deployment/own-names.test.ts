import { OwnNames } from '../../analysis/trail/own-names';
import { ownNames } from '../../deployment/own-names';

test('what a deployment names after itself is its own, and what is given beside it', () => {
  const own = new OwnNames(ownNames('harbor', ['trail-bucket']));
  expect(own.namedIn({ alarmName: 'harbor-trail-stopped' })).toBeDefined();
  expect(own.namedIn({ name: '/harbor/deployment' })).toBeDefined();
  expect(own.namedIn({ bucketName: 'trail-bucket' })).toBeDefined();
  expect(own.namedIn({ alarmName: 'shop-cpu' })).toBeUndefined();
});
