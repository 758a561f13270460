import { counted } from '../../counted';
import type { Finding } from '../../finding';
import { groupBy } from '../../group-by';
import type { SshActivity } from '../activity';
import type { LostRecords } from '../context/known-events';
import type { SshPolicy } from '../policy';
import { findEpisodes } from '../stories/episodes';
import { quietSeconds } from '../stories/quiet-seconds';
import { tellStory } from '../stories/story';

const QUIET_SECONDS = quietSeconds('flow-log-records-lost');

/** SKIPDATA, records that AWS could not capture. Every count around it is a lower bound. */
export function flowLogRecordsLost(activity: SshActivity, _policy: SshPolicy): Finding[] {
  const findings: Finding[] = [];
  for (const [interfaceId, lost] of groupBy([...activity.lost.values()], (each) => each.interfaceId)) {
    const sightings = lost
      .sort((one, other) => one.start - other.start)
      .map((of) => ({ at: of.start, key: of.start, of }));
    for (const episode of findEpisodes(sightings, QUIET_SECONDS, 1, QUIET_SECONDS)) {
      const windows = episode.sightings.map(({ of }) => of);
      const first = windows[0] as LostRecords;
      findings.push(
        tellStory({
          detection: 'flow-log-records-lost',
          severity: 'medium',
          confidence: 1,
          source: interfaceId,
          targets: [],
          ports: [],
          times: windows.map(({ start }) => start),
          reachedAt: first.start,
          lastSeen: windows.reduce((last, { end }) => Math.max(last, end), first.end),
          quietSeconds: QUIET_SECONDS,
          until: activity.until,
          summary: `flow logs of ${interfaceId} lost records in ${counted(windows.length, 'window')}`,
          evidence: { windows: windows.length },
        }),
      );
    }
  }
  return findings;
}
