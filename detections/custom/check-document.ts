import { z } from 'zod';
import { SEVERITIES } from '../../analysis/finding';
import type { DocumentPath, Report } from '../../analysis/sigma/expression';
import { shown } from '../../analysis/sigma/field-item';
import type { Change } from '../detection';
import { nearNames } from '../near-names';
import type { DetectionDocument } from './custom-document';

const MOST_TEXT = 4_000;
const MOST_EXAMPLES = 100;
const MOST_RECORDS = 500;
const MINUTES_OF_30_DAYS = 43_200;

const line = (allowed: string, most = 100) => z.string(allowed).min(1, allowed).max(most, allowed);
const whole = (least: number, most: number) => {
  const allowed = `a whole number from ${least} to ${most}`;
  return z.int(allowed).min(least, allowed).max(most, allowed);
};
const minutes = z
  .number(`minutes, more than 0 and at most ${MINUTES_OF_30_DAYS}`)
  .positive(`minutes, more than 0 and at most ${MINUTES_OF_30_DAYS}`)
  .max(MINUTES_OF_30_DAYS, `minutes, more than 0 and at most ${MINUTES_OF_30_DAYS}`);
const field = line('the name of a field, such as userIdentity.arn', 300);
const fields = z.array(field, 'a list of fields').min(1, 'at least one field').max(10, 'at most 10 fields');
const search = z.record(z.string(), z.unknown(), 'searches by name and a condition, as Sigma writes them');
const severity = z.enum(SEVERITIES, SEVERITIES.join(', '));
const text = line(`a text of at most ${MOST_TEXT} characters`, MOST_TEXT);
const steps = z.array(text, 'a list of steps').max(20, 'at most 20 steps');
const record = z.record(z.string(), z.unknown(), 'a record, a list of records, or {records, before, flows}');
const records = z.array(record, 'a list of records').max(MOST_RECORDS, `at most ${MOST_RECORDS} records`);

/** A record, a list of records, or both with what came before and flows. */
const example = z.preprocess(
  (value) => {
    if (Array.isArray(value)) return { records: value };
    const isMap = typeof value === 'object' && value !== null;
    if (!isMap || 'records' in value || 'flows' in value || 'before' in value) return value;
    return { records: [value] };
  },
  z.strictObject(
    { records: records.optional(), before: records.optional(), flows: records.optional() },
    'a record, a list of records, or {records, before, flows}',
  ),
);
const exampleList = z
  .array(example, 'a list of examples')
  .max(MOST_EXAMPLES, `at most ${MOST_EXAMPLES} examples`);
export const examplesSchema = z.strictObject(
  { fires: exampleList.default([]), staysSilent: exampleList.default([]) },
  'fires and staysSilent, each a list of examples',
);

const KINDS = 'filter, predicate, count, chain, first-time, flow';
const detector = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('filter'), pattern: line('a CloudWatch Logs filter pattern', 4_096) }),
    z.strictObject({ kind: z.literal('predicate'), detection: search, by: fields.optional() }),
    z.strictObject({
      kind: z.literal('count'),
      detection: search,
      by: fields.optional(),
      distinct: field.optional(),
      atLeast: whole(2, 100_000),
      withinMinutes: minutes,
    }),
    z.strictObject({
      kind: z.literal('chain'),
      order: z
        .enum(['temporal', 'temporal_ordered'], 'temporal or temporal_ordered')
        .default('temporal_ordered'),
      withinMinutes: minutes,
      by: fields.optional(),
      steps: z
        .array(
          z.strictObject({
            name: line('what happened, as a message says it'),
            detection: search,
            by: fields.optional(),
            atLeast: whole(1, 1_000).optional(),
          }),
          'a list of steps {name, detection}',
        )
        .min(2, 'at least 2 steps')
        .max(10, 'at most 10 steps'),
    }),
    z.strictObject({
      kind: z.literal('first-time'),
      detection: search,
      key: fields,
      value: field,
      of: line('what the value is, such as region'),
      expiresDays: whole(1, 365).optional(),
      mostValues: whole(1, 1_000).optional(),
    }),
    z.strictObject({
      kind: z.literal('flow'),
      detection: search,
      by: z.enum(['source', 'target', 'pair'], 'source, target or pair').default('source'),
      count: z
        .enum(
          ['connections', 'sources', 'targets', 'ports', 'bytes'],
          'connections, sources, targets, ports or bytes',
        )
        .default('connections'),
      atLeast: whole(1, 1_000_000_000_000),
      withinMinutes: minutes,
    }),
  ],
  `a map whose kind is one of ${KINDS}`,
);

const runbook = z.strictObject(
  { meaning: text, impact: text, diagnosis: steps, response: steps },
  'a map with meaning, impact, diagnosis and response',
);

