import { FilterPatternError, parseFilterPattern } from '../../analysis/filter-pattern';
import { filterQuotaProblems } from '../../analysis/filter-pattern/quotas';
import { readSigmaDetection } from '../../analysis/sigma/detection';
import { compileExpression } from '../../analysis/sigma/evaluate';
import type { DocumentPath, Report, SigmaExpression } from '../../analysis/sigma/expression';
import { settleByCall } from '../../analysis/sigma/settle';
import type { CallTest, ChainStep } from '../../analysis/trail/trail-rule';
import type { Detection, Detector } from '../detection';
import { onFirst } from '../writing/alarm-settings';
import { flowStory } from '../writing/story-shape';
import type { DetectionDocument, DetectorDocument, SearchDocument } from './custom-document';
import { FLOW_FIELDS, flowRule } from './flow-rule';
import { keyOfFields, textOfField, textsOfField } from './record-keys';

/** A checked document as a detection of the catalogue; undefined where its searches or its pattern are wrong. */
export function compileDetection(document: DetectionDocument, report: Report): Detection | undefined {
  const { id, title, severity, attack, alarm, runbook } = document;
  const detector = compileDetector(document, (path, message) => report(['detector', ...path], message));
  if (detector === undefined) return undefined;
  if (alarm !== undefined && detector.kind !== 'filter') {
    report(
      ['alarm'],
      `alarm belongs to a filter; the numbers of a ${document.detector.kind} stand in its detector`,
    );
    return undefined;
  }
  const settings = { ...onFirst, ...defined(alarm ?? {}) };
  return {
    id,
    title,
    severity,
    attack,
    set: 'tuned',
    detector,
    ...(detector.kind === 'filter' && {
      // A burst that slides over the border of two periods would be told twice.
      alarm: settings.threshold > 1 ? { ...settings, evaluationPeriods: 1 } : settings,
    }),
    runbook,
  };
}

/** Without what is undefined, which would hide a default. */
function defined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

function compileDetector(document: DetectionDocument, report: Report): Detector | undefined {
  const { detector } = document;
  switch (detector.kind) {
    case 'filter':
      return checkPattern(document.id, detector.pattern, report) ? detector : undefined;
    case 'predicate': {
      const test = searchTest(detector.detection, ['detection'], report);
      if (test === undefined) return undefined;
      return {
        kind: 'predicate',
        on: [test],
        ...(detector.by !== undefined && { by: keyOfFields(detector.by) }),
      };
    }
    case 'count': {
      const test = searchTest(detector.detection, ['detection'], report);
      if (test === undefined) return undefined;
      const { atLeast, withinMinutes, by, distinct } = detector;
      return {
        kind: 'count',
        on: [test],
        atLeast,
        withinMinutes,
        ...(by !== undefined && { by: keyOfFields(by) }),
        ...(distinct !== undefined && { distinct: textsOfField(distinct) }),
      };
    }
    case 'chain':
      return compileChain(detector, report);
    case 'first-time': {
      const test = searchTest(detector.detection, ['detection'], report);
      if (test === undefined) return undefined;
      const { key, value, of, expiresDays, mostValues } = detector;
      return {
        kind: 'first-time',
        on: [test],
        key: keyOfFields(key),
        value: textOfField(value),
        of,
        whose: key.join(' and '),
        ...(expiresDays !== undefined && { expiresDays }),
        ...(mostValues !== undefined && { mostValues }),
      };
    }
    case 'flow':
      return compileFlow(document, detector, report);
  }
}

function compileChain(
  { order, withinMinutes, by, steps }: DetectorDocument & { kind: 'chain' },
  report: Report,
): Detector | undefined {
  const compiled = steps.map((step, index): ChainStep | undefined => {
    const test = searchTest(step.detection, ['steps', index, 'detection'], report);
    const fields = step.by ?? by;
    if (step.by !== undefined && by !== undefined && step.by.length !== by.length) {
      report(
        ['steps', index, 'by'],
        `by has ${step.by.length} fields, and the chain's has ${by.length}; name as many`,
      );
      return undefined;
    }
    if (test === undefined) return undefined;
    return {
      name: step.name,
      on: [test],
      ...(fields !== undefined && { by: keyOfFields(fields) }),
      ...(step.atLeast !== undefined && { atLeast: step.atLeast }),
    };
  });
  const [first, second, ...rest] = compiled;
  if (first === undefined || second === undefined || !rest.every((step) => step !== undefined))
    return undefined;
  return { kind: 'chain', order, withinMinutes, steps: [first, second, ...rest] };
}

function compileFlow(
  { id, severity }: DetectionDocument,
  detector: DetectorDocument & { kind: 'flow' },
  report: Report,
): Detector | undefined {
  const expression = readSigmaDetection(detector.detection, ['detection'], report);
  if (expression === undefined) return undefined;
  const known: ReadonlySet<string> = new Set(FLOW_FIELDS);
  const foreign = fieldsOf(expression).filter((field) => !known.has(field));
  for (const field of foreign) {
    report(['detection'], `a connection has no field ${field}; there are ${FLOW_FIELDS.join(', ')}`);
  }
  if (foreign.length > 0) return undefined;
  const { by, count, atLeast, withinMinutes } = detector;
  return {
    kind: 'analyzer',
    rule: flowRule({ id, severity, expression, by, count, atLeast, withinMinutes }),
    story: flowStory(id, by),
  };
}

/** Fields that an expression names. */
export function fieldsOf(expression: SigmaExpression): readonly string[] {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return expression.of.flatMap(fieldsOf);
    case 'not':
      return fieldsOf(expression.of);
    case 'field':
      return [expression.field];
    case 'keyword':
      return [];
  }
}

function searchTest(search: SearchDocument, path: DocumentPath, report: Report): CallTest | undefined {
  const expression = readSigmaDetection(search, path, report);
  return expression === undefined ? undefined : expressionTest(expression);
}

/** What the trail analyzer asks for an expression: of the calls that can fit, all of it. */
export function expressionTest(expression: SigmaExpression): CallTest {
  const fits = compileExpression(expression);
  return { calls: settleByCall(expression), where: ({ record }) => fits(record) };
}

function checkPattern(id: string, pattern: string, report: Report): boolean {
  try {
    const { kind } = parseFilterPattern(pattern);
    if (kind !== 'json') {
      report(
        ['pattern'],
        'CloudTrail records are JSON; a pattern begins with { and asks for fields such as $.eventName',
      );
      return false;
    }
  } catch (error) {
    if (!(error instanceof FilterPatternError)) throw error;
    report(['pattern'], error.message);
    return false;
  }
  const problems = filterQuotaProblems({ metricFilters: [{ id, pattern }] })
    // Longer patterns run in the trail analyzer.
    .filter((problem) => !problem.includes('characters'));
  for (const problem of problems) report(['pattern'], problem);
  return problems.length === 0;
}
