import ipaddr from 'ipaddr.js';
import { placesOf } from '../../analysis/ssh/connections/places';
import { findQuery } from '../../queries/catalogue';
import { questionValues } from '../../queries/question-values';
import { rangePattern } from '../../queries/range-pattern';
import { renderQuery } from '../../queries/render-query';
import { createRandom } from '../../simulate/random';

const random = createRandom(3);
const groups = () => Array.from({ length: 8 }, () => (random.chance(0.5) ? 0 : random.int(0, 0xffff)));
/** As flow logs write it (RFC 5952). */
const text = (parts: readonly number[]) => new ipaddr.IPv6([...parts]).toRFC5952String();

test('an address lies in a range of IPv4 if its text matches', () => {
  for (let round = 0; round < 400; round += 1) {
    const base = Array.from({ length: 4 }, () => random.int(0, 255));
    const cidr = `${base.join('.')}/${random.int(1, 32)}`;
    const pattern = new RegExp(`^(${rangePattern(cidr)})`);
    const near = base.map((octet) => (random.chance(0.6) ? octet : random.int(0, 255))).join('.');
    expect([cidr, near, pattern.test(near)]).toEqual([
      cidr,
      near,
      ipaddr.parse(near).match(ipaddr.parseCIDR(cidr)),
    ]);
  }
});

test('an address lies in a range of IPv6 if its text matches, however its zeros are left out', () => {
  for (let round = 0; round < 1_000; round += 1) {
    const base = groups();
    const cidr = `${text(base)}/${random.int(1, 128)}`;
    const pattern = new RegExp(`^(${rangePattern(cidr)})`);
    const near = text(base.map((group) => (random.chance(0.6) ? group : random.int(0, 0xffff))));
    expect([cidr, near, pattern.test(near)]).toEqual([
      cidr,
      near,
      ipaddr.parse(near).match(ipaddr.parseCIDR(cidr)),
    ]);
  }
});

test('a saved question takes the same addresses for the internet as the rules do', () => {
  const settings = { insideCidrs: ['198.51.100.0/26', '2001:db8:40::/44'] };
  const question = findQuery('ssh-outbound-from-tasks');
  const sql = renderQuery(question, { values: questionValues(question, settings) });
  const [, pattern = ''] = /not regexp_like\(dstaddr, '([^']+)'\)/.exec(sql) ?? [];
  const { isPublic } = placesOf(settings);
  for (const address of [
    '198.51.100.9',
    '198.51.100.70',
    '2001:db8:4f::1',
    '2001:db8:50::1',
    '10.0.0.1',
    '8.8.8.8',
  ]) {
    expect([address, !new RegExp(pattern).test(address)]).toEqual([address, isPublic(address)]);
  }
  expect(renderQuery(question)).toBe(renderQuery(question, { values: questionValues(question, {}) }));
});
