import { type Finding, SEVERITIES } from '../../analysis/finding';
import { isoTime } from '../../analysis/iso-time';
import { savedQueryCommand } from '../tell/common-links';
import { plainText } from '../tell/plain-text';
import type { Reporting } from './reporting';

const SOURCES_SHOWN = 10;

/**
 * One message an hour of each detection that has more stories than are followed one by one: how many, and some of
 * them.
 */
export async function tellStoryFlood(
  detectionId: string,
  findings: readonly Finding[],
  followed: number,
  { once, publish, detections, context, now }: Reporting,
): Promise<number> {
  const detection = detections.get(detectionId);
  const at = now() / 1000;
  const severity =
    SEVERITIES.toReversed().find((each) => findings.some((finding) => finding.severity === each)) ?? 'low';
  const sources = [...new Set(findings.map(({ source }) => source))];
  const id = `${detectionId}/flood/${isoTime(at).slice(0, 13)}`;
  let published = 0;
  await once(id, async () => {
    await publish({
      id,
      thread: `flood/${detectionId}`,
      kind: 'finding',
      state: 'START',
      severity,
      at,
      title: detection?.title ?? detectionId,
      summary: `${findings.length} more stories of ${detectionId} than the ${followed} worst, which are followed one by one; the daily audit has all`,
      next: savedQueryCommand(detectionId, context) ?? `npx harborwatch detections ${detectionId}`,
      facts: [
        { label: 'Account', lines: [`${context.account}, region ${context.region}`] },
        {
          label: 'Who',
          lines: [
            `${plainText(sources.slice(0, SOURCES_SHOWN).join(', '), 1_500)}${sources.length > SOURCES_SHOWN ? ` and ${sources.length - SOURCES_SHOWN} more sources` : ''}`,
          ],
        },
      ],
      impact: 'A flood of stories may be there to hide one; those that are followed are the worst.',
      steps: [],
      links: [],
      detections: [detectionId],
      attributes: { account: context.account, region: context.region },
      events: [],
    });
    published += 1;
    return { id };
  });
  return published;
}
