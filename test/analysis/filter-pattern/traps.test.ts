import { parseFilterPattern } from '../../../analysis/filter-pattern';
import {
  exampleEvent,
  exampleRole,
  exampleRoot,
  exampleUser,
} from '../../../detections/examples/example-event';
import type { JsonObject } from '../../../records/cloudtrail/cloudtrail-record';

/** What is easily expected of a filter pattern and is not so. */

function matches(pattern: string, record: JsonObject): boolean {
  return parseFilterPattern(pattern).matchesRecord(record);
}

const DEPLOYER = 'arn:aws:iam::111122223333:role/deploy-pipeline';
const ISSUER = '$.userIdentity.sessionContext.sessionIssuer.arn';
const callers = [exampleUser, exampleRoot, exampleRole('ops'), exampleRole('deploy-pipeline')].map(
  (userIdentity) => exampleEvent('ecs', 'StopTask', null, { userIdentity }),
);

describe('a missing field', () => {
  test('never matches !=, so users and root escape "everyone except the deploy role"', () => {
    const pattern = `{ ${ISSUER} != "${DEPLOYER}" }`;
    expect(callers.map((record) => matches(pattern, record))).toEqual([false, false, true, false]);
  });

  test('is caught by the NOT EXISTS arm', () => {
    const pattern = `{ (${ISSUER} NOT EXISTS) || (${ISSUER} != "${DEPLOYER}") }`;
    expect(callers.map((record) => matches(pattern, record))).toEqual([true, true, true, false]);
  });

  test('does not exist when its parent is missing, null, text or a list', () => {
    for (const parent of [undefined, null, 'text', 5, ['child']]) {
      expect(matches('{ $.parent.child NOT EXISTS }', { parent })).toBe(true);
    }
    expect(matches('{ $.parent.child NOT EXISTS }', { parent: { child: false } })).toBe(false);
  });

  test('is not made up from what every JavaScript object has', () => {
    expect(matches('{ $.constructor NOT EXISTS }', {})).toBe(true);
    expect(matches('{ $.a.toString NOT EXISTS }', { a: {} })).toBe(true);
    expect(matches('{ $.list.length = 1 }', { list: ['x'] })).toBe(false);
    expect(matches('{ $.toString = "x" }', { toString: 'x' })).toBe(true);
    expect(parseFilterPattern('{ $.__proto__.a = 1 }').matchesText('{"__proto__":{"a":1}}')).toBe(true);
    expect(matches('{ $.__proto__.toString NOT EXISTS }', {})).toBe(true);
  });
});

describe('null', () => {
  test('IS NULL, and the field exists', () => {
    expect(matches('{ $.a IS NULL }', { a: null })).toBe(true);
    expect(matches('{ $.a NOT EXISTS }', { a: null })).toBe(false);
  });

  test('is not the text "null" and has no value', () => {
    expect(matches('{ $.a IS NULL }', { a: 'null' })).toBe(false);
    expect(matches('{ $.a = "null" }', { a: null })).toBe(false);
    expect(matches('{ $.a != "x" }', { a: null })).toBe(false);
    expect(matches('{ $.a = * }', { a: null })).toBe(false);
  });
});

describe('an array or an object at the end', () => {
  test.each(['=', '!='])('never matches %s', (operator) => {
    expect(matches(`{ $.users ${operator} 1 }`, { users: [1, 2, 3] })).toBe(false);
    expect(matches(`{ $.users ${operator} "*" }`, { users: { id: 1 } })).toBe(false);
  });

  test('exists', () => {
    expect(matches('{ $.users NOT EXISTS }', { users: [] })).toBe(false);
  });
});

describe('booleans', () => {
  test('are asked with IS, by their JSON value', () => {
    expect(matches('{ $.readOnly IS FALSE }', { readOnly: false })).toBe(true);
    expect(matches('{ $.readOnly IS FALSE }', { readOnly: 'false' })).toBe(false);
    expect(matches('{ $.readOnly IS FALSE }', {})).toBe(false);
  });

  test('are not text: a quoted "true" is', () => {
    expect(matches('{ $.interactive = "true" }', { interactive: true })).toBe(false);
    expect(matches('{ $.interactive = "true" }', { interactive: 'true' })).toBe(true);
    expect(matches('{ $.interactive != "false" }', { interactive: true })).toBe(false);
  });
});

