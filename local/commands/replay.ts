import { type OpenPlace, openPlace, STANDARD_INPUT } from '../reading/places/open-place';
import { renderJson } from '../render/json';
import { renderOcsf } from '../render/render-ocsf';
import { renderClosing, renderReplay } from '../render/render-pretty';
import { type Replayed, replay } from '../replay/replay';
import { parseTimeRange } from '../replay/time-range';
import { findSettings } from '../settings/find-settings';
import { ownOfDeployment } from '../settings/own-of-deployment';
import { checkSettings, type GivenSettings, mergeSettings } from '../settings/replay-settings';
import type { CommandIo } from '../terminal/command-io';
import { terminalOf } from '../terminal/terminal';
import { checkFlowLogFormat } from './check-flow-log-format';
import { exitStatus } from './exit-status';
import { archiveLimitsOf, type PlaceFlags, wantedKeysOf } from './place-options';
import { progressBar } from './progress-bar';

/** As commander gives them. */
export interface ReplayOptions extends PlaceFlags {
  readonly format: 'pretty' | 'json' | 'ocsf';
  readonly all?: boolean;
  /** Undefined where neither --audit nor --no-audit is given. */
  readonly audit?: boolean;
  readonly since?: string;
  readonly until?: string;
  readonly settings?: string;
  readonly deployment?: string;
  readonly flowLogFormat?: string;
  readonly baseline?: string;
  readonly deployRole?: readonly string[];
  readonly homeRegion?: readonly string[];
  readonly sshPort?: readonly string[];
  readonly trustedCidr?: readonly string[];
  readonly egressPort?: readonly string[];
  readonly organizationTrail?: true;
}

/**
 * Replays what lies in a folder, a file, a bucket or standard input, and prints what it found; gives the exit status that says it.
 *
 * @param name what the output calls the folder
 */
export async function replayCommand(
  folder: string,
  options: ReplayOptions,
  io: CommandIo,
  name: string = folder === STANDARD_INPUT ? 'standard input' : folder,
): Promise<number> {
  const range = parseTimeRange(options);
  const found = await findSettings(folder, options.settings);
  const given = mergeSettings(found.given, settingsOf(options));
  const named = options.deployment === undefined ? [] : await ownOfDeployment(options.deployment);
  const settings = named.length === 0 ? given : { ...given, own: [...(given.own ?? []), ...named] };
  const flowLogFormat =
    options.flowLogFormat === undefined ? undefined : checkFlowLogFormat(options.flowLogFormat);
  const archiveLimits = archiveLimitsOf(options);
  const place = await openPlace(folder, { wanted: wantedKeysOf(options, range) });
  const bar = progressBar(io);
  try {
    const { detections, result } = await replay({
      folder: name,
      files: await place.files(),
      archiveLimits,
      settings,
      ruling: found.ruling.map((file) => file.replace(folder, () => name)),
      notes: found.notes,
      range,
      ...(flowLogFormat !== undefined && { flowLogFormat }),
      ...(options.baseline !== undefined && { baseline: options.baseline }),
      onProgress: bar.update,
    });
    bar.stop();
    await tell({ detections, result }, place, options, io);
    return exitStatus(result);
  } finally {
    bar.stop();
    await place.close();
  }
}

async function tell(
  { result, detections }: Replayed,
  place: OpenPlace,
  { format, all = false, audit: isWanted, since, until, flowLogFormat, ...flags }: ReplayOptions,
  io: CommandIo,
): Promise<void> {
  switch (format) {
    case 'json':
      io.stdout.write(renderJson(result));
      return;
    case 'ocsf':
      io.stdout.write(renderOcsf(result, detections));
      return;
    case 'pretty': {
      const terminal = terminalOf(io.stdout, io.env);
      io.stdout.write(renderReplay(result, all, terminal));
      const range = { ...(since !== undefined && { since }), ...(until !== undefined && { until }) };
      const { askAudit } = require('../replay/audit-of-replay') as typeof import('../replay/audit-of-replay');
      const audit = await askAudit(place, isWanted, result.read, {
        ...range,
        settings: result.settings,
        archiveLimits: archiveLimitsOf(flags),
        ...(flowLogFormat !== undefined && { flowLogFormat }),
      });
      io.stdout.write(renderClosing(result, audit, all, terminal));
    }
  }
}

const OPTION_OF: { readonly [setting: string]: string } = {
  deployRoles: '--deploy-role',
  homeRegions: '--home-region',
  sshPorts: '--ssh-port',
  trustedCidrs: '--trusted-cidr',
  egressPorts: '--egress-port',
  organizationTrail: '--organization-trail',
};

/** The settings that the command line gives; each replaces the file's. */
function settingsOf(options: ReplayOptions): GivenSettings {
  const given = {
    deployRoles: options.deployRole,
    homeRegions: options.homeRegion,
    sshPorts: options.sshPort?.map(numberOrText),
    trustedCidrs: options.trustedCidr,
    egressPorts: options.egressPort?.map(numberOrText),
    organizationTrail: options.organizationTrail,
  };
  return checkSettings(given, (key) => OPTION_OF[key] ?? 'the command line');
}

/** What is no number stays as it was typed, so that the complaint can show it. */
function numberOrText(text: string): number | string {
  return /^\d+$/.test(text) ? Number(text) : text;
}
