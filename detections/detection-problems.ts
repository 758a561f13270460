import { SEVERITIES } from '../analysis/finding';
import type { Detection } from './detection';

/** What a scaffold leaves for its author to write. */
export const TO_BE_WRITTEN = 'TO BE WRITTEN';

/** A span of time or a moment: where in the logs to look. */
const WINDOW =
  /\b(seconds?|minutes?|hours?|days?|weeks?|months?|eventTime|firstSeen|lastSeen|now|since)\b|^(Now|While|Before|After)\b/i;
/** A field of a record, a call, a port, a metric or a command: what to look at there. */
const SUBJECT =
  /`[^`]+`|\baws [a-z0-9-]+ [a-z-]+|\b[a-z]+[A-Z]\w*|\b[A-Z][a-z]+[A-Z]\w*|\b(srcaddr|dstaddr|srcport|dstport|action|bytes|packets|flow logs?|interfaces?|sshd|ports?|\d{2,5})\b/;

/** Characters of text, and numbers of steps, that a runbook has at least and at most. */
const LEAST = { meaning: 50, impact: 30, step: 40, diagnosis: 2, response: 1 } as const;
const MOST_STEPS = 6;

/**
 * What is wrong with the words of a detection, all of it at once, each a sentence that says what is wanted; a record
 * that can be shipped has no problems. The pattern or rule is judged by its examples instead.
 */
export function detectionProblems({ id, title, severity, attack, runbook }: Detection): readonly string[] {
  const { meaning, impact, diagnosis, response } = runbook;
  const texts = [title, meaning, impact, ...diagnosis, ...response];
  const steps = diagnosis.join(' ');
  const rules: readonly (readonly [isMet: boolean, wanted: string])[] = [
    [/^[a-z0-9]+(-[a-z0-9]+)+$/.test(id), `id: ${id} should be <subject>-<what-happened>, in kebab case`],
    [id.length <= 60, `id: ${id.length} characters, at most 60`],
    [/^[\x20-\x7e]{10,100}$/.test(title), 'title: one line of 10 to 100 ASCII characters, a mail subject'],
    [SEVERITIES.includes(severity), `severity: one of ${SEVERITIES.join(', ')}`],
    [attack.length > 0, 'attack: at least one MITRE ATT&CK technique'],
    [
      attack.every((technique) => /^T\d{4}(\.\d{3})?$/.test(technique)),
      'attack: ids such as T1609, T1685.002',
    ],
    [new Set(attack).size === attack.length, 'attack: each technique once'],
    [meaning.length >= LEAST.meaning, `meaning: what happened, in at least ${LEAST.meaning} characters`],
    [impact.length >= LEAST.impact, `impact: what it can cost, in at least ${LEAST.impact} characters`],
    [isCount(diagnosis, LEAST.diagnosis), `diagnosis: ${LEAST.diagnosis} to ${MOST_STEPS} steps`],
    [isCount(response, LEAST.response), `response: ${LEAST.response} to ${MOST_STEPS} steps`],
    ...diagnosis.map(
      (step, index) =>
        [
          step.length >= LEAST.step && (WINDOW.test(step) || SUBJECT.test(step)),
          `diagnosis, step ${index + 1}: at least ${LEAST.step} characters, with a span of time or a field to look at`,
        ] as const,
    ),
    [WINDOW.test(steps), 'diagnosis: no step says when to look (the hour before, since eventTime)'],
    [
      SUBJECT.test(steps),
      'diagnosis: no step says what to look at (requestParameters.image, srcaddr, a command)',
    ],
    [texts.every((text) => !text.includes(TO_BE_WRITTEN)), `"${TO_BE_WRITTEN}" still stands in its text`],
  ];
  return rules.flatMap(([isMet, wanted]) => (isMet ? [] : [wanted]));
}

const isCount = (steps: readonly string[], least: number) =>
  steps.length >= least && steps.length <= MOST_STEPS;
