import { z } from 'zod';

/** Context on the command line is text: `-c cis=false`, `-c logRetentionDays=30`, `-c suppressions='[{…}]'`. */
export function fromText(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const text = value.trim();
  if (!/^(?:[[{]|true$|false$|-?\d+$)/.test(text)) return value;
  try {
    return JSON.parse(text);
  } catch {
    return value;
  }
}

/**
 * A list as cdk.json writes it, or with commas as the command line does. It is a set: a region listed twice would give
 * each record of an audit twice, and a service two alarms of one name.
 *
 * @param most how many different ones there may be
 */
export function listOf<T extends z.ZodType>(item: T, most = Number.POSITIVE_INFINITY) {
  return z.preprocess(
    (value) => {
      if (typeof value !== 'string') return value;
      if (value.trim().startsWith('[')) return fromText(value);
      const isNumber = item instanceof z.ZodNumber;
      return value.trim() === ''
        ? []
        : value.split(',').map((part) => (isNumber ? fromText(part) : part.trim()));
    },
    z
      .array(item)
      .transform((items) => [...new Set(items)])
      .refine((items) => items.length <= most),
  );
}
