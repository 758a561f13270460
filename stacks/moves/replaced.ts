import CREATE_ONLY from './create-only.json';
import type { MovedResource, MovedTemplate } from './deployed';

const createOnly: Readonly<Record<string, readonly string[]>> = CREATE_ONLY;

/**
 * Properties of which a change makes CloudFormation create another resource and delete this one, those of them that
 * differ. The table is of AWS's own schemas, `createOnlyProperties`; `npm run test:templates` holds it to them.
 */
export function replacingChanges(before: MovedResource, after: MovedResource): readonly string[] {
  if (before.Type !== after.Type) return ['Type'];
  return (createOnly[before.Type] ?? []).filter(
    (property) =>
      JSON.stringify(before.Properties?.[property]) !== JSON.stringify(after.Properties?.[property]),
  );
}

/** Logical ids of what an update replaces, and of what is made anew because it names one of those for good. */
export function replacedIn(from: MovedTemplate, to: MovedTemplate): ReadonlySet<string> {
  const both = Object.entries(from.Resources ?? {}).flatMap(([id, before]) => {
    const after = to.Resources?.[id];
    return after === undefined ? [] : [{ id, before, after }];
  });
  const replaced = new Set(
    both.filter(({ before, after }) => replacingChanges(before, after).length > 0).map(({ id }) => id),
  );
  for (const gone of replaced) {
    for (const { id, after } of both) {
      const isFixedTo = (createOnly[after.Type] ?? []).some((property) =>
        mentions(after.Properties?.[property], gone),
      );
      if (isFixedTo) replaced.add(id);
    }
  }
  return replaced;
}

/** Whether a value of a template refers to a resource. */
export function mentions(value: unknown, id: string): boolean {
  if (Array.isArray(value)) return value.some((item) => mentions(item, id));
  if (typeof value !== 'object' || value === null) return false;
  const { Ref, 'Fn::GetAtt': attribute } = value as { Ref?: unknown; 'Fn::GetAtt'?: unknown };
  if (Ref === id || (Array.isArray(attribute) && attribute[0] === id)) return true;
  return Object.values(value).some((item) => mentions(item, id));
}
