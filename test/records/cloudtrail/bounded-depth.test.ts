import { mayNestDeeper, withBoundedDepth } from '../../../records/cloudtrail/bounded-depth';
import type { JsonObject } from '../../../records/cloudtrail/cloudtrail-record';

const nested = (levels: number, open: string, close: string) =>
  `{"requestParameters":${open.repeat(levels - 1)}1${close.repeat(levels - 1)}}`;

test.each([
  ['objects', '{"a":', '}'],
  ['lists', '[', ']'],
])(
  '%s of 100 levels stay as they are, and of 101 are cut off: neither is missed by its brackets',
  (_what, open, close) => {
    const [most, deeper] = [100, 101].map((levels) => nested(levels, open, close)) as [string, string];
    const record = JSON.parse(most) as JsonObject;
    expect(mayNestDeeper(most)).toBe(false);
    expect(withBoundedDepth(record)).toBe(record);
    expect(mayNestDeeper(deeper)).toBe(true);
    expect(JSON.stringify(withBoundedDepth(JSON.parse(deeper) as JsonObject))).toContain('nested too deep');
  },
);

test('brackets of both kinds count together', () => {
  expect(mayNestDeeper(nested(52, '[{"a":', '}]'))).toBe(true);
  expect(mayNestDeeper(nested(50, '[{"a":', '}]'))).toBe(false);
});
