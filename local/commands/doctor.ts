import { existsSync } from 'node:fs';
import { customDigest } from '../../deployment/custom-digest';
import { DETECTIONS_FOLDER } from '../../deployment/custom-names';
import type { CustomDetections } from '../../detections/detection';
import { nearNames } from '../../detections/near-names';
import { accountIn } from '../doctor/aws/account';
import { CHECKS } from '../doctor/checks';
import { DoctorError } from '../doctor/doctor-error';
import { renderDoctorJson } from '../doctor/doctor-json';
import { findDeployment } from '../doctor/find-deployment';
import { renderPolicy } from '../doctor/permissions';
import { renderDoctor } from '../doctor/render-doctor';
import { type CheckResult, runChecks } from '../doctor/run-checks';
import { subjectOf } from '../doctor/subject-of';
import type { CommandIo } from '../terminal/command-io';
import { escapeControl } from '../terminal/escape-control';
import { terminalOf } from '../terminal/terminal';
import { UsageError } from '../terminal/usage-error';
import { EXIT } from './output/exit-status';

/** As commander gives them. */
export interface DoctorOptions {
  readonly name: string;
  readonly region?: string;
  readonly description?: string;
  readonly skip?: readonly string[];
  readonly format: 'pretty' | 'json';
  readonly policy?: true;
  /** Folder of the owner's own detections, as they were deployed. */
  readonly detections?: string;
}

/** Walks the deployed chain and says what is wrong with it; gives the exit status. */
export async function doctorCommand(options: DoctorOptions, io: CommandIo): Promise<number> {
  if (options.policy === true) {
    io.stdout.write(renderPolicy());
    return EXIT.quiet;
  }
  const checks = wantedChecks(options.skip ?? []);
  try {
    const { name, region, description } = options;
    const deployment = await findDeployment({
      name,
      ...(region !== undefined && { region }),
      ...(description !== undefined && { description }),
    });
    const now = Math.floor(Date.now() / 1000);
    const subject = subjectOf(
      deployment,
      now,
      customOf(deployment.catalogue.customDigest, options.detections),
    );
    const results = await runChecks(checks, subject, accountIn(deployment.region));
    io.stdout.write(
      options.format === 'json'
        ? renderDoctorJson(deployment, results, now)
        : renderDoctor(deployment, results, terminalOf(io.stdout, io.env)),
    );
    return statusOf(results);
  } catch (error) {
    if (!(error instanceof DoctorError)) throw error;
    io.stderr.write(`harborwatch: ${escapeControl(error.message)}\n`);
    return EXIT.unreadable;
  }
}

/**
 * The owner's own detections, which the description knows by their digest only.
 *
 * @throws UsageError where they are not those that were deployed
 */
function customOf(deployed: string | undefined, named: string | undefined): CustomDetections | undefined {
  if (deployed === undefined && named === undefined) return undefined;
  const folder = named ?? DETECTIONS_FOLDER;
  if (named === undefined && !existsSync(folder)) {
    throw new UsageError(
      "the deployment has detections of its owner's own; name the folder that it was deployed with: --detections <folder>",
    );
  }
  const { readOwnFolder } =
    require('../settings/find-detections') as typeof import('../settings/find-detections');
  const read = readOwnFolder(folder);
  if (customDigest(read.documents) === deployed) return read;
  throw new UsageError(
    `the detections in ${folder} are not those that were deployed; name the folder of the last deploy with --detections, or deploy`,
  );
}

/** As the replay has it: what is wrong wins over what could not be read. */
function statusOf(results: readonly CheckResult[]): number {
  if (results.some(({ result }) => result === 'problems')) return EXIT.findings;
  return results.some(({ result }) => result === 'could-not-look') ? EXIT.unreadable : EXIT.quiet;
}

function wantedChecks(skipped: readonly string[]) {
  const ids = CHECKS.map(({ id }) => id);
  for (const id of skipped) {
    if (ids.includes(id)) continue;
    const [near] = nearNames(id, ids);
    throw new UsageError(
      `--skip is ${JSON.stringify(id)}${near === undefined ? '' : `, did you mean ${near}?`}; the checks are ${ids.join(', ')}`,
    );
  }
  const wanted = CHECKS.filter(({ id }) => !skipped.includes(id));
  if (wanted.length === 0) throw new UsageError('--skip leaves no check; leave one of them out');
  return wanted;
}
