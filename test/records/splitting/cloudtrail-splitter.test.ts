import fc from 'fast-check';
import { CloudTrailSplitter } from '../../../records/splitting/cloudtrail-splitter';

interface Split {
  readonly records: string[];
  readonly lines: number[];
  readonly unreadable: { line: number; reason: string }[];
  readonly sawRecords: boolean;
}

function split(chunks: readonly Uint8Array[], longest?: number, cutShort?: string): Split {
  const records: string[] = [];
  const lines: number[] = [];
  const unreadable: { line: number; reason: string }[] = [];
  const splitter = new CloudTrailSplitter(
    {
      record: (text, line) => {
        records.push(text);
        lines.push(line);
      },
      unreadable: (line, reason) => unreadable.push({ line, reason }),
    },
    longest,
  );
  for (const chunk of chunks) splitter.push(chunk);
  splitter.end(cutShort);
  return { records, lines, unreadable, sawRecords: splitter.sawRecords };
}

const splitText = (text: string, longest?: number) => split([Buffer.from(text)], longest);

const a = '{"eventVersion":"1.08","eventName":"A"}';
const b = '{"eventVersion":"1.08","eventName":"B","x":{"y":[1,{"z":"}]{\\"["}]}}';
const c = '{"eventVersion":"1.11","eventName":"Ç"}';

describe('the records are found in', () => {
  test.each([
    ['a delivered file', `{"Records":[${a},${b},${c}]}`],
    [
      'a file with members before and after',
      `{"note":["Records"],"n":{"Records":[]},"Records":[${a},${b},${c}],"more":[{}]}`,
    ],
    ['a file with two Records arrays', `{"Records":[${a}],"x":1,"Records":[${b},${c}]}`],
    ['a bare array', `[${a},${b},${c}]`],
    ['JSON lines', `${a}\n${b}\r\n${c}\n`],
    ['objects that only commas or nothing separates', `${a}${b},${c}`],
    ['a file with a byte order mark', `\ufeff{"Records":[${a},${b},${c}]}`],
    ['delivered files one after the other', `{"Records":[${a}]}\n{"Records":[${b},${c}]}`],
  ])('%s', (_, text) => {
    expect(splitText(text)).toMatchObject({ records: [a, b, c], unreadable: [] });
  });

  test('a pretty-printed file, with the lines that they begin on', () => {
    const pretty = JSON.stringify({ Records: [a, b, c].map((text) => JSON.parse(text)) }, undefined, 2);
    const found = splitText(pretty);
    expect(found.records.map((text) => JSON.stringify(JSON.parse(text)))).toEqual([a, b, c]);
    expect(found.lines).toEqual([3, 7, 19]);
    expect(found.unreadable).toEqual([]);
  });

  test('a file of one bare record', () => {
    expect(splitText(b)).toMatchObject({ records: [b], sawRecords: false, unreadable: [] });
  });
});

test('an empty Records array is a file of no records', () => {
  expect(splitText('{"Records":[]}')).toEqual({ records: [], lines: [], unreadable: [], sawRecords: true });
});

test('Records that is no array makes the object a record like any other', () => {
  const text = '{"Records":{"a":[1]},"eventVersion":"1"}';
  expect(splitText(text)).toMatchObject({ records: [text], sawRecords: false });
});

test('Records as a value or deeper down is no member', () => {
  const text = '{"a":"Records","b":[1],"c":{"Records":[{}]}}';
  expect(splitText(text)).toMatchObject({ records: [text], sawRecords: false });
});

describe('a broken record costs itself:', () => {
  test('one with a word that is not JSON is handed on by its braces', () => {
    const bad = '{"eventVersion":"1.08","readOnly":maybe}';
    expect(splitText(`{"Records":[${a},${bad},${c}]}`)).toMatchObject({
      records: [a, bad, c],
      unreadable: [],
    });
  });

  test.each([
    ['a closing brace', '{"eventVersion":"1.08","x":{"y":1}'],
    ['an opening quote', '{"eventVersion":"1.08","eventName":B"}'],
    ['a closing quote', '{"eventVersion":"1.08","eventName":"B}'],
  ])('one that lacks %s ends where the next begins', (_, bad) => {
    const { records, unreadable } = splitText(`{"Records":[${a},${bad},${c},${a}]}`);
    expect(records).toEqual([a, c, a]);
    expect(unreadable).toEqual([{ line: 1, reason: 'a quote or a brace is missing in this record' }]);
  });

  test('a line of JSON lines that was cut ends with its line', () => {
    const other = '{"awsRegion":"eu-west-1","eventName":"D"}';
    const { records, unreadable, lines } = splitText(`${a}\n${b.slice(0, 40)}\n${other}\n${c}\n`);
    expect(records).toEqual([a, other, c]);
    expect(lines).toEqual([1, 3, 4]);
    expect(unreadable).toEqual([{ line: 2, reason: 'a quote or a brace is missing in this record' }]);
  });

  test('the lines after it still count right', () => {
    const bad = '{\n  "eventVersion": "1.08",\n  "eventName": "B,\n  "x": 1\n}';
    const good = '{\n  "eventVersion": "1.08"\n}';
    const { lines, records } = splitText(`[\n${bad},\n${good},\n${good}\n]`);
    expect(records).toEqual([bad, good, good]);
    expect(lines).toEqual([2, 7, 10]);
  });

  test('the lines count right also where the next record begins indented', () => {
    const good = '{\n    "eventVersion": "1.08"\n  }';
    const { lines, records } = splitText(`[\n  {\n    "eventVersion": "1.08",\n  ${good},\n  ${good}\n]`);
    expect(records).toEqual([good, good]);
    expect(lines).toEqual([4, 7]);
  });

  test('an object inside a record may begin with eventVersion', () => {
    const nested = `{"eventVersion":"1","detail":${a}}`;
    expect(splitText(`{"Records":[${nested}]}`)).toMatchObject({ records: [nested], unreadable: [] });
  });
});

