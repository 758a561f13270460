import { subscriptionEvent } from '../../../bench/data/subscription-event';
import { unpackSubscriptionEvent } from '../../../records/envelopes/subscription-payload';

test('an event holds its lines in order, one log event each, with ids of 56 digits', () => {
  const { logEvents } = unpackSubscriptionEvent(subscriptionEvent(['one', 'two']));
  expect(logEvents.map(({ message }) => message)).toEqual(['one', 'two']);
  expect(logEvents.map(({ id }) => id.length)).toEqual([56, 56]);
});
