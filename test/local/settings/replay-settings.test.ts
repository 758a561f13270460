import { checkSettings, mergeSettings } from '../../../local/settings/replay-settings';

const inFile = (key: string) => (key === '' ? 'harborwatch.json' : `harborwatch.json: ${key}`);
const complaint = (given: unknown) => () => checkSettings(given, inFile);

test('what nobody gives has its default', () => {
  expect(mergeSettings()).toEqual({
    deployRoles: [],
    organizationTrail: false,
    sshPorts: [22, 2222],
    trustedCidrs: [],
    egressPorts: [80, 443, 53, 123],
  });
});

test('later sources win, setting by setting', () => {
  const settings = mergeSettings({ sshPorts: [22], trustedCidrs: ['10.0.0.0/8'] }, { sshPorts: [2200] });
  expect(settings).toMatchObject({ sshPorts: [2200], trustedCidrs: ['10.0.0.0/8'] });
});

test('settings that are right come out as they are', () => {
  const given = {
    deployRoles: [
      'arn:aws:iam::111122223333:role/ci/deploy-pipeline',
      'arn:aws-us-gov:iam::111122223333:role/x',
    ],
    homeRegions: ['eu-west-1', 'us-gov-west-1'],
    sshPorts: [22],
    trustedCidrs: ['192.0.2.0/24', '2001:db8::/32'],
    egressPorts: [],
    organizationTrail: true,
  };
  expect(checkSettings(given, inFile)).toEqual(given);
});

test.each([
  [
    { sshPorts: [22, 70_000] },
    'harborwatch.json: sshPorts[1] is 70000; allowed is a port number from 1 to 65535',
  ],
  [{ sshPorts: [22.5] }, 'harborwatch.json: sshPorts[0] is 22.5; allowed is a port number'],
  [
    { sshPorts: 22 },
    'harborwatch.json: sshPorts is 22; allowed is a list, each a port number from 1 to 65535',
  ],
  [{ sshPorts: [] }, 'harborwatch.json: sshPorts is []; allowed is a list'],
  [{ trustedCidrs: ['10.0.0.0'] }, 'trustedCidrs[0] is "10.0.0.0"; allowed is an IPv4 or IPv6 range'],
  [{ trustedCidrs: ['10.0.0.0/33'] }, 'trustedCidrs[0] is "10.0.0.0/33"'],
  [{ trustedCidrs: ['0.0.0.0/0'] }, 'trustedCidrs[0] is "0.0.0.0/0"; allowed is an IPv4 or IPv6 range'],
  [{ organizationTrail: 'yes' }, 'organizationTrail is "yes"; allowed is true or false'],
  [{ homeRegions: ['Ireland'] }, 'homeRegions[0] is "Ireland"; allowed is the name of a region'],
  [{ deployRoles: ['deploy-pipeline'] }, 'deployRoles[0] is "deploy-pipeline"; allowed is the ARN of a role'],
  [{ deployRoles: ['arn:aws:sts::111122223333:assumed-role/x/y'] }, 'deployRoles[0] is "arn:aws:sts'],
  [{ deployRoles: ['arn:aws:iam::111122223333:role/*'] }, 'allowed is the ARN of a role'],
  [
    { shhPorts: [22] },
    'harborwatch.json has no setting "shhPorts"; allowed are deployRoles, homeRegions, sshPorts',
  ],
  [[], 'harborwatch.json holds []; allowed is an object'],
  [null, 'harborwatch.json holds null; allowed is an object'],
])('%j is refused with file, key, value and what is allowed', (given, sentence) => {
  expect(complaint(given)).toThrow(sentence);
});

test('ranges of your own are read like the other ranges, and never are all addresses', () => {
  expect(checkSettings({ insideCidrs: ['198.51.100.0/24', '2001:db8::/32'] }, (key) => key)).toEqual({
    insideCidrs: ['198.51.100.0/24', '2001:db8::/32'],
  });
  for (const range of ['0.0.0.0/0', '::/0', '198.51.100.0', '198.51.100.0/33'])
    expect(() => checkSettings({ insideCidrs: [range] }, (key) => key)).toThrow(
      `insideCidrs[0] is "${range}"; allowed is an IPv4 or IPv6 range`,
    );
});
