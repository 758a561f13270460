import { mkdir, readdir } from 'node:fs/promises';
import { isoSeconds, startOfDay } from './clock';
import { flowLogSlots } from './delivery/flow-log-slots';
import { writeContainerLogs } from './delivery/write-container-logs';
import { writeLogFile } from './delivery/write-log-file';
import { writeParquetFlowLog } from './delivery/write-parquet-flow-log';
import { writeTextFlowLog } from './delivery/write-text-flow-log';
import { writeTrail } from './delivery/write-trail';
import type { Written } from './delivery/written';
import { DEPLOY_ROLE_ARN, OFFICE_CIDR, REGION } from './fleet';
import type { Labels } from './labels';
import { play } from './play';
import type { Scenario } from './scenario';
import { findScenario } from './scenarios/registry';
import type { Simulation } from './simulation';

export const FLOW_LOG_FILE_FORMATS = ['text', 'parquet', 'both'] as const;
export type FlowLogFileFormat = (typeof FLOW_LOG_FILE_FORMATS)[number];

export interface SimulateOptions {
  /** UTC day on which the scenario plays - @default '2026-11-02' */
  readonly baseDay?: string;
  /** How flow logs are delivered; `both` writes every record twice - @default 'text' */
  readonly format?: FlowLogFileFormat;
}

export interface SimulationSummary {
  readonly scenario: string;
  readonly description: string;
  readonly seed: number;
  readonly folder: string;
  readonly window: Labels['window'];
  /** What was delivered, `labels.json` and `harborwatch.json` not counted. */
  readonly files: number;
  readonly bytes: number;
  readonly apiRecords: number;
  /** Records of one flow log; with `both` each stands in two files. */
  readonly flowRecords: number;
  readonly containerLines: number;
  readonly labels: Labels;
}

/** The folder that was to hold a simulation already holds something. */
export class OutFolderNotEmptyError extends Error {
  override readonly name = 'OutFolderNotEmptyError';
}

/** A seed or an option that no simulation can be made from. */
export class SimulationOptionError extends Error {
  override readonly name = 'SimulationOptionError';
}

const DEFAULT_BASE_DAY = '2026-11-02';

/**
 * Plays a scenario and writes its logs as AWS delivers them, with `labels.json` (who did what, which detections
 * must be raised) and `harborwatch.json` (its settings, for `--settings`) at the root of `outFolder`.
 * The same scenario, seed and options give the same bytes.
 *
 * @throws UnknownScenarioError, SimulationOptionError, InvalidBaseDayError, OutFolderNotEmptyError: before
 * anything is written
 *
 * @example
 * await simulate('ssh-brute-force', 7, 'out', { format: 'both' })
 */
export async function simulate(
  scenarioName: string,
  seed: number,
  outFolder: string,
  options: SimulateOptions = {},
): Promise<SimulationSummary> {
  const scenario = findScenario(scenarioName);
  const format = options.format ?? 'text';
  if (!Number.isSafeInteger(seed)) {
    throw new SimulationOptionError(`seed ${seed} is no whole number; give one such as --seed 7`);
  }
  if (!FLOW_LOG_FILE_FORMATS.includes(format)) {
    throw new SimulationOptionError(
      `format ${format} is unknown; choose ${FLOW_LOG_FILE_FORMATS.join(', ')}`,
    );
  }
  const baseDay = options.baseDay ?? DEFAULT_BASE_DAY;
  const simulation = play(scenario, seed, startOfDay(baseDay));
  await claim(outFolder);

  const slots = flowLogSlots(simulation);
  const trail = writeTrail(simulation, outFolder);
  const containers = writeContainerLogs(simulation, outFolder);
  const deliveries: Written[] = [];
  if (format !== 'parquet') deliveries.push(writeTextFlowLog(simulation, slots, outFolder));
  if (format !== 'text') deliveries.push(await writeParquetFlowLog(simulation, slots, outFolder));

  const flowRecords = deliveries[0]?.records ?? 0;
  const labels = labelsOf(scenario, simulation, {
    seed,
    baseDay,
    format,
    flowRecords,
    apiRecords: trail.records,
    containerLines: containers.records,
  });
  writeLogFile(outFolder, 'labels.json', `${JSON.stringify(labels, null, 2)}\n`);
  writeLogFile(outFolder, 'harborwatch.json', `${JSON.stringify(settingsOf(scenario), null, 2)}\n`);

  const all = [trail, containers, ...deliveries];
  return {
    scenario: scenario.name,
    description: scenario.description,
    seed,
    folder: outFolder,
    window: labels.window,
    files: all.reduce((sum, { files }) => sum + files, 0),
    bytes: all.reduce((sum, { bytes }) => sum + bytes, 0),
    apiRecords: trail.records,
    flowRecords,
    containerLines: containers.records,
    labels,
  };
}

/** What the fleet's owner would have told Harborwatch; the replay reads it from the folder. */
export const FLEET_SETTINGS = {
  deployRoles: [DEPLOY_ROLE_ARN],
  homeRegions: [REGION],
  sshPorts: [22],
  trustedCidrs: [OFFICE_CIDR],
} as const;

function settingsOf({ alsoDeploys = [] }: Scenario) {
  return { ...FLEET_SETTINGS, deployRoles: [...FLEET_SETTINGS.deployRoles, ...alsoDeploys] };
}

interface Facts {
  readonly seed: number;
  readonly baseDay: string;
  readonly format: FlowLogFileFormat;
  readonly flowRecords: number;
  readonly apiRecords: number;
  readonly containerLines: number;
}

function labelsOf(scenario: Scenario, simulation: Simulation, facts: Facts): Labels {
  return {
    scenario: scenario.name,
    seed: facts.seed,
    description: scenario.description,
    settings: { baseDay: facts.baseDay, format: facts.format },
    window: { from: isoSeconds(simulation.from), until: isoSeconds(simulation.until) },
    actors: simulation.actors,
    expected: { detections: scenario.expected, low: scenario.expectedLow ?? [] },
    counts: {
      flowRecords: facts.flowRecords,
      apiRecords: facts.apiRecords,
      containerLines: facts.containerLines,
    },
  };
}

async function claim(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const held = await readdir(folder);
  if (held.length > 0) {
    throw new OutFolderNotEmptyError(
      `folder ${folder} already holds ${held.length} entries, such as ${held[0]}; give an empty or a new one`,
    );
  }
}
