import type { Severity } from '../finding';
import { isMap, readSigmaDetection } from './detection';
import type { DocumentPath, Report, SigmaExpression } from './expression';
import { shown } from './field-item';

/** What a Sigma rule says of itself, beside what it looks for. */
export interface SigmaHead {
  /** Its own id, or its name: what correlations call it by. */
  readonly names: readonly string[];
  readonly title: string;
  readonly severity: Severity;
  /** Techniques of ATT&CK among its tags. */
  readonly attack: readonly string[];
  readonly description: string | undefined;
  readonly falsePositives: readonly string[];
  readonly references: readonly string[];
  readonly author: string | undefined;
}

/** A rule on single records. */
export interface SigmaRule extends SigmaHead {
  readonly kind: 'rule';
  readonly expression: SigmaExpression;
  /** The deprecated `| count() by field > n` behind a condition, with `timeframe`. */
  readonly count?: SigmaCount | undefined;
}

export interface SigmaCount {
  readonly distinct: string | undefined;
  readonly by: readonly string[];
  readonly atLeast: number;
  readonly withinMinutes: number;
}

export const SIGMA_LEVELS: { readonly [level: string]: Severity } = {
  informational: 'low',
  low: 'low',
  medium: 'medium',
  high: 'high',
  critical: 'critical',
};
const LOGSOURCE_KEYS: ReadonlySet<string> = new Set(['product', 'service', 'category', 'definition']);
const AGGREGATION = /^\s*count\(\s*([\w.-]*)\s*\)\s*(?:by\s+([\w.,\s-]+?))?\s*(>=|>|<=|<|==?)\s*(\d+)\s*$/i;

/** A rule of Sigma's CloudTrail log source; undefined where it cannot be carried, with every reason reported. */
export function readSigmaRule(document: unknown, report: Report): SigmaRule | undefined {
  if (!isMap(document)) {
    report([], `the rule is ${shown(document)}; a Sigma rule is a map`);
    return undefined;
  }
  const head = readSigmaHead(document, report);
  const isOurs = checkLogSource(document['logsource'], report);
  const { detection } = document;
  const split = splitAggregation(detection, report);
  if (split === undefined) return undefined;
  const expression = readSigmaDetection(split.detection, ['detection'], report);
  if (head === undefined || expression === undefined || !isOurs) return undefined;
  return { kind: 'rule', ...head, expression, count: split.count };
}

/** Title, level and tags; what is wrong is reported. */
export function readSigmaHead(
  document: { readonly [name: string]: unknown },
  report: Report,
): SigmaHead | undefined {
  const { title, level = 'medium', tags = [], id, name, description, status } = document;
  let isSound = true;
  const refuse = (path: DocumentPath, message: string) => {
    report(path, message);
    isSound = false;
  };
  if (typeof title !== 'string' || title.trim() === '') {
    refuse(['title'], `title is ${shown(title)}; allowed is a line of text`);
  }
  const severity = typeof level === 'string' ? SIGMA_LEVELS[level.toLowerCase()] : undefined;
  if (severity === undefined) {
    refuse(['level'], `level is ${shown(level)}; allowed are ${Object.keys(SIGMA_LEVELS).join(', ')}`);
  }
  if (!Array.isArray(tags))
    refuse(['tags'], `tags is ${shown(tags)}; allowed is a list such as attack.t1078`);
  if (status === 'deprecated') {
    refuse(['status'], 'the rule is deprecated, by its own word; its successor stands under related');
  }
  if (!isSound || typeof title !== 'string' || severity === undefined || !Array.isArray(tags))
    return undefined;
  return {
    names: [id, name].filter((one) => typeof one === 'string'),
    title: title.trim(),
    severity,
    attack: [...new Set(tags.flatMap(techniqueOf))],
    description: textOf(description),
    falsePositives: textsOf(document['falsepositives']),
    references: textsOf(document['references']),
    author: textOf(document['author']),
  };
}

function techniqueOf(tag: unknown): readonly string[] {
  const [, id] = typeof tag === 'string' ? (/^attack\.(t\d{4}(?:\.\d{3})?)$/i.exec(tag) ?? []) : [];
  return id === undefined ? [] : [id.toUpperCase()];
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

function textsOf(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).flatMap((one) => textOf(one) ?? []);
}

function checkLogSource(logsource: unknown, report: Report): boolean {
  if (!isMap(logsource)) {
    report(
      ['logsource'],
      `logsource is ${shown(logsource)}; allowed is product: aws with service: cloudtrail`,
    );
    return false;
  }
  const { product, service, category } = logsource;
  const unknown = Object.keys(logsource).find((key) => !LOGSOURCE_KEYS.has(key));
  if (unknown !== undefined) {
    report(
      ['logsource', unknown],
      `logsource has no ${unknown}; known are ${[...LOGSOURCE_KEYS].join(', ')}`,
    );
    return false;
  }
  if (product === 'aws' && service === 'cloudtrail' && category === undefined) return true;
  const written = ['product', 'service', 'category']
    .flatMap((key) => (logsource[key] === undefined ? [] : [`${key} ${shown(logsource[key])}`]))
    .join(', ');
  report(
    ['logsource'],
    `the rule is about ${written || 'no log source'}; only product aws with service cloudtrail is read here`,
  );
  return false;
}

interface Split {
  readonly detection: unknown;
  readonly count: SigmaCount | undefined;
}

/** Takes the deprecated aggregation off the condition. */
function splitAggregation(detection: unknown, report: Report): Split | undefined {
  if (!isMap(detection)) return { detection, count: undefined };
  const { condition, timeframe } = detection;
  if (typeof condition !== 'string' || !condition.includes('|')) return { detection, count: undefined };
  const path = ['detection', 'condition'];
  const at = condition.indexOf('|');
  const aggregation = condition.slice(at + 1);
  const [, distinct, by, operator, limit] = AGGREGATION.exec(aggregation) ?? [];
  if (operator === undefined) {
    report(
      path,
      `"|${aggregation}" is an aggregation that Sigma has given up; write a correlation rule of type temporal or event_count`,
    );
    return undefined;
  }
  if (operator !== '>' && operator !== '>=') {
    report(
      path,
      `the count is compared with ${operator}; allowed are > and >=, since what is rare cannot be seen in time`,
    );
    return undefined;
  }
  const withinMinutes = parseTimespan(timeframe);
  if (withinMinutes === undefined) {
    report(
      ['detection', 'timeframe'],
      `timeframe is ${shown(timeframe)}; a count needs one, such as 30s, 15m, 1h or 7d`,
    );
    return undefined;
  }
  return {
    detection: { ...detection, condition: condition.slice(0, at) },
    count: {
      distinct: distinct === '' ? undefined : distinct,
      by: by?.split(/[\s,]+/).filter((field) => field !== '') ?? [],
      atLeast: Number(limit) + (operator === '>' ? 1 : 0),
      withinMinutes,
    },
  };
}

const UNIT_MINUTES: { readonly [unit: string]: number } = {
  s: 1 / 60,
  m: 1,
  h: 60,
  d: 1_440,
  w: 10_080,
  M: 43_200,
  y: 525_600,
};

/** `15m` in minutes; undefined for what is no span of time. */
export function parseTimespan(value: unknown): number | undefined {
  const [, count, unit] = typeof value === 'string' ? (/^(\d{1,6})([smhdwMy])$/.exec(value) ?? []) : [];
  if (count === undefined || unit === undefined || Number(count) === 0) return undefined;
  return Number(count) * (UNIT_MINUTES[unit] as number);
}
