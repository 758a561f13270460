import { cacheFolder } from '../../bin/launcher/cache-folder.cjs';
import { type OpenPlace, openPlace, STANDARD_INPUT } from '../reading/places/open-place';
import type { Form } from '../render/forms/form-names';
import { partsOf, tellsAudit } from '../render/forms/forms';
import { renderClosing, renderReplay } from '../render/pretty/render-pretty';
import type { Audit } from '../replay/audit-of-replay';
import { type Replayed, replay } from '../replay/replay';
import type { ReplayResult } from '../replay/replay-result';
import { parseTimeRange } from '../replay/time-range';
import { findSettings } from '../settings/find-settings';
import { checkSettings, type GivenSettings, mergeSettings } from '../settings/replay-settings';
import { filterResult, type ResultFilters } from '../story/filter-result';
import type { CommandIo } from '../terminal/command-io';
import { terminalOf } from '../terminal/terminal';
import { checkChain } from '../verify/check-chain';
import type { PublicKeys } from '../verify/public-keys';
import { readEvidence } from '../verify/read-evidence';
import { againWords } from './options/again-words';
import { checkFlowLogFormat } from './options/check-flow-log-format';
import { archiveLimitsOf, type PlaceFlags, wantedKeysOf } from './options/place-options';
import { publicKeysOf } from './options/public-keys-of';
import { alsoFiles } from './output/also-files';
import { exitStatus } from './output/exit-status';
import { progressBar } from './output/progress-bar';
import type { ReportPage } from './output/report-page';
import { writeForm, writeOut } from './output/write-form';

/** As commander gives them. */
export interface ReplayOptions extends PlaceFlags, Omit<ResultFilters, 'account'> {
  readonly format: Form;
  /** File for the form, instead of standard output. */
  readonly out?: string;
  /** Further forms of the same reading, each `form=file`. */
  readonly also?: readonly string[];
  /** File for the page that people look at. */
  readonly report?: string;
  readonly color?: boolean;
  readonly publicKeys?: readonly string[];
  readonly all?: boolean;
  /** Undefined where neither --audit nor --no-audit is given. */
  readonly audit?: boolean;
  readonly since?: string;
  readonly until?: string;
  readonly settings?: string;
  readonly detections?: string;
  readonly deployment?: string;
  readonly flowLogFormat?: string;
  readonly baseline?: string;
  readonly deployRole?: readonly string[];
  readonly homeRegion?: readonly string[];
  readonly sshPort?: readonly string[];
  readonly trustedCidr?: readonly string[];
  readonly insideCidr?: readonly string[];
  readonly egressPort?: readonly string[];
  readonly organizationTrail?: true;
  /** Of the command line as a whole; false keeps nothing in the cache folder. */
  readonly cache?: boolean;
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
  // A mistyped form is told before the logs are read, not after.
  alsoFiles(options);
  const found = await findSettings(folder, options.settings, undefined, options.detections);
  const given = mergeSettings(found.given, settingsOf(options));
  const named = options.deployment === undefined ? [] : await ownNames(options.deployment);
  const settings = named.length === 0 ? given : { ...given, own: [...(given.own ?? []), ...named] };
  const flowLogFormat =
    options.flowLogFormat === undefined ? undefined : checkFlowLogFormat(options.flowLogFormat);
  const keys = await publicKeysOf(options.publicKeys ?? []);
  const archiveLimits = archiveLimitsOf(options);
  const place = await openPlace(folder, { wanted: wantedKeysOf(options, range) });
  const page = options.report === undefined ? undefined : newPage(settings.sshPorts);
  const bar = progressBar(io);
  try {
    const files = await place.files();
    const {
      detections,
      known,
      result: whole,
    } = await replay({
      folder: name,
      files: page?.watch(files) ?? files,
      ...(page !== undefined && { watcher: page.counter }),
      archiveLimits,
      settings,
      ruling: found.ruling.map((file) => file.replace(folder, () => name)),
      notes: found.notes,
      range,
      ...(flowLogFormat !== undefined && { flowLogFormat }),
      ...(options.baseline !== undefined && { baseline: options.baseline }),
      onProgress: bar.update,
      ...workersOf(io.env),
    });
    bar.stop();
    const result = filterResult(await verified(whole, keys, place), options, detections);
    await tell({ detections, known, result }, { place, folder, page }, options, io);
    return exitStatus(result);
  } finally {
    bar.stop();
    await place.close();
  }
}

/** As many threads as are of use, unless whoever measures says how many. */
function workersOf({ HARBORWATCH_WORKERS: given = '' }: CommandIo['env']): { workers?: number } {
  return /^\d$/.test(given) ? { workers: Number(given) } : {};
}

