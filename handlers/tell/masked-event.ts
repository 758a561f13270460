import type { Detection } from '../../detections/detection';
import type { OcsfObject } from '../../detections/ocsf/ocsf-object';
import type { JsonObject, JsonValue } from '../../records/cloudtrail/cloudtrail-record';
import { maskSecrets, maskText } from './mask-secrets';
import { cutText } from './plain-text';

/** Members of `finding_info` that the catalogue fills. */
const OWN = ['title', 'types', 'analytic', 'attacks', 'data_sources'] as const;

/** An OCSF event with what is from logs masked; the catalogue's own words, which speak of secrets, stay as they are. */
export function maskedEvent(event: OcsfObject, { runbook }: Detection): OcsfObject {
  const { metadata, remediation, ...rest } = event;
  const info = (event['finding_info'] ?? {}) as OcsfObject;
  const own = OWN.flatMap((name) => (info[name] === undefined ? [] : [[name, info[name]] as const]));
  // Nothing is looked for in what is put back below; a gap keeps its place.
  const gaps = Object.fromEntries(own.map(([name]) => [name, null]));
  const fromLogs =
    event['finding_info'] === undefined ? rest : { ...rest, finding_info: { ...info, ...gaps } };
  const masked = maskSecrets(withShortTexts(fromLogs as JsonValue)) as OcsfObject;
  const uid = maskText(String((metadata as OcsfObject | undefined)?.['uid'] ?? ''));
  return {
    ...event,
    ...masked,
    ...(metadata !== undefined && { metadata: { ...metadata, uid } }),
    finding_info: {
      ...(masked['finding_info'] as OcsfObject),
      ...Object.fromEntries(own),
      ...(info['desc'] === runbook.meaning && { desc: runbook.meaning }),
    },
    ...(remediation !== undefined && { remediation }),
  } as OcsfObject;
}

/** Longer than any name or address; masking takes time for each character. */
const LONGEST_TEXT = 4_096;

function withShortTexts(value: JsonValue | undefined): JsonValue | undefined {
  if (typeof value === 'string') return cutText(value, LONGEST_TEXT);
  if (Array.isArray(value)) return value.map((item) => withShortTexts(item) ?? null);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value as JsonObject).map(([name, item]) => [name, withShortTexts(item)]),
  );
}
