import { isoTime } from '../../analysis/iso-time';
import type { Deployment } from '../../deployment/described-deployment';
import type { CheckResult } from './run-checks';
import type { Trouble } from './trouble';

/** The document of `harborwatch doctor --format json`. */
export function renderDoctorJson(
  { name, account, region }: Deployment,
  results: readonly CheckResult[],
  now: number,
): string {
  const trouble = ({ what, next, permission }: Trouble) => ({ what, next, permission: permission ?? null });
  const document = {
    format: 'harborwatch-doctor/1',
    at: isoTime(now),
    deployment: { name, account, region },
    checks: results.map(({ id, result, seen, problems, unseen }) => ({
      id,
      result,
      seen: result === 'ok' ? seen : null,
      problems: problems.map(({ what, next }) => ({ what, next })),
      unseen: unseen.map(trouble),
    })),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
