import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describeCauses } from '../render/describe-causes';
import { replay } from '../replay';
import { mergeSettings } from '../settings';
import type { Verdict } from './facts';

/** Replays files as one folder, with no setting at all; of alarms, those above low are kept. */
export async function judgeFiles(files: readonly string[]): Promise<Verdict> {
  const folder = await mkdtemp(path.join(tmpdir(), 'harborwatch-evidence-'));
  try {
    for (const file of files) await copyFile(file, path.join(folder, path.basename(file)));
    const { result } = await replay({ folder, settings: mergeSettings() });
    return {
      records: result.read.totals.records,
      unreadable: result.read.totals.unreadable,
      findings: result.findings.map(({ detection, severity, source, summary }) => ({
        detection,
        severity,
        source,
        summary,
      })),
      alarms: result.alarms
        .filter(({ severity, state }) => severity !== 'low' && state === 'ALARM')
        .map(({ detection, severity, causes, causeCount }) => ({
          detection,
          severity,
          causes: describeCauses(causes, causeCount),
        })),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
