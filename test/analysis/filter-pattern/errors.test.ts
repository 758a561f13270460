import { FilterPatternError, parseFilterPattern } from '../../../analysis/filter-pattern';

function errorOf(pattern: string): FilterPatternError {
  try {
    parseFilterPattern(pattern);
  } catch (error) {
    if (error instanceof FilterPatternError) return error;
    throw error;
  }
  throw new Error(`was taken: ${pattern}`);
}

test('a message says what is wrong and where, points to it, and says what is expected', () => {
  const error = errorOf('{ $.eventName == "StopTask" }');
  expect(error).toMatchObject({ pattern: '{ $.eventName == "StopTask" }', position: 14 });
  expect(error.message).toBe(
    [
      'there is no operator == at position 14',
      '  { $.eventName == "StopTask" }',
      '                ^',
      'expected: =, !=, <, <=, > or >= (and %…% for a regular expression)',
    ].join('\n'),
  );
});

test('a long pattern is shown around the place, line breaks as spaces, with the caret below the place', () => {
  const pattern = `{ ${'($.eventName = "StopTask") ||\n'.repeat(20)}($.readOnly = false) || ($.eventName = "a last one, to be longer") }`;
  const error = errorOf(pattern);
  const [, shown = '', caret = ''] = error.message.split('\n');
  expect(pattern.slice(error.position)).toMatch(/^false/);
  expect(shown.slice(caret.indexOf('^'))).toMatch(/^false/);
  expect(shown).toMatch(/^ {2}….*…$/);
  expect(shown.length).toBeLessThan(80);
});

test('where the pattern ends too early the caret stands behind it', () => {
  const [, shown = '', caret = ''] = errorOf('{ $.a = 1').message.split('\n');
  expect(caret.indexOf('^')).toBe(shown.length);
});

