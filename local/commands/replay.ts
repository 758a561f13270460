import { renderJson } from '../render/json';
import { renderOcsf } from '../render/render-ocsf';
import { renderPretty } from '../render/render-pretty';
import { type Replayed, replay } from '../replay/replay';
import { parseTimeRange } from '../replay/time-range';
import { readSettings } from '../settings/read-settings';
import { checkSettings, type GivenSettings, mergeSettings } from '../settings/replay-settings';
import type { CommandIo } from '../terminal/command-io';
import { terminalOf } from '../terminal/terminal';
import { exitStatus } from './exit-status';
import { progressBar } from './progress-bar';

/** As commander gives them. */
export interface ReplayOptions {
  readonly format: 'pretty' | 'json' | 'ocsf';
  readonly all?: boolean;
  /** Undefined where neither --audit nor --no-audit is given. */
  readonly audit?: boolean;
  readonly since?: string;
  readonly until?: string;
  readonly settings?: string;
  readonly flowLogFormat?: string;
  readonly deployRole?: readonly string[];
  readonly homeRegion?: readonly string[];
  readonly sshPort?: readonly string[];
  readonly trustedCidr?: readonly string[];
  readonly egressPort?: readonly string[];
}

/**
 * Replays a folder and prints what it found; gives the exit status that says it.
 *
 * @param name what the output calls the folder
 */
export async function replayCommand(
  folder: string,
  options: ReplayOptions,
  io: CommandIo,
  name: string = folder,
): Promise<number> {
  const range = parseTimeRange(options);
  const settings = mergeSettings(await readSettings(folder, options.settings), settingsOf(options));
  const { flowLogFormat } = options;
  const bar = progressBar(io);
  let replayed: Replayed;
  try {
    replayed = await replay({
      folder,
      settings,
      range,
      ...(flowLogFormat !== undefined && { flowLogFormat }),
      onProgress: bar.update,
    });
  } finally {
    bar.stop();
  }
  const { detections, result } = replayed;
  const named = { detections, result: { ...result, folder: name } };
  io.stdout.write(await render(named, folder, options, io));
  return exitStatus(result);
}

async function render(
  { result, detections }: Replayed,
  folder: string,
  { format, all = false, audit: isWanted, since, until }: ReplayOptions,
  io: CommandIo,
): Promise<string> {
  switch (format) {
    case 'json':
      return renderJson(result);
    case 'ocsf':
      return renderOcsf(result, detections);
    case 'pretty': {
      const range = { ...(since !== undefined && { since }), ...(until !== undefined && { until }) };
      const { askAudit } = require('../replay/audit-of-replay') as typeof import('../replay/audit-of-replay');
      const audit = await askAudit(folder, isWanted, result.read, range);
      return renderPretty(result, audit, all, terminalOf(io.stdout, io.env));
    }
  }
}

const OPTION_OF: { readonly [setting: string]: string } = {
  deployRoles: '--deploy-role',
  homeRegions: '--home-region',
  sshPorts: '--ssh-port',
  trustedCidrs: '--trusted-cidr',
  egressPorts: '--egress-port',
};

/** The settings that the command line gives; each replaces the file's. */
function settingsOf(options: ReplayOptions): GivenSettings {
  const given = {
    deployRoles: options.deployRole,
    homeRegions: options.homeRegion,
    sshPorts: options.sshPort?.map(numberOrText),
    trustedCidrs: options.trustedCidr,
    egressPorts: options.egressPort?.map(numberOrText),
  };
  return checkSettings(given, (key) => OPTION_OF[key] ?? 'the command line');
}

/** What is no number stays as it was typed, so that the complaint can show it. */
function numberOrText(text: string): number | string {
  return /^\d+$/.test(text) ? Number(text) : text;
}
