import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { UnsupportedFlowLogError } from '../../records/flow-logs/flow-log-errors';
import { compileFlowLogFormat } from '../../records/flow-logs/flow-log-format';

interface Vector {
  readonly id: string;
  readonly format: string;
  readonly line: string;
  readonly expected_kind: 'accepted' | 'full' | 'partial' | 'skipped' | 'rows';
  readonly expected: Record<string, unknown> | null;
}

const file = path.join(__dirname, '../../../shared/data/parsers/vectors.json');
const vectors: readonly Vector[] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).vectors : [];
const hereOrNot = vectors.length > 0 ? describe : describe.skip;
const note = vectors.length > 0 ? '' : ' (skipped: ../shared/data is absent)';

function read(vector: Vector) {
  const line = compileFlowLogFormat(vector.format).reader();
  return { outcome: line.read(vector.line), line };
}

const differs = new Set([
  // The other parser also reads Transit Gateway logs; they name attachments and not interfaces, so nothing here
  // could analyze them and they are refused by name.
  'flowlogs-reader/test_serial_v6-V6_FILE-1',
  // Rows of a Parquet file: the reader of Parquet files proves them in test/local/reading/parquet-files.test.ts.
  'flowlogs-reader/parquet',
]);

hereOrNot(`parser vectors of other projects${note}`, () => {
  const lines = vectors.filter(({ id }) => !differs.has(id));

  test('there are 46, and 44 of them are lines of VPC flow logs', () => {
    expect([vectors.length, lines.length]).toEqual([46, 44]);
  });

  test('what they accept is read, and NODATA and SKIPDATA are told apart', () => {
    for (const vector of lines.filter(({ expected_kind }) => expected_kind === 'accepted')) {
      const status = vector.line.split(' ').at(-1);
      const expected = status === 'NODATA' ? 'nodata' : status === 'SKIPDATA' ? 'skipdata' : 'record';
      expect([vector.id, read(vector).outcome]).toEqual([vector.id, expected]);
    }
  });

  test('what they accept comes back whole: the fields joined are the line', () => {
    for (const vector of lines.filter(({ expected_kind }) => expected_kind === 'accepted')) {
      const fields = read(vector).line.toFields();
      const joined = vector.format.split(' ').map((name) => fields[name] ?? '-');
      expect(joined.join(' ')).toBe(vector.line);
    }
  });

  test('where they list the fields, ours are the same', () => {
    const full = lines.filter(({ expected_kind }) => expected_kind === 'full');
    expect(full.length).toBeGreaterThan(0);
    for (const vector of full)
      expect([vector.id, read(vector).line.toFields()]).toEqual([vector.id, vector.expected]);
  });

  test('where they list some fields, ours hold them', () => {
    const partial = lines.filter(({ expected_kind }) => expected_kind === 'partial');
    expect(partial.length).toBeGreaterThan(0);
    for (const vector of partial) expect(read(vector).line.toFields()).toMatchObject(vector.expected ?? {});
  });

  test('what they skip is unreadable', () => {
    const skipped = lines.filter(({ expected_kind }) => expected_kind === 'skipped');
    expect(skipped.map((vector) => read(vector).outcome)).toEqual(['unreadable']);
  });

  test('the Transit Gateway vector is refused by name', () => {
    const vector = vectors.find(({ id }) => id.includes('V6_FILE'));
    expect(() => compileFlowLogFormat(vector?.format ?? '')).toThrow(UnsupportedFlowLogError);
  });
});