const detectionSchema = z.strictObject({
  id: z
    .string('<subject>-<what-happened>, in kebab case')
    .regex(/^[a-z0-9]+(-[a-z0-9]+)+$/, '<subject>-<what-happened>, in kebab case')
    .max(60, 'at most 60 characters'),
  title: z
    .string('one line of 10 to 100 ASCII characters')
    .regex(/^[\x20-\x7e]{10,100}$/, 'one line of 10 to 100 ASCII characters'),
  severity,
  attack: z
    .array(
      z
        .string('a technique, such as T1609')
        .regex(/^T\d{4}(\.\d{3})?$/, 'a technique, such as T1609 or T1685.002'),
      'a list of techniques of MITRE ATT&CK',
    )
    .min(1, 'at least one technique of MITRE ATT&CK')
    .max(10, 'at most 10 techniques'),
  detector,
  alarm: z
    .strictObject(
      { threshold: whole(1, 100_000).optional(), periodMinutes: whole(1, 1_440).optional() },
      'a map with threshold and periodMinutes',
    )
    .optional(),
  runbook,
  examples: examplesSchema.default({ fires: [], staysSilent: [] }),
});

const changeSchema = z.strictObject({
  change: line('the id of a detection of the catalogue'),
  off: z.literal(true, 'true').optional(),
  severity: severity.optional(),
  thresholds: z.record(z.string(), z.number('a number'), 'numbers by name').optional(),
  reason: line('why, in a line of text', 500),
});

/** The document as a detection; undefined where something is wrong, all of which is reported. */
export function checkDetection(document: unknown, report: Report): DetectionDocument | undefined {
  return check(detectionSchema, document, report) as DetectionDocument | undefined;
}

export function checkChange(document: unknown, report: Report): Change | undefined {
  const change = check(changeSchema, document, report);
  if (change === undefined) return undefined;
  if (change.off === undefined && change.severity === undefined && change.thresholds === undefined) {
    report(['change'], `the change of ${change.change} changes nothing; give off, severity or thresholds`);
    return undefined;
  }
  return change;
}

/** What a Sigma rule has beside Sigma's own members. */
export function checkExamples(document: unknown, report: Report): DetectionDocument['examples'] | undefined {
  const inside: Report = (path, message) => report(['examples', ...path], message);
  return check(examplesSchema, document, inside) as DetectionDocument['examples'] | undefined;
}

/** Checks a value; every issue becomes a sentence with the place, the value and what is allowed. */
function check<T extends z.ZodType>(schema: T, value: unknown, report: Report): z.output<T> | undefined {
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  for (const issue of checked.error.issues) {
    const path = issue.path.filter((step) => typeof step !== 'symbol') as DocumentPath;
    if (issue.code === 'unrecognized_keys') {
      const known = knownKeys(schema, path);
      for (const key of issue.keys) {
        const [nearest] = nearNames(key, known);
        const hint = nearest === undefined ? '' : `; did you mean ${nearest}?`;
        report([...path, key], `there is no ${key} here${hint}`);
      }
      continue;
    }
    const found = valueAt(value, path);
    const what = pathText(path) || 'the document';
    report(
      path,
      found === undefined
        ? `${what} is missing; wanted is ${issue.message}`
        : `${what} is ${shown(found)}; allowed is ${issue.message}`,
    );
  }
  return undefined;
}

const TOP_LEVEL = ['id', 'title', 'severity', 'attack', 'detector', 'alarm', 'runbook', 'examples'];
const BELOW: { readonly [member: string]: readonly string[] } = {
  alarm: ['threshold', 'periodMinutes'],
  runbook: ['meaning', 'impact', 'diagnosis', 'response'],
  examples: ['fires', 'staysSilent'],
  detector: [
    ...['kind', 'pattern', 'detection', 'by', 'distinct', 'atLeast', 'withinMinutes', 'order', 'steps'],
    ...['key', 'value', 'of', 'expiresDays', 'mostValues', 'count'],
  ],
};

function knownKeys(schema: z.ZodType, [first]: DocumentPath): readonly string[] {
  if (schema === changeSchema) return ['change', 'off', 'severity', 'thresholds', 'reason'];
  return first === undefined ? TOP_LEVEL : (BELOW[String(first)] ?? []);
}

function valueAt(value: unknown, path: DocumentPath): unknown {
  return path.reduce<unknown>(
    (inner, step) => (inner as { readonly [step: string | number]: unknown } | null | undefined)?.[step],
    value,
  );
}

/** `detector.steps[0].name`. */
export function pathText(path: DocumentPath): string {
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`))
    .join('');
}
