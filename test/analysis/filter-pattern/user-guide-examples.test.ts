import { parseFilterPattern } from '../../../analysis/filter-pattern';

/**
 * The patterns and log events of the CloudWatch Logs user guide, "Filter pattern syntax for metric filters,
 * subscription filters, filter log events, and Live Tail", and of the TestMetricFilter reference, with what those
 * pages say about each.
 */

function matching(pattern: string, messages: readonly string[]): string[] {
  const parsed = parseFilterPattern(pattern);
  return messages.filter((message) => parsed.matchesText(message));
}

describe('terms', () => {
  const errors = [
    '[ERROR 400] BAD REQUEST',
    '[ERROR 401] UNAUTHORIZED REQUEST',
    '[ERROR 419] MISSING ARGUMENTS',
    '[ERROR 420] INVALID ARGUMENTS',
  ];
  const [bad, unauthorized, missing, invalid] = errors;

  test.each([
    ['ERROR', errors],
    ['ERROR ARGUMENTS', [missing, invalid]],
    ['?ERROR ?ARGUMENTS', errors],
    ['ERROR -ARGUMENTS', [bad, unauthorized]],
    ['" "', errors],
    ['', errors],
    ['%AUTHORIZED%', [unauthorized]],
  ])('%s', (pattern, expected) => {
    expect(matching(pattern, errors)).toEqual(expected);
  });

  test('an exact phrase', () => {
    const messages = ['[ERROR 500] INTERNAL SERVER ERROR', '[ERROR 500] ERROR INTERNAL SERVER'];
    expect(matching('"INTERNAL SERVER ERROR"', messages)).toEqual([messages[0]]);
  });

  test('next to another term those with a question mark have no effect', () => {
    const messages = ['[INFO] REQUEST FAILED', '[WARN] UNAUTHORIZED REQUEST', '[ERROR] 400 BAD REQUEST'];
    expect(matching('?ERROR ?ARGUMENTS REQUEST', messages)).toEqual(messages);
    expect(matching('?ERROR ?ARGUMENTS REQUEST', errors)).toEqual([bad, unauthorized]);
  });

  test('the words of the guide of 2018: a term is found inside words, too', () => {
    const messages = ['[ERROR] A fatal exception has occurred', 'Exiting with ERRORCODE: -1'];
    expect(matching('ERROR', messages)).toEqual(messages);
    expect(matching('"ERROR" -"Exiting"', messages)).toEqual([messages[0]]);
  });
});

describe('regular expressions', () => {
  test.each([
    ['%^[hc]at%', ['hat', 'cat nap'], ['a hat', 'bat']],
    ['%[hc]at$%', ['hat', 'my cat'], ['hats', 'bat']],
    ['%colou?r%', ['color', 'colour'], ['colouur']],
    ['%[abcx-z]%', ['a', 'b', 'c', 'x', 'y', 'z'], ['d', 'w', 'A']],
    ['%^a{3,5}$%', ['aaa', 'aaaa', 'aaaaa'], ['aa', 'aaaaaa']],
    ['%^a{,2}$%', ['', 'a', 'aa'], ['aaa']],
    ['%^a{2,}$%', ['aa', 'aaaaaaa'], ['a']],
    ['%gra|ey%', ['gray', 'grey'], ['groy']],
    [
      '%^starting|^initializing|^shutting down%',
      ['starting up', 'initializing ...', 'shutting down'],
      ['skipping initializing ...'],
    ],
    ['%abcc|ab[^c]$%', ['abcc and more', 'aba'], ['aac', 'abc']],
    ['%\\[.\\]%', ['[a]', '[7]', '[@]', '[]]', '[ ]'], ['[]', '[ab]']],
    ['%10\\.10\\.0\\.1%', ['from 10.10.0.1'], ['10010,051']],
    ['%10.10.0.1%', ['10010,051'], ['10.10.0']],
    ['%ab*c%', ['ac', 'abc', 'abbbc'], ['adc']],
    ['%ab[0-9]*%', ['ab', 'ab0', 'ab129'], ['a0']],
    ['%ab+c%', ['abc', 'abbc', 'abbbc'], ['ac']],
    ['%^.at$%', ['hat', 'cat', 'bat', '4at', '#at', ' at', '\u{1f6a2}at'], ['at', 'chat']],
    ['%\\d%', ['port 22'], ['port']],
    ['%^\\D+$%', ['port'], ['port 22']],
    ['%a\\sb%', ['a b', 'a\tb', 'a\nb'], ['ab', 'a\u00a0b']],
    ['%a\\Sb%', ['a-b', 'a\u00a0b'], ['a b']],
    ['%^\\w+$%', ['snake_case9'], ['kebab-case', 'é']],
    ['%^\\W+$%', ['-!é'], ['_']],
    ['%\\x3A%', ['a:b'], ['ab']],
    ['%\\x28%', ['call()'], ['call']],
  ])('%s', (pattern, matches, others) => {
    expect(matching(pattern, [...matches, ...others])).toEqual(matches);
  });
});

