import { findQuery, queryCatalogue } from '../../queries/catalogue';
import { FILLED_BY_SETTINGS, questionValues } from '../../queries/question-values';
import { renderQuery } from '../../queries/render-query';

const SETTINGS = {
  sshPorts: [2200],
  trustedCidrs: ['192.0.2.0/24', '2001:db8::/32'],
  deployRoles: ['arn:aws:iam::111122223333:role/deploy'],
  homeRegions: ['eu-west-1'],
};

const asked = (id: string) =>
  renderQuery(findQuery(id), { values: questionValues(findQuery(id), SETTINGS), now: 1_793_577_600 });

test('a question is asked by what it declares, and by nothing else', () => {
  expect(questionValues(findQuery('ssh-floods'), SETTINGS)).toEqual({
    ssh_ports: '2200',
    trusted_ranges: '192.0.2.0/24,2001:db8::/32',
  });
  expect(questionValues(findQuery('unusual-region-use'), SETTINGS)).toEqual({ home_regions: 'eu-west-1' });
  expect(questionValues(findQuery('cloudtrail-preview'), SETTINGS)).toEqual({});
});

test('where settings say nothing, the default of the question holds', () => {
  expect(questionValues(findQuery('ssh-floods'), { sshPorts: [], trustedCidrs: [] })).toEqual({});
  expect(questionValues(findQuery('unusual-region-use'), {})).toEqual({});
});

test('the ports of the fleet come beside those on which SSH is known to be spoken', () => {
  const { known_ssh_ports: ports = '' } = questionValues(findQuery('ssh-port-variants'), {
    sshPorts: [22, 4022],
  });
  expect(ports.split(',')).toEqual(expect.arrayContaining(['22', '2222', '62612', '4022']));
  expect(ports.split(',').filter((port) => port === '22')).toHaveLength(1);
  expect(questionValues(findQuery('ssh-port-variants'), { sshPorts: [2222] })).toEqual({});
});

test('what settings say stands in the text that is asked', () => {
  expect(asked('ssh-floods')).toContain('dstport in (2200)');
  expect(asked('ssh-floods')).toContain("array['192.0.2.0/24', '2001:db8::/32']");
  expect(asked('passrole-proxy')).toContain("principal not in ('arn:aws:iam::111122223333:role/deploy')");
});

test('every parameter that settings fill is declared by some question', () => {
  const declared = new Set(queryCatalogue().flatMap(({ parameters }) => parameters.map(({ name }) => name)));
  expect(FILLED_BY_SETTINGS.filter((name) => !declared.has(name))).toEqual([]);
});

test('every question about the ports of SSH takes them from the settings', () => {
  const own = queryCatalogue().filter(({ sql }) =>
    /dstport (?:=|in) \(?22\b(?!, 3389)/.test(sql.replaceAll(/^--.*$/gm, '')),
  );
  expect(own.map(({ id }) => id)).toEqual([]);
});

test('a range that is none is refused with what is allowed', () => {
  const query = findQuery('ssh-floods');
  const asking = () => renderQuery(query, { values: { trusted_ranges: '192.0.2.0/33' } });
  expect(asking).toThrow('parameter trusted_ranges is "192.0.2.0/33"; expected a range such as 192.0.2.0/24');
});
