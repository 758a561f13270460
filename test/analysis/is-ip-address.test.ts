import { isIpAddress } from '../../analysis/is-ip-address';

test.each(['198.51.100.23', '2001:db8::7', '::1'])('%s is an address', (text) => {
  expect(isIpAddress(text)).toBe(true);
});

test.each(['ecs.amazonaws.com', '12345', '198.51.100', '198.51.100.256', 'AWS Internal', '', '*'])(
  '"%s" is none',
  (text) => {
    expect(isIpAddress(text)).toBe(false);
  },
);
