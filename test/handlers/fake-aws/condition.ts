/** DynamoDB's attribute values, as far as the handlers write them. */
export type Attribute = { readonly S?: string; readonly N?: string; readonly [type: string]: unknown };
export type Item = Readonly<Record<string, Attribute>>;

interface Names {
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, Attribute>>;
}

/** Judges a condition expression on an item: functions, comparisons, AND, OR, NOT and parentheses. */
export function holds(expression: string, item: Item | undefined, { names, values }: Names): boolean {
  const tokens = expression.match(/\(|\)|,|<>|<=|>=|=|<|>|[\w#:.]+/g) ?? [];
  let at = 0;
  const next = () => tokens[at++] ?? '';
  const attribute = (word: string): Attribute | undefined =>
    word.startsWith(':') ? values[word] : item?.[word.startsWith('#') ? (names[word] ?? '') : word];

  function either(): boolean {
    let result = both();
    while (tokens[at] === 'OR') {
      at += 1;
      const other = both();
      result = result || other;
    }
    return result;
  }
  function both(): boolean {
    let result = one();
    while (tokens[at] === 'AND') {
      at += 1;
      const other = one();
      result = result && other;
    }
    return result;
  }
  function one(): boolean {
    const word = next();
    if (word === 'NOT') return !one();
    if (word === '(') {
      const result = either();
      next();
      return result;
    }
    if (word === 'attribute_exists' || word === 'attribute_not_exists') {
      next();
      const found = attribute(next()) !== undefined;
      next();
      return word === 'attribute_exists' ? found : !found;
    }
    return compare(attribute(word), next(), attribute(next()));
  }
  const result = either();
  if (at !== tokens.length) throw new Error(`condition not understood: ${expression}`);
  return result;
}

function compare(left: Attribute | undefined, operator: string, right: Attribute | undefined): boolean {
  if (left === undefined || right === undefined) return false;
  const [one, other] =
    left.N !== undefined ? [Number(left.N), Number(right.N)] : [String(left.S), String(right.S)];
  switch (operator) {
    case '=':
      return one === other;
    case '<>':
      return one !== other;
    case '<':
      return one < other;
    case '<=':
      return one <= other;
    case '>':
      return one > other;
    case '>=':
      return one >= other;
    default:
      throw new Error(`operator not understood: ${operator}`);
  }
}
