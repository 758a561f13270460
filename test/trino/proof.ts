import { TrinoClient } from './client/trino-client';
import type { Dataset } from './lake/dataset';
import type { PlayedScenario } from './lake/generated-logs';

/** What the set-up prepares for all suites. */
export interface Proof {
  readonly url: string;
  readonly lake: string;
  /** Scenarios on consecutive days, one fleet. */
  readonly incidents: Dataset & { readonly played: readonly PlayedScenario[] };
  /** Every event that fires a detection or nearly does. */
  readonly examples: Dataset;
  /** The bundled incident as if it had happened yesterday: default parameters find it. */
  readonly yesterday: Dataset;
  /** The same incident in the Hive-compatible layout. */
  readonly hiveCompatible: Dataset;
  /** Records that other people recorded; undefined where that folder is absent. */
  readonly recorded: Dataset | undefined;
  readonly recordedDefaultFormat: Dataset | undefined;
}

const VARIABLE = 'HARBORWATCH_TRINO_PROOF';

export function publishProof(proof: Proof): void {
  process.env[VARIABLE] = JSON.stringify(proof);
}

export function readProof(): Proof {
  const text = process.env[VARIABLE];
  if (text === undefined) {
    throw new Error('no Trino was started; run `npm run test:trino`');
  }
  return JSON.parse(text) as Proof;
}

/** Asks in the tables of one dataset. */
export function trinoOver(dataset: Dataset): TrinoClient {
  return new TrinoClient(readProof().url, dataset.id);
}