describe('numbers in strings', () => {
  test('the cpu of a task definition is a string, which has no order', () => {
    expect(matches('{ $.cpu >= 8192 }', { cpu: '16384' })).toBe(false);
    expect(matches('{ $.cpu >= 8192 }', { cpu: 16384 })).toBe(true);
  });

  test('= takes a number by its value, and a string that is written the same', () => {
    const values = [5, 5.0, '5', '5.0', '05', 6];
    expect(values.map((a) => matches('{ $.a = 5 }', { a }))).toEqual([true, true, true, false, false, false]);
    expect(values.map((a) => matches('{ $.a != 5 }', { a }))).toEqual([
      false,
      false,
      false,
      true,
      true,
      true,
    ]);
    expect(matches('{ $.a = 5.0 }', { a: 5 })).toBe(true);
    expect(matches('{ $.account = 111122223333 }', { account: '111122223333' })).toBe(true);
  });

  test('a quoted number is text, with which a number is compared by its digits', () => {
    expect([5, '5', 5.5].map((a) => matches('{ $.a = "5" }', { a }))).toEqual([true, true, false]);
    expect(matches('{ $.a = "5.0" }', { a: 5 })).toBe(false);
    expect(matches('{ $.a = %^4\\d\\d$% }', { a: 404 })).toBe(true);
  });
});

describe('wildcards', () => {
  test('a * in the middle is itself', () => {
    const role = '{ $.arn = "arn:aws:iam::*:role/deploy" }';
    expect(matches(role, { arn: 'arn:aws:iam::111122223333:role/deploy' })).toBe(false);
    expect(matches(role, { arn: 'arn:aws:iam::*:role/deploy' })).toBe(true);
  });

  test('* at both ends is "contains", * alone is any value, also an empty one', () => {
    expect(matches('{ $.a = "*Unauth*" }', { a: 'Client.UnauthorizedOperation' })).toBe(true);
    expect(matches('{ $.a = "*Unauth*" }', { a: 'Client.unauthorizedOperation' })).toBe(false);
    expect(['', 'x', 0].map((a) => matches('{ $.a = * }', { a }))).toEqual([true, true, true]);
    expect(['', 'x', 0].map((a) => matches('{ $.a != * }', { a }))).toEqual([false, false, false]);
  });

  test('two conditions with [*] are met by two elements: no "port and range of the same rule"', () => {
    const items = [
      { port: 22, cidr: '10.0.0.0/8' },
      { port: 443, cidr: '0.0.0.0/0' },
    ];
    expect(matches('{ ($.items[*].port = 22) && ($.items[*].cidr = "0.0.0.0/0") }', { items })).toBe(true);
  });

  test('[*] with != is met by any element that is there and differs', () => {
    expect(matches('{ $.ports[*] != 22 }', { ports: [22, 443] })).toBe(true);
    expect(matches('{ $.ports[*] != 22 }', { ports: [22] })).toBe(false);
    expect(matches('{ $.ports[*] != 22 }', { ports: [] })).toBe(false);
    expect(matches('{ $.items[*].port != 22 }', { items: [{ cidr: 'x' }, { port: 22 }] })).toBe(false);
  });

  test('[*] with IS and NOT EXISTS: any element, no element', () => {
    const definitions = { containers: [{ name: 'web' }, { name: 'agent', privileged: true }] };
    expect(matches('{ $.containers[*].privileged IS TRUE }', definitions)).toBe(true);
    expect(matches('{ $.containers[*].privileged IS FALSE }', definitions)).toBe(false);
    expect(matches('{ $.containers[*].privileged NOT EXISTS }', definitions)).toBe(false);
    expect(matches('{ $.containers[*].user NOT EXISTS }', definitions)).toBe(true);
  });

  test('[*] is for arrays, .* is for objects', () => {
    expect(matches('{ $.a[*] = 1 }', { a: { b: 1 } })).toBe(false);
    expect(matches('{ $.a.* = 1 }', { a: [1] })).toBe(false);
    expect(matches('{ $.a.* = 1 }', { a: { x: 2, b: 1 } })).toBe(true);
    expect(matches('{ $.a.*.c = 1 }', { a: { x: 2, b: { c: 1 } } })).toBe(true);
  });
});

describe('keys', () => {
  test('in brackets hold what others cannot; single and double quotes say the same', () => {
    const record = { 'aws:SourceArn': { 'a.b': 'c' }, a: { b: 'wrong' } };
    expect(matches("{ $.['aws:SourceArn'].['a.b'] = c }", record)).toBe(true);
    expect(matches('{ $.["aws:SourceArn"].["a.b"] = c }', record)).toBe(true);
    expect(matches('{ $.a.b = c }', record)).toBe(false);
  });

  test('case matters', () => {
    expect(matches('{ $.EventName = "StopTask" }', { eventName: 'StopTask' })).toBe(false);
  });
});

describe('a JSON pattern on a message that is no JSON object', () => {
  test.each(['StopTask', '', '[{"a":1}]', '"a"', '1', 'null', '{"a":1', '{"a":1} trailing', 'INFO {"a":1}'])(
    '%j matches nothing, not even NOT EXISTS',
    (message) => {
      expect(parseFilterPattern('{ $.zzz NOT EXISTS }').matchesText(message)).toBe(false);
    },
  );

  test('white space around the object does not matter', () => {
    expect(parseFilterPattern('{ $.a = 1 }').matchesText(' \n{"a":1}\n')).toBe(true);
  });
});

