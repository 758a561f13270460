import type { Detection } from '../detections/detection';
import { ATTACK_NAMES } from '../detections/ocsf/attack-techniques';
import type { ReportDetection, Technique } from './document';
import { tacticOf } from './tactics';

/** A saved question and the detections that it investigates. */
export interface ServingQuestion {
  readonly question: string;
  readonly serves: readonly string[];
  /** As it can be pasted. */
  readonly command: string;
}

/** What a page tells of a detection. */
export type ToldDetection = Pick<Detection, 'id' | 'title' | 'severity' | 'attack' | 'runbook'>;

/** What a page tells of the catalogue: runbooks and questions of what was raised, title and techniques of the others. */
export function cataloguePart(
  detections: readonly ToldDetection[],
  raised: ReadonlySet<string>,
  questions: readonly ServingQuestion[],
): { readonly detections: readonly ReportDetection[]; readonly techniques: readonly Technique[] } {
  const watched = new Set(detections.flatMap(({ attack }) => attack));
  return {
    detections: detections.map(({ id, title, severity, attack, runbook }) => ({
      ...{ id, title, severity, attack },
      ...(raised.has(id) && {
        runbook,
        questions: questions
          .filter(({ serves }) => serves.includes(id))
          .map(({ question, command }) => ({ question, command })),
      }),
    })),
    techniques: [...watched].map((id) => ({
      id,
      name: ATTACK_NAMES[id] ?? id,
      tactic: tacticOf(id) ?? 'Execution',
    })),
  };
}
