import { isJsonObject, type JsonObject, type JsonValue } from '../../../records/cloudtrail/cloudtrail-record';
import { type Flag, isOpen } from '../task-definition';

/** Names that CloudFormation does not spell as the API does with a capital in front. */
const TEMPLATE_NAMES: Readonly<Record<string, string>> = {
  efsVolumeConfiguration: 'EFSVolumeConfiguration',
  iam: 'IAM',
};

/** A field by its name in the API; CloudFormation spells it with a capital. Null is absent. */
export function fieldOf(object: JsonObject | undefined, name: string): JsonValue | undefined {
  if (object === undefined) return undefined;
  const inTemplate = TEMPLATE_NAMES[name] ?? `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  return object[name] ?? object[inTemplate] ?? undefined;
}

export function objectOf(object: JsonObject | undefined, name: string): JsonObject | undefined {
  const value = fieldOf(object, name);
  return isJsonObject(value) ? value : undefined;
}

/** A text, or a number or boolean as text: `cpu` is a number in some documents and a text in others. */
export function textOf(object: JsonObject | undefined, name: string): string | undefined {
  return scalarText(fieldOf(object, name));
}

/** A boolean; templates in YAML may hold the text `true`, or leave it open. */
export function flagOf(object: JsonObject | undefined, name: string): Flag | undefined {
  const value = fieldOf(object, name);
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return undefined;
  const text = value.toLowerCase();
  if (isOpen(text)) return 'open';
  return text === 'true' ? true : text === 'false' ? false : undefined;
}

/** A value, or what a text holds of it as JSON: some tools render an inner document as text. */
export function parsedJson(value: JsonValue | undefined): JsonValue | undefined {
  if (typeof value !== 'string') return value ?? undefined;
  if (!/^\s*[[{]/.test(value)) return undefined;
  try {
    return JSON.parse(value) as JsonValue;
  } catch {
    return undefined;
  }
}

export function objectsOf(object: JsonObject | undefined, name: string): readonly JsonObject[] {
  const value = parsedJson(fieldOf(object, name));
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

export function textsOf(object: JsonObject | undefined, name: string): readonly string[] {
  const value = fieldOf(object, name);
  if (!Array.isArray(value)) return [];
  return value.map(scalarText).filter((text) => text !== undefined);
}

/** An object whose keys are the user's own, such as the options of a log driver. */
export function textMapOf(object: JsonObject | undefined, name: string): Readonly<Record<string, string>> {
  const entries = Object.entries(objectOf(object, name) ?? {}).map(
    ([key, value]) => [key, scalarText(value)] as const,
  );
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

function scalarText(value: JsonValue | undefined): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}