describe('terms on a record', () => {
  test('look at its JSON, or at the text that is given', () => {
    const pattern = parseFilterPattern('"StopTask" -denied');
    expect(pattern.matchesRecord({ eventName: 'StopTask' })).toBe(true);
    expect(pattern.matchesRecord({ eventName: 'StopTask' }, () => 'StopTask denied')).toBe(false);
  });

  test('an exclusion alone matches all other messages, an exclusion with ? terms ignores those', () => {
    expect(parseFilterPattern('-ERROR').matchesText('fine')).toBe(true);
    expect(parseFilterPattern('-ERROR').matchesText('ERROR')).toBe(false);
    expect(parseFilterPattern('?WARN -ERROR').matchesText('fine')).toBe(true);
  });

  test('quotation marks and backslashes are escaped in a phrase', () => {
    expect(parseFilterPattern('"say \\"hi\\""').matchesText('say "hi" now')).toBe(true);
    expect(parseFilterPattern('"C:\\\\temp"').matchesText('in C:\\temp')).toBe(true);
    expect(parseFilterPattern('"C:\\temp"').matchesText('in C:\\temp')).toBe(true);
  });
});

describe('the subscription filter on flow logs', () => {
  const pattern = parseFilterPattern('%\\s22\\s|\\s2222\\s|SKIPDATA%');
  const line = (srcport: string, dstport: string, status = 'OK') =>
    `2 111122223333 eni-0a 10.0.0.5 198.51.100.7 ${srcport} ${dstport} 6 4 240 1700000000 1700000060 ACCEPT ${status}`;

  test('keeps a port in any field, replies and SKIPDATA, which conditions on fields cannot join by OR', () => {
    expect(pattern.matchesText(line('51515', '22'))).toBe(true);
    expect(pattern.matchesText(line('22', '51515'))).toBe(true);
    expect(pattern.matchesText(line('51515', '2222'))).toBe(true);
    expect(pattern.matchesText('2 111122223333 eni-0a - - - - - - - 1700000000 1700000060 - SKIPDATA')).toBe(
      true,
    );
  });

  test('drops other ports and NODATA', () => {
    expect(pattern.matchesText(line('51522', '443'))).toBe(false);
    expect(pattern.matchesText(line('22222', '221'))).toBe(false);
    expect(pattern.matchesText('2 111122223333 eni-0a - - - - - - - 1700000000 1700000060 - NODATA')).toBe(
      false,
    );
  });
});

describe('the fields of a line', () => {
  const count = (pattern: string, line: string) => parseFilterPattern(pattern).matchesText(line);

  test('fewer than the pattern names never match', () => {
    expect(count('[a, b, c]', 'one two')).toBe(false);
    expect(count('[a, ..., c]', 'one')).toBe(false);
    expect(count('[a, ..., c]', 'one two')).toBe(true);
    expect(count('[a]', '')).toBe(false);
  });

  test('more of them go to the last field, which then is the rest of the line', () => {
    expect(count('[time, event = "disk is *"]', '12:00 disk is full')).toBe(true);
    expect(count('[time, event = full]', '12:00 disk is full')).toBe(false);
    expect(count('[time, ..., event = full]', '12:00 disk is full')).toBe(true);
  });

  test('conditions on fields after ... count from the end', () => {
    expect(count('[a = 1, ..., y = 8, z = 9]', '1 2 3 8 9')).toBe(true);
    expect(count('[a = 1, ..., y = 8, z = 9]', '1 2 8 3 9')).toBe(false);
  });

  test('text in brackets or quotation marks is one field without them; an unclosed one is a character', () => {
    expect(count('[a = "x y", b = "p q", c = z]', '[x y] "p q" z')).toBe(true);
    expect(count('[a = "\\"x", b = y]', '"x y')).toBe(true);
    expect(count('[a = "[x", b = y]', '[x y')).toBe(true);
  });

  test('&& binds tighter than ||', () => {
    const pattern = '[a = 1 || a >= 5 && a != 6, b]';
    expect(['1', '5', '6', '4'].map((a) => count(pattern, `${a} b`))).toEqual([true, true, false, false]);
  });

  test('only numbers have an order; - and words have none', () => {
    expect(
      ['1001', '1e4', '1000', '-', 'many', '0x7D0'].map((bytes) => count('[a, bytes > 1000]', `x ${bytes}`)),
    ).toEqual([true, true, false, false, false, false]);
    expect(count('[a, status = 200]', 'x 200.0')).toBe(true);
    expect(count('[a, flag = true]', 'x true')).toBe(true);
  });
});
