import { applyChanges } from '../../detections/custom/apply-changes';
import type { Detection } from '../../detections/detection';
import type { ReplayResult } from '../replay/replay-result';
import type { ReplaySettings } from '../settings/replay-settings';
import { type Loss, lostHere } from './proof';
import { type Proposal, propose } from './propose';
import type { RoleBook } from './role-book';
import { type Answerable, tunedSettings } from './tuned-settings';
import { type Voice, voicesOf, weeksOf } from './voices';

export interface TuneRequest {
  readonly settings: ReplaySettings;
  /** How many messages a week are wanted at most. */
  readonly perWeek: number;
  /** Replays the logs with other settings. */
  readonly replay: (settings: ReplaySettings) => Promise<ReplayResult>;
  /** What the replay with `settings` found out, and the detections that it was judged by. */
  readonly first: ReplayResult;
  readonly catalogue: readonly Detection[];
  readonly roles: RoleBook;
  readonly answerable: Answerable;
  /** Detections that the logs' own labels expect. */
  readonly labelled: readonly string[];
  /** What the examples of the catalogue would lose by the settings; asked for each step. */
  readonly lostExamples: (before: ReplaySettings, after: ReplaySettings) => readonly Loss[];
  /** What the labelled incidents would lose; asked of all steps together, since each incident is played for it. */
  readonly lostIncidents: (before: ReplaySettings, after: ReplaySettings) => Promise<readonly Loss[]>;
}

/** A proposal that was taken, and what came of it. */
export interface TuneStep {
  readonly proposal: Proposal;
  /** Messages that it keeps quiet, by detection. */
  readonly quiet: ReadonlyMap<string, number>;
}

export interface Refused {
  readonly proposal: Proposal;
  readonly losses: readonly Loss[];
}

export interface Tuned {
  readonly weeks: number;
  readonly before: readonly Voice[];
  readonly after: readonly Voice[];
  readonly steps: readonly TuneStep[];
  readonly refused: readonly Refused[];
  readonly settings: ReplaySettings;
}

/** Each costs a replay. */
const MOST_TRIES = 24;

/**
 * Finds the fewest settings that bring the messages a week under the budget: always the one that keeps the most quiet,
 * and none by which something that matters would be lost.
 */
export async function tune(request: TuneRequest): Promise<Tuned> {
  const { perWeek, first, catalogue, roles, answerable, settings } = request;
  const chains = new Set(catalogue.filter(({ detector }) => detector.kind === 'chain').map(({ id }) => id));
  const weeks = weeksOf(first);
  const before = voicesOf(first);
  const steps: TuneStep[] = [];
  const refused: Refused[] = [];
  const tried = new Set<string>();
  let current = { result: first, voices: before, settings };
  for (let tries = 0; tries < MOST_TRIES && current.voices.length > perWeek * weeks; tries += 1) {
    const proposal = propose(
      current.voices,
      changedCatalogue(catalogue, current.settings),
      roles,
      weeks * 7,
    ).find((weighed) => !tried.has(JSON.stringify(weighed.proposal)))?.proposal;
    if (proposal === undefined) break;
    tried.add(JSON.stringify(proposal));
    const next = tunedSettings(current.settings, [proposal], answerable);
    const result = await request.replay(next);
    const voices = voicesOf(result);
    if (voices.length >= current.voices.length) continue;
    const quiet = fewer(current.voices, voices);
    const here = lostHere(first, result, chains, request.labelled, (actor) =>
      next.deployRoles.includes(roles.of(actor)?.arn ?? ''),
    );
    const losses = here.length > 0 ? here : request.lostExamples(current.settings, next);
    if (losses.length > 0) {
      refused.push({ proposal, losses });
      continue;
    }
    steps.push({ proposal, quiet });
    current = { result, voices, settings: next };
  }
  for (let step = steps.at(-1); step !== undefined; step = steps.at(-1)) {
    const losses = await request.lostIncidents(settings, current.settings);
    if (losses.length === 0) break;
    steps.pop();
    refused.push({ proposal: step.proposal, losses });
    const proposals = steps.map(({ proposal }) => proposal);
    const without = tunedSettings(settings, proposals, answerable);
    const result = await request.replay(without);
    current = { result, voices: voicesOf(result), settings: without };
  }
  return { weeks, before, after: current.voices, steps, refused, settings: current.settings };
}

/** The numbers as they stand after the steps so far. */
function changedCatalogue(catalogue: readonly Detection[], { custom }: ReplaySettings): readonly Detection[] {
  return custom === undefined ? catalogue : applyChanges(catalogue, custom.changes);
}

/** How many voices less each detection has. */
function fewer(before: readonly Voice[], after: readonly Voice[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { detection } of before) counts.set(detection, (counts.get(detection) ?? 0) + 1);
  for (const { detection } of after) counts.set(detection, (counts.get(detection) ?? 0) - 1);
  return new Map([...counts].filter(([, count]) => count > 0));
}