describe('what people write and CloudWatch Logs refuses', () => {
  test.each([
    ['{ $.a EXISTS }', 6, 'there is no operator EXISTS', '= * for a field that is there'],
    ['{ $.a IS NOT NULL }', 6, 'there is no IS NOT', '= * for a field with a value'],
    ['{ $.a IS NOT TRUE }', 6, 'there is no IS NOT', 'IS FALSE'],
    ['{ $.a is null }', 6, 'there is no is null', 'in capitals'],
    ['{ $.a not exists }', 6, 'there is no not exists', 'in capitals'],
    ['{ $.a IS EMPTY }', 6, 'there is no IS EMPTY', 'IS NULL'],
    ['{ $.a LIKE "*x*" }', 6, 'there is no operator LIKE', '* at its beginning or end'],
    ['{ $.a like "*x*" }', 6, 'there is no operator like', '* at its beginning or end'],
    ['{ $.a NOT LIKE "x" }', 6, 'there is no operator NOT', '* at its beginning or end'],
    ['{ $.a IN ("x", "y") }', 6, 'there is no operator IN', 'joined by ||'],
    ['{ $.a = true }', 8, '= cannot compare with true', 'IS TRUE'],
    ['{ $.a != FALSE }', 9, '!= cannot compare with false', 'IS FALSE'],
    ['{ $.a = null }', 8, '= cannot compare with null', 'IS NULL'],
    ['{ $.a != null }', 9, '!= cannot compare with null', '= *'],
    ['{ $.a == 1 }', 6, 'there is no operator ==', '='],
    ['{ $.a <> 1 }', 6, 'there is no operator <>', '!='],
    ['{ $.a =~ x }', 6, 'there is no operator =~', '%…%'],
    ['{ $.a = 1 & $.b = 2 }', 10, 'a single & joins nothing', '&&'],
    ['{ $.a = 1 | $.b = 2 }', 10, 'a single | joins nothing', '||'],
    ['{ $.a = 1 AND $.b = 2 }', 10, 'conditions are not joined by AND', '&&'],
    ['{ ($.a = 1) or ($.b = 2) }', 12, 'conditions are not joined by OR', '||'],
    ['{ !($.a = 1) }', 2, 'a condition cannot be negated', '!='],
    ['{ NOT ($.a = 1) }', 2, 'a condition cannot be negated', 'NOT EXISTS'],
    ['{ $.a > "5" }', 8, '> compares numbers', 'without quotes'],
    ['{ $.a >= 4* }', 9, '>= compares numbers', 'without *'],
    ['{ $.a < %5% }', 8, '< compares numbers', 'a number'],
    ["{ $.a = 'x' }", 8, "there is ' where the value", '"text"'],
    ['{ $.a = x@y }', 9, 'a word cannot hold @', '"x@…"'],
    ['{ $.a:b = 1 }', 5, 'a plain field name cannot hold :', "['a:…']"],
    ['{ $["a.b"] = 1 }', 3, 'this is no place in an array', "follows a dot: .['name']"],
    ['{ $.a[-1] = 1 }', 5, 'this is no place in an array', '[0]'],
    ['{ $.a[9999999999] = 1 }', 5, 'this is no place in an array', '[0]'],
    ['{ $.[\'a"] = 1 }', 4, 'the field name in brackets goes wrong', "['name']"],
    ['{ $.a. = 1 }', 6, 'the field has no name', 'letters'],
    ['{ $ = 1 }', 3, 'the whole event cannot be compared', '$.eventName'],
    ['{ a = 1 }', 2, 'a condition begins with', '$.eventName'],
    ['{ "x" = $.a }', 2, 'a condition begins with', '$.eventName'],
    ['{}', 1, 'a condition begins with', '$.eventName'],
    ['{ $.a }', 6, 'there is } where an operator belongs', 'NOT EXISTS'],
    ['{ $.a = }', 8, 'there is } where the value of = belongs', '%regex%'],
    ['{ $.a = "x }', 8, 'the quotation mark is never closed', '"'],
    ['{ ($.a = 1', 2, 'the parenthesis is never closed', ')'],
    ['{ ($.a = 1 }', 11, 'there is } after a condition', 'the closing )'],
    ['{ $.a = 1 ) }', 10, 'there is ) after a condition', 'the closing }'],
    ['{ $.a = 1 && }', 13, 'a condition begins with', '$.eventName'],
    ['{ $.a = 1 } x', 12, 'there is more after the closing }', 'the end'],
  ])('JSON: %s', (pattern, position, problem, expected) => {
    const error = errorOf(pattern);
    expect(error.position).toBe(position);
    expect(error.message).toContain(problem);
    expect(error.message.split('\n').at(-1)).toContain(expected);
  });

  test.each([
    ['foo-bar', 3, 'a term cannot hold - without quotes'],
    ['timeout*', 7, 'a term cannot hold * without quotes'],
    ['résumé', 1, 'a term cannot hold é without quotes'],
    ['"a""b"', 3, 'a term cannot hold " without quotes'],
    ['- x', 1, 'there is white space where a term belongs'],
    ['ERROR ?', 7, 'the pattern ends where a term belongs'],
    ['"abc', 0, 'the quotation mark is never closed'],
    ['%abc', 4, 'the regular expression is never closed'],
  ])('terms: %s', (pattern, position, problem) => {
    expect(errorOf(pattern)).toMatchObject({ position, message: expect.stringContaining(problem) });
  });

  test.each([
    ['[a, b', 5, 'the list of fields goes wrong'],
    ['[a b]', 3, 'the list of fields goes wrong'],
    ['[a] x', 4, 'there is more after the closing ]'],
    ['[..., a, ...]', 9, 'a second ... leaves open'],
    ['[a=1 || b=2]', 8, 'b is another field than a'],
    ['[a=1 && ]', 8, 'a condition is missing'],
    ['[a=1 & a=2]', 5, 'a single & joins nothing'],
    ['[a=1 | a=2]', 5, 'a single | joins nothing'],
    ['[= 1]', 1, 'the condition has no field'],
    ['[a=1 && (a=2)]', 8, 'fields take no parentheses'],
    ['[a == 1]', 3, 'there is no operator =='],
    ['[a > b]', 5, '> compares numbers'],
    ['[a=1 && a]', 9, 'the operator is missing'],
  ])('space-delimited: %s', (pattern, position, problem) => {
    expect(errorOf(pattern)).toMatchObject({ position, message: expect.stringContaining(problem) });
  });

  test.each([
    ['%something!%', 10, 'a regular expression cannot hold !', '\\x21'],
    ['%a(b)%', 2, 'no groups', '\\x28'],
    ['%(?=x)%', 1, 'no groups', '\\x28'],
    ['%\\(%', 1, 'there is no \\(', '\\xhh'],
    ['%a\\1%', 2, 'there is no \\1', '\\xhh'],
    ['%\\bword%', 1, 'there is no \\b', '\\w'],
    ['%é%', 1, 'cannot hold é', '. for any character'],
    ['%[é]%', 2, 'cannot hold é', '. for any character'],
    ['%%', 1, 'is empty here', 'at least one character'],
    ['%a|%', 3, 'is empty here', 'at least one character'],
    ['%a++%', 3, 'a repeat cannot be repeated', '{m,n}'],
    ['%a+?%', 3, 'a repeat cannot be repeated', '{m,n}'],
    ['%*a%', 1, '* repeats or closes nothing', '\\*'],
    ['%a]%', 2, '] repeats or closes nothing', '\\]'],
    ['%a^b%', 2, 'a ^ inside could never match', '\\^'],
    ['%a$b%', 3, 'nothing can follow the $', '\\$'],
    ['%[ab%', 1, 'the character class is never closed', ']'],
    ['%[]%', 1, 'the character class is empty', '\\]'],
    ['%[a[b]%', 3, 'a [ inside a character class', '\\['],
    ['%[z-a]%', 2, 'this is no range', 'rising order'],
    ['%[\\d-z]%', 2, 'this is no range', 'rising order'],
    ['%a{x}%', 2, 'this is no repeat count', '{m,n}'],
    ['%a{,}%', 2, 'this is no repeat count', '{m,n}'],
    ['%a{5,2}%', 2, 'the repeat count falls', 'smaller number first'],
    ['%a{2000}b%', 1, 'the repeat counts are too large', 'at most 2000'],
    ['%\\xZZ%', 3, '\\x wants the code', 'hexadecimal'],
    ['%\\xFF%', 3, '\\x wants the code', '7F'],
  ])('regular expressions: %s', (pattern, position, problem, expected) => {
    const error = errorOf(pattern);
    expect(error.position).toBe(position);
    expect(error.message).toContain(problem);
    expect(error.message.split('\n').at(-1)).toContain(expected);
  });
});

test('a thousand nested parentheses are refused at the 101st, not by running out of stack', () => {
  expect(errorOf(`{ ${'('.repeat(1000)}$.a = 1${')'.repeat(1000)} }`).position).toBe(102);
});
