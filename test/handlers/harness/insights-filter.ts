/**
 * Whether a line passes the `filter` command of a Logs Insights query that splits lines by spaces. It knows what
 * `flowQuery` writes: `=`, `!=`, `<`, `<=`, `>=`, `in [ … ]`, `and`, `or`, `not` and parentheses, and throws for the
 * rest. A field with `-` is a text, and no text is smaller or larger than a number.
 */
export function matchesInsightsFilter(query: string, names: readonly string[], line: string): boolean {
  const filter = /^\| filter (.*)$/m.exec(query)?.[1];
  if (filter === undefined) throw new Error(`no filter command in ${query}`);
  const words = line.split(' ');
  const fields = new Map(names.map((name, index) => [name.replaceAll('-', '_'), words[index] ?? '-']));
  const tokens = filter.match(/'[^']*'|[()[\],]|<=|>=|!=|[=<>]|[\w.-]+/g) ?? [];
  let at = 0;
  const take = () => tokens[at++] ?? '';
  const takeIf = (token: string) => tokens[at] === token && at++ >= 0;

  function either(): boolean {
    let holds = both();
    while (takeIf('or')) holds = both() || holds;
    return holds;
  }
  function both(): boolean {
    let holds = one();
    while (takeIf('and')) holds = one() && holds;
    return holds;
  }
  function one(): boolean {
    if (takeIf('not')) return !one();
    if (takeIf('(')) {
      const holds = either();
      if (take() !== ')') throw new Error(`a parenthesis is not closed in ${filter}`);
      return holds;
    }
    const name = take();
    const value = fields.get(name);
    if (value === undefined) throw new Error(`${name} is no field of the line`);
    return compared(value, take());
  }
  function compared(value: string, operator: string): boolean {
    if (operator === 'in') {
      const list: string[] = [];
      for (let token = take(); token !== ']'; token = take()) {
        if (token === '') throw new Error(`a list is not closed in ${filter}`);
        if (token !== '[' && token !== ',') list.push(token);
      }
      return list.includes(value);
    }
    const other = take().replaceAll("'", '');
    switch (operator) {
      case '=':
        return value === other;
      case '!=':
        return value !== other;
      case '<':
        return Number(value) < Number(other);
      case '<=':
        return Number(value) <= Number(other);
      case '>=':
        return Number(value) >= Number(other);
      default:
        throw new Error(`the operator ${operator} is not known here`);
    }
  }
  return either();
}
