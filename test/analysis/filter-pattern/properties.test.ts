import fc from 'fast-check';
import {
  FilterPatternError,
  parseFilterPattern,
  renderFilterPattern,
} from '../../../analysis/filter-pattern';
import { compileJsonCondition } from '../../../analysis/filter-pattern/json-evaluation';
import type { JsonLeaf } from '../../../analysis/filter-pattern/pattern-tree';
import type { JsonValue } from '../../../records/cloudtrail/cloudtrail-record';
import { jsonConditions, jsonLeaves, records } from './random-patterns';

const render = (leaf: JsonLeaf) => renderFilterPattern({ kind: 'json', condition: leaf }).slice(2, -2);

test('the parser takes a text or throws a FilterPatternError, whatever the text', () => {
  const pieces = fc.constantFrom(
    ...[
      '{',
      '}',
      '[',
      ']',
      '(',
      ')',
      '$',
      '.',
      '*',
      '...',
      '"',
      '%',
      '\\',
      '=',
      '!=',
      '<',
      '>=',
      '&&',
      '||',
      '&',
      '|',
    ],
    ...[
      'IS',
      'NULL',
      'NOT',
      'EXISTS',
      'true',
      'a',
      '5',
      '-',
      '?',
      ',',
      "['a']",
      '[0]',
      '[*]',
      ' ',
      '\n',
      '^',
      '+',
      '{2}',
    ],
  );
  const nearlyPatterns = fc
    .tuple(
      fc.constantFrom('', '{ $.a ', '[a ', '%a'),
      fc.array(pieces, { maxLength: 25 }),
      fc.constantFrom('', '}', ']', '%'),
    )
    .map(([begin, middle, end]) => `${begin}${middle.join('')}${end}`);
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), nearlyPatterns), (text) => {
      try {
        const pattern = parseFilterPattern(text);
        expect(pattern.text).toBe(text);
        pattern.matchesText('{"a":[1,{"b":"x"}]}');
      } catch (error) {
        expect(error).toBeInstanceOf(FilterPatternError);
        const { position } = error as FilterPatternError;
        expect(position >= 0 && position <= text.length).toBe(true);
      }
    }),
    { numRuns: 2000 },
  );
});

test('a pattern that is rendered and parsed again is the same, and means the same', () => {
  fc.assert(
    fc.property(jsonConditions, records, (condition, record) => {
      const pattern = parseFilterPattern(renderFilterPattern({ kind: 'json', condition }));
      expect(pattern.tree).toEqual({ kind: 'json', condition });
      const expected = compileJsonCondition(condition)(record);
      expect(pattern.matchesRecord(record)).toBe(expected);
      expect(pattern.matchesText(JSON.stringify(record))).toBe(expected);
    }),
    { numRuns: 500 },
  );
});

test.each([
  'ERROR ?WARN -"DEBUG \\" \\\\" %^a{2,}|b$% -%x%',
  '[]',
  '[..., a = "*x y*" && a != %z%, , b >= -5, c = 1 || c = 2 && c != 3]',
])('%s is rendered to a pattern with the same tree', (text) => {
  const { tree } = parseFilterPattern(text);
  expect(parseFilterPattern(renderFilterPattern(tree)).tree).toEqual(tree);
});

test('= and != on one selector without wildcards never both match, and one does on any string or number', () => {
  const equalities = jsonLeaves.filter((leaf) => leaf.kind === 'comparison' && leaf.operator === '=');
  fc.assert(
    fc.property(equalities, records, (equal, record) => {
      fc.pre(equal.selector.every(({ kind }) => kind === 'key' || kind === 'index'));
      const is = compileJsonCondition(equal)(record);
      const isNot = compileJsonCondition({ ...equal, operator: '!=' } as JsonLeaf)(record);
      let found: JsonValue | undefined = record;
      for (const step of equal.selector) {
        const name = step.kind === 'key' ? step.key : step.kind === 'index' ? step.index : '';
        const canStep: boolean =
          typeof found === 'object' && found !== null && Array.isArray(found) === (step.kind === 'index');
        found =
          canStep && Object.hasOwn(found as object, name)
            ? (found as Record<string, JsonValue>)[name]
            : undefined;
      }
      expect(is && isNot).toBe(false);
      expect(is || isNot).toBe(typeof found === 'string' || typeof found === 'number');
    }),
    { numRuns: 500 },
  );
});

test('IS, NOT EXISTS: a field that exists is not both, and NOT EXISTS excludes every comparison', () => {
  fc.assert(
    fc.property(jsonLeaves, records, (leaf, record) => {
      const isMissing = compileJsonCondition({ kind: 'not-exists', selector: leaf.selector })(record);
      if (leaf.kind !== 'not-exists' && isMissing) expect(compileJsonCondition(leaf)(record)).toBe(false);
    }),
    { numRuns: 500 },
  );
});

test('&& binds tighter than ||, parentheses tighter than both', () => {
  fc.assert(
    fc.property(jsonLeaves, jsonLeaves, jsonLeaves, records, (a, b, c, record) => {
      const [isA, isB, isC] = [a, b, c].map((leaf) => compileJsonCondition(leaf)(record));
      const matches = (text: string) => parseFilterPattern(text).matchesRecord(record);
      expect(matches(`{${render(a)}||${render(b)}&&${render(c)}}`)).toBe(isA || (isB && isC));
      expect(matches(`{${render(a)}&&${render(b)}||${render(c)}}`)).toBe((isA && isB) || isC);
      expect(matches(`{(${render(a)}||${render(b)})&&${render(c)}}`)).toBe((isA || isB) && isC);
    }),
    { numRuns: 500 },
  );
});