/** The same, and whether CloudTrail's digests vouch for the files; for that they are read once more. */
async function verified(
  result: ReplayResult,
  keys: PublicKeys | undefined,
  place: OpenPlace,
): Promise<ReplayResult> {
  if (keys === undefined) return result;
  const { state, faults } = checkChain({ ...(await readEvidence(await place.files())), keys });
  return { ...result, integrity: state, notes: [...faults, ...result.notes] };
}

/** Loaded where a page is asked for: it is half as large as all else. */
function newPage(sshPorts: readonly number[]): ReportPage {
  const { ReportPage } = require('./output/report-page') as typeof import('./output/report-page');
  return new ReportPage(sshPorts);
}

/** What was read, and what watched it. */
interface Reading {
  readonly place: OpenPlace;
  readonly folder: string;
  readonly page: ReportPage | undefined;
}

async function tell(
  { result, detections, known }: Replayed,
  { place, folder, page }: Reading,
  options: ReplayOptions,
  io: CommandIo,
): Promise<void> {
  const { format, out, severity = [] } = options;
  // Who asks for what is of low severity wants to see it.
  const isAll = options.all === true || severity.includes('low');
  const files = alsoFiles(options);
  const again = againWords(folder, options);
  const terminal = terminalOf(io.stdout, io.env, options.color);
  const isOnScreen = format === 'pretty' && out === undefined;
  if (isOnScreen) io.stdout.write(renderReplay(result, isAll, terminal, again));

  const forms = [format, ...files.map(({ form }) => form)];
  const isAuditTold = page !== undefined || forms.some(tellsAudit);
  const audit = isAuditTold ? await auditOf(place, { result, known }, options) : { answers: [], notes: [] };
  const closing = () => renderClosing(result, audit, terminal, againWords(folder, options));
  const report = { result, detections, audit, isAll, again };
  if (isOnScreen) io.stdout.write(closing());
  else {
    const text =
      format === 'pretty'
        ? [renderReplay(result, isAll, terminal, again), closing()]
        : partsOf(format, report);
    if (out === undefined) await writeOut(text, io);
    else await writeForm(out, text, io);
  }
  for (const { form, file } of files) await writeForm(file, partsOf(form, report), io);
  if (page !== undefined && options.report !== undefined) {
    await writeForm(options.report, await page.render(report), io);
  }
}

async function auditOf(
  place: OpenPlace,
  { result: { read, settings }, known }: Pick<Replayed, 'result' | 'known'>,
  { audit: isWanted, since, until, flowLogFormat, cache: isCached = true, ...flags }: ReplayOptions,
): Promise<Audit> {
  const cache = isCached ? cacheFolder() : undefined;
  const { askAudit } = require('../replay/audit-of-replay') as typeof import('../replay/audit-of-replay');
  return await askAudit(place, isWanted, read, {
    settings,
    known,
    ...(cache !== undefined && { translationCache: cache }),
    ...(since !== undefined && { since }),
    ...(until !== undefined && { until }),
    archiveLimits: archiveLimitsOf(flags),
    ...(flowLogFormat !== undefined && { flowLogFormat }),
  });
}

const OPTION_OF: { readonly [setting: string]: string } = {
  deployRoles: '--deploy-role',
  homeRegions: '--home-region',
  sshPorts: '--ssh-port',
  trustedCidrs: '--trusted-cidr',
  insideCidrs: '--inside-cidr',
  egressPorts: '--egress-port',
  organizationTrail: '--organization-trail',
};

/** What knows the forms of a deployment's description is loaded where there is one. */
async function ownNames(file: string): Promise<readonly string[]> {
  const { ownOfDeployment } =
    require('../settings/own-of-deployment') as typeof import('../settings/own-of-deployment');
  return await ownOfDeployment(file);
}

/** The settings that the command line gives; each replaces the file's. */
export function settingsOf(options: ReplayOptions): GivenSettings {
  const given = {
    deployRoles: options.deployRole,
    homeRegions: options.homeRegion,
    sshPorts: options.sshPort?.map(numberOrText),
    trustedCidrs: options.trustedCidr,
    insideCidrs: options.insideCidr,
    egressPorts: options.egressPort?.map(numberOrText),
    organizationTrail: options.organizationTrail,
  };
  return checkSettings(given, (key) => OPTION_OF[key] ?? 'the command line');
}

/** What is no number stays as it was typed, so that the complaint can show it. */
function numberOrText(text: string): number | string {
  return /^\d+$/.test(text) ? Number(text) : text;
}
