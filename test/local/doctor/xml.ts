type Value =
  | string
  | number
  | boolean
  | readonly Value[]
  | ReadonlyMap<string, Value>
  | { readonly [name: string]: Value | undefined };

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/**
 * A value as the query protocols write it: lists as repeated elements, which SNS and STS call `member` and EC2
 * calls `item`, maps as `entry`.
 */
export function toXml(value: Value, listItem: 'member' | 'item'): string {
  if (Array.isArray(value)) {
    return value.map((each) => `<${listItem}>${toXml(each, listItem)}</${listItem}>`).join('');
  }
  if (value instanceof Map) {
    return [...value]
      .map(([key, inner]) => `<entry>${toXml({ key, value: inner }, listItem)}</entry>`)
      .join('');
  }
  if (typeof value === 'object') {
    return Object.entries(value)
      .map(([name, inner]) =>
        inner === undefined ? '' : `<${name}>${toXml(inner as Value, listItem)}</${name}>`,
      )
      .join('');
  }
  return String(value).replace(/[&<>"]/g, (char) => ESCAPES[char] ?? char);
}
