type Json = unknown;
type Fields = Readonly<Record<string, Json>>;

/**
 * Whether EventBridge would hand an event to a rule with that pattern: the part of its guide's "Event patterns" that
 * the stacks write. All fields of a pattern must hold, one matcher of each; `$or` takes one of its alternatives. A
 * field is there or not by itself: nothing is assumed of a field whose parent is missing.
 */
export function matchesEventPattern(pattern: Json, event: Json): boolean {
  return Object.entries(pattern as Record<string, Json>).every(([name, wanted]) => {
    if (name === '$or') return (wanted as readonly Json[]).some((each) => matchesEventPattern(each, event));
    const value =
      isObject(event) && Object.hasOwn(event as object, name) ? (event as Fields)[name] : undefined;
    if (!Array.isArray(wanted)) return isObject(value) && matchesEventPattern(wanted, value);
    const values = Array.isArray(value) ? value : [value];
    return wanted.some((matcher) => values.some((each) => matches(matcher, each)));
  });
}

const isObject = (value: Json) => typeof value === 'object' && value !== null;

function matches(matcher: Json, value: Json): boolean {
  if (!isObject(matcher)) return matcher === value;
  const [[kind, argument]] = Object.entries(matcher as Record<string, Json>) as [[string, Json]];
  const text = typeof value === 'string' ? value : undefined;
  switch (kind) {
    case 'exists':
      // Leaves only: an object is no value that is there.
      return (value !== undefined && !isObject(value)) === argument;
    case 'prefix':
      return text?.startsWith(String(argument)) === true;
    case 'suffix':
      return text?.endsWith(String(argument)) === true;
    case 'wildcard':
      return (
        text !== undefined && new RegExp(`^${String(argument).split('*').map(quoted).join('.*')}$`).test(text)
      );
    case 'anything-but':
      return value !== undefined && !(argument as readonly Json[]).includes(value);
    default:
      throw new Error(`no rule of ours uses ${kind}`);
  }
}

function quoted(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
}
