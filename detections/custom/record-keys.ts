import { fieldSteps, fieldValues } from '../../analysis/sigma/field-values';
import type { TrailCall } from '../../analysis/trail/trail-call';
import type { KeyOf } from '../../analysis/trail/trail-rule';

/** The value of a field as text; the first of several. */
export function textOfField(field: string): KeyOf {
  const steps = fieldSteps(field);
  return ({ record }: TrailCall) => {
    const [value] = fieldValues(record, steps);
    if (value === undefined || value === null) return undefined;
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  };
}

/** All values of a field as texts. */
export function textsOfField(field: string): (call: TrailCall) => readonly string[] {
  const steps = fieldSteps(field);
  return ({ record }) =>
    fieldValues(record, steps).flatMap((value) =>
      value === null ? [] : [typeof value === 'object' ? JSON.stringify(value) : String(value)],
    );
}

/**
 * What records have in common that share these fields; a record that lacks one of them belongs to none. Without fields
 * all records belong together.
 */
export function keyOfFields(fields: readonly string[]): KeyOf {
  const parts = fields.map(textOfField);
  return (call) => {
    const values = parts.map((part) => part(call));
    return values.every((value) => value !== undefined) ? values.join(' ') : undefined;
  };
}