describe('JSON', () => {
  const event = JSON.stringify({
    eventType: 'UpdateTrail',
    sourceIPAddress: '111.111.111.111',
    arrayKey: ['value', 'another value'],
    objectList: [
      { name: 'a', id: 1 },
      { name: 'b', id: 2 },
    ],
    SomeObject: null,
    ThisFlag: true,
    'cluster.name': 'c',
  });

  test.each([
    '{ $.eventType = "UpdateTrail" }',
    '{ $.sourceIPAddress != 123.123.* }',
    '{ $.arrayKey[0] = "value" }',
    '{ $.objectList[1].id = 2 }',
    '{ $.eventType = %Trail% }',
    '{ $.arrayKey[*] = %val.{2}% }',
    '{ $.* = %111\\.111\\.111\\.1[0-9]{1,2}% }',
    '{ $.[\'cluster.name\'] = "c" }',
    '{ $.SomeObject IS NULL }',
    '{ $.SomeOtherObject NOT EXISTS }',
    '{ $.ThisFlag IS TRUE }',
  ])('%s matches the example event', (pattern) => {
    expect(parseFilterPattern(pattern).matchesText(event)).toBe(true);
  });

  test.each([
    '{ $.eventType = "updateTrail" }',
    '{ $.sourceIPAddress != 111.111.* }',
    '{ $.arrayKey[1] = "value" }',
    '{ $.arrayKey = "value" }',
    '{ $.objectList[1].id = 1 }',
    '{ $.objectList[2].id = 2 }',
    '{ $.eventType[0] = "U" }',
    '{ $.eventType = %^Trail% }',
    '{ $.cluster.name = "c" }',
    '{ $.SomeOtherObject IS NULL }',
    '{ $.SomeObject NOT EXISTS }',
    '{ $.ThisFlag IS FALSE }',
  ])('%s does not', (pattern) => {
    expect(parseFilterPattern(pattern).matchesText(event)).toBe(false);
  });

  const users = JSON.stringify({
    user: { id: 1, email: 'John.Stiles@example.com' },
    users: [
      { id: 2, email: 'John.Doe@example.com' },
      { id: 3, email: 'Jane.Doe@example.com' },
    ],
    actions: ['GET', 'PUT', 'DELETE'],
    coordinates: [
      [0, 1, 2],
      [4, 5, 6],
      [7, 8, 9],
    ],
  });

  test.each([
    ['{ ($.user.id = 1) && ($.users[0].email = "John.Doe@example.com") }', true],
    ['{ ($.user.id = 2 && $.users[0].email = "nonmatch") || $.actions[2] = "GET" }', false],
    [
      '{ $.user.email = "John.Stiles@example.com" || $.coordinates[0][1] = nonmatch && $.actions[2] = nomatch }',
      true,
    ],
    [
      '{ ($.user.email = "John.Stiles@example.com" || $.coordinates[0][1] = nonmatch) && $.actions[2] = nomatch }',
      false,
    ],
    ['{ $.coordinates[1][2] = 6 }', true],
  ])('%s: %s', (pattern, expected) => {
    expect(parseFilterPattern(pattern).matchesText(users)).toBe(expected);
  });

  test.each([
    ['{ $.bandwidth > 75 }', { bandwidth: 75.5 }, { bandwidth: 75 }],
    ['{ $.latency < 50 }', { latency: 49.9 }, { latency: 50 }],
    ['{ $.refreshRate >= 60 }', { refreshRate: 60 }, { refreshRate: 59 }],
    ['{ $.responseTime <= 5 }', { responseTime: 5 }, { responseTime: 5.1 }],
    ['{ $.errorCode = 400}', { errorCode: 400 }, { errorCode: 401 }],
    ['{ $.errorCode != 500 }', { errorCode: 400 }, { errorCode: 500 }],
    ['{ $.number[0] = 1e+3 }', { number: [1000] }, { number: [1, 1000] }],
    ['{ $.number[0] != 1e-3 }', { number: [1] }, { number: [0.001] }],
    ['{ $.numbers[0] < 10e3 }', { numbers: [9999] }, { numbers: [10000] }],
    [
      '{ $.processes[4].averageRuntime <= 55.5 }',
      { processes: [0, 0, 0, 0, { averageRuntime: 55.5 }] },
      { processes: [] },
    ],
    ['{ $.latency > +1000 }', { latency: 1001 }, { latency: 1000 }],
    ['{ $.celsius < -1.5 }', { celsius: -2 }, { celsius: -1 }],
    ['{ $.errorCode = 4* }', { errorCode: 404 }, { errorCode: 504 }],
    ['{ $.foo = bar }', { foo: 'bar' }, { foo: 'baz' }],
    ['{ $.latency = * }', { latency: 0 }, { other: 1 }],
    ['{ $.name = *Event }', { name: 'PutEvent' }, { name: 'EventId' }],
    ['{ $.name = Event* }', { name: 'EventId' }, { name: 'PutEvent' }],
    ['{ $.name = Ev*ent }', { name: 'Ev*ent' }, { name: 'Event' }],
  ])('%s matches %j, not %j', (pattern, match, near) => {
    const parsed = parseFilterPattern(pattern);
    expect([match, near].map((record) => parsed.matchesText(JSON.stringify(record)))).toEqual([true, false]);
  });
});