describe('what is no record is told with its line:', () => {
  test.each([
    [
      'elements that are no objects',
      `[1,\n"two",null,${a}]`,
      [{ line: 1, reason: 'no JSON object: "1\\"two\\"null"' }],
    ],
    ['text before the records', `hello\n${a}`, [{ line: 1, reason: 'no JSON object: "hello"' }]],
    ['a brace too many', `{"Records":[${a}},${c}]}`, [{ line: 1, reason: 'no JSON object: "}"' }]],
    [
      'a file cut in a record',
      `{"Records":[${a},\n{"eventV`,
      [{ line: 2, reason: 'the file ends inside this record' }],
    ],
    [
      'a file cut in a string after a backslash',
      `${a}\n{"x":"\\`,
      [{ line: 2, reason: 'the file ends inside this record' }],
    ],
    [
      'a file cut between records',
      `{"Records":[${a},`,
      [{ line: 1, reason: 'the file ends before its array of records does' }],
    ],
    [
      'a file cut before its last brace',
      `{"Records":[${a}]`,
      [{ line: 1, reason: 'the file ends before its last brace' }],
    ],
    [
      'an array closed inside its last record',
      `{"Records":[${a},{"eventVersion":"1"]}`,
      [{ line: 1, reason: 'a brace is missing at the end of this record' }],
    ],
  ])('%s', (_, text, unreadable) => {
    const found = splitText(text);
    expect(found.unreadable).toEqual(unreadable);
    expect(found.records).toContain(a);
  });

  test('a bracket too many does not hide the records after it', () => {
    const found = splitText(`{"Records":[${a}],${b},${c}]}`);
    expect(found.records).toEqual([a, b, c]);
    expect(found.unreadable).toEqual([{ line: 1, reason: 'a bracket too many before this record' }]);
  });

  test('a file that gzip cut short has one entry with that reason and no second one for its tail', () => {
    const found = split([Buffer.from(`{"Records":[${a},\n{"eventV`)], undefined, 'gzip ends early');
    expect(found).toMatchObject({ records: [a], unreadable: [{ line: 2, reason: 'gzip ends early' }] });
  });
});

describe('a record that is too long', () => {
  const long = `{"eventVersion":"1","x":"${'x'.repeat(500)}"}`;

  test('is unreadable, and the next one is read', () => {
    const found = splitText(`{"Records":[${a},${long},${c}]}`, 200);
    expect(found.records).toEqual([a, c]);
    expect(found.unreadable).toEqual([
      {
        line: 1,
        reason:
          'longer than 200 bytes, which no record is: a quote or brace may be missing in it; if it holds records, write them one a line',
      },
    ]);
  });

  test('does not stay in memory when it comes in chunks, and ends where the next begins', () => {
    const chunks = Array.from({ length: 2000 }, () => Buffer.from('x'.repeat(1000)));
    const found = split([Buffer.from(`[{"x":"`), ...chunks, Buffer.from(`,${a},${c}]`)], 10_000);
    expect(found.records).toEqual([a, c]);
    expect(found.unreadable).toEqual([{ line: 1, reason: 'a quote or a brace is missing in this record' }]);
  });

  test('exactly as long as can be is read', () => {
    expect(splitText(`[${long}]`, long.length).records).toEqual([long]);
    expect(splitText(`[${long}]`, long.length - 1).records).toEqual([]);
  });
});

describe('wherever the chunks are cut', () => {
  const cutAt = (bytes: Buffer, cuts: readonly number[]) => {
    const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((x, y) => x - y);
    return [0, ...places].map((from, at) => bytes.subarray(from, places[at] ?? bytes.length));
  };
  const cuts = fc.array(fc.nat(), { maxLength: 20 });

  test('the same records come out of JSON values, which also parse back to what was written', () => {
    const record = fc
      .dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue())
      .filter((value) => !Object.hasOwn(value, 'Records'));
    fc.assert(
      fc.property(fc.array(record), fc.constantFrom(undefined, 1, '\t'), cuts, (values, indent, at) => {
        const bytes = Buffer.from(JSON.stringify({ Records: values }, undefined, indent));
        const whole = split([bytes]);
        expect(whole.records.map((text) => JSON.parse(text))).toEqual(
          values.map((value) => JSON.parse(JSON.stringify(value))),
        );
        expect(whole.unreadable).toEqual([]);
        expect(split(cutAt(bytes, at))).toEqual(whole);
      }),
    );
  });

  test('the same answer comes out of broken text, and nothing is thrown', () => {
    const part = fc.constantFrom(
      a,
      b,
      c,
      '{"Records":[',
      ']',
      '}',
      '{',
      '[',
      ',',
      '"',
      '\\',
      '\n',
      'x',
      '"Records"',
      ':',
      '{"eventVersion"',
      '\ufeff',
    );
    const text = fc.oneof(
      fc.array(part).map((parts) => parts.join('')),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(text, cuts, (any, at) => {
        const bytes = Buffer.from(any);
        expect(split(cutAt(bytes, at))).toEqual(split([bytes]));
      }),
      { numRuns: 2000 },
    );
  });

  test('one byte at a time is no different', () => {
    const bytes = Buffer.from(`\ufeff{"n":1,"Records":[${a},\n${b.slice(0, 30)},${c}],"m":2}`);
    expect(split([...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(split([bytes]));
  });
});
