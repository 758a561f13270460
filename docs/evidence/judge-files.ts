import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import { withTemporaryFolder } from '../../local/files/with-temporary-folder';
import { describeCauses } from '../../local/render/timeline/describe-causes';
import { replay } from '../../local/replay/replay';
import type { ReplayResult } from '../../local/replay/replay-result';
import { mergeSettings } from '../../local/settings/replay-settings';
import type { Verdict } from './facts';

/** Replays files as one folder, with no setting at all; of alarms, those above low are kept. */
export function judgeFiles(files: readonly string[]): Promise<Verdict> {
  return withTemporaryFolder(async (folder) => {
    await copyInto(folder, files);
    return toVerdict((await replay({ folder, settings: mergeSettings() })).result);
  });
}

export async function copyInto(folder: string, files: readonly string[]): Promise<void> {
  for (const file of files) await copyFile(file, path.join(folder, path.basename(file)));
}

function toVerdict({ read, findings, alarms }: ReplayResult): Verdict {
  return {
    records: read.totals.records,
    unreadable: read.totals.unreadable,
    findings: findings.map(({ detection, severity, source, summary }) => ({
      detection,
      severity,
      source,
      summary,
    })),
    alarms: alarms
      .filter(({ severity, state }) => severity !== 'low' && state === 'ALARM')
      .map(({ detection, severity, causes, causeCount }) => ({
        detection,
        severity,
        causes: describeCauses(causes, causeCount),
      })),
  };
}