describe('space-delimited', () => {
  const request = '127.0.0.1 Prod frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534';
  const image = '127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] "GET /apache_pb.gif HTTP/1.0" 200 1534';
  const lines = [request, image];

  test.each([
    [
      '[ip=%127\\.0\\.0\\.[1-9]%, user, username, timestamp, request =*.html*, status_code = 4*, bytes]',
      [request],
    ],
    ['[..., request =*.html*, status_code = 4*, bytes]', [request]],
    ['[..., request=*.html*, status_code=4*,]', [request]],
    [
      '[ip, user, username, timestamp, request =*.html*, status_code = 404 || status_code = 410, bytes]',
      [request],
    ],
    ['[ip, user, username, timestamp, request, status_code, bytes > 1000]', lines],
    ['[ip, user, username, timestamp, request, status_code, bytes > 1534]', []],
    ['[ip, user, username, timestamp, request, status_code = 200, bytes]', [image]],
    ['[ip, user, username, timestamp, request, status_code = 4* && bytes > 1000]', 'bytes is another field'],
    ['[ip, user, username, timestamp, request, status_code = 4* && status_code != 403, bytes]', [request]],
    ['[..., status_code=200, size]', [image]],
    ['[ip, user, ...]', lines],
    ['[ip, ..., bytes = 1534]', lines],
    ['[]', lines],
  ])('%s', (pattern, expected) => {
    if (typeof expected === 'string') expect(() => parseFilterPattern(pattern)).toThrow(expected);
    else expect(matching(pattern, lines)).toEqual(expected);
  });

  const events = [
    'INFO 09/25/2014 12:00:00 GET /service/resource/67 1200',
    'INFO 09/25/2014 12:00:01 POST /service/resource/67/part/111 1310',
    'WARNING 09/25/2014 12:00:02 Invalid user request',
    'ERROR 09/25/2014 12:00:02 Failed to process request',
  ];
  const [get, post, warning, error] = events;

  test.each([
    ['[w1=ERROR, w2]', [error]],
    ['[w1=ERROR || w1=WARNING, w2]', [warning, error]],
    ['[w1!=ERROR && w1!=WARNING, w2]', [get, post]],
    ['[logLevel, date, time, method, url=%/service/resource/[0-9]+$%, response_time]', [get]],
    ['[logLevel, date, time, method, url=%/service/resource/[0-9]+/part/[0-9]+$%, response_time]', [post]],
  ])('%s', (pattern, expected) => {
    expect(matching(pattern, events)).toEqual(expected);
  });
});
