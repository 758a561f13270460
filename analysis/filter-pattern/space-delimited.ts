import type { FieldCondition, SpaceDelimitedTree } from './pattern-tree';
import { type LineField, splitFields } from './split-fields';
import { compileTextComparison } from './text-comparison';
import type { TextTest } from './wildcard';

/** A condition and the place of its field: counted from the line's beginning, or (negative) from its end. */
interface PlacedTest {
  readonly place: number;
  readonly test: TextTest;
}

/**
 * The fields as a test of a line. Every field of the pattern needs one in the line, and `...` stands for any number
 * of them, also none.
 *
 * Without `...` the last field takes all that is left of the line. This is how the user guide's `[w1=ERROR, w2]`
 * matches a line of six words, and the console's `[timestamp=*Z, request_id="*-*", event]` any Lambda message.
 */
export function compileSpaceDelimited({ fields }: SpaceDelimitedTree): TextTest {
  // An empty list asks for nothing: the TestMetricFilter reference matches every line with it.
  if (fields.length === 0) return () => true;
  const ellipsis = fields.findIndex(({ kind }) => kind === 'ellipsis');
  const needed = ellipsis === -1 ? fields.length : fields.length - 1;
  const tests: PlacedTest[] = [];
  for (const [index, field] of fields.entries()) {
    if (field.kind === 'field' && field.condition !== undefined) {
      const place = ellipsis !== -1 && index > ellipsis ? index - fields.length : index;
      tests.push({ place, test: compileCondition(field.condition) });
    }
  }
  return (line) => {
    const found = splitFields(line);
    if (found.length < needed) return false;
    const last = ellipsis === -1 ? needed - 1 : undefined;
    return tests.every(({ place, test }) => test(textAt(line, found, place, place === last)));
  };
}

function textAt(line: string, found: readonly LineField[], place: number, takesRest: boolean): string {
  const field = found.at(place);
  if (field === undefined) return '';
  return takesRest && place < found.length - 1 ? line.slice(field.begin).trimEnd() : field.text;
}

function compileCondition(condition: FieldCondition): TextTest {
  if (condition.kind === 'comparison') return compileTextComparison(condition);
  const tests = condition.of.map(compileCondition);
  return condition.kind === 'and'
    ? (text) => tests.every((test) => test(text))
    : (text) => tests.some((test) => test(text));
}
