import { type Finding, SEVERITIES } from '../../analysis/finding';
import { groupBy } from '../../analysis/group-by';
import { sourcesOf } from '../../analysis/ssh/connections/source-minutes';
import { suppressionOf, whoOfFinding } from '../../analysis/suppression';
import type { PagePart } from '../pages/page-part';
import { hasPage } from '../pages/page-place';
import { isAtLeast } from '../settings';
import { actorThread } from '../tell/actor-thread';
import { findingNotification, subjectOf } from '../tell/finding-notification';
import { type Claimed, settle } from './claim-story';
import type { Reporting } from './reporting';

/** What a message has told, by the ids of the tellings. */
interface Told {
  readonly ids: readonly string[];
}

export async function tellClaimed(claimed: readonly Claimed[], reporting: Reporting): Promise<number> {
  let published = 0;
  const failures: unknown[] = [];
  const tell = async (key: string, group: readonly Claimed[]): Promise<Told> => {
    const { once, publish, context, detections, now } = reporting;
    return await once(key, async () => {
      const [first] = group.toSorted(worstFirst);
      const thread = await actorThread(
        reporting.state,
        first === undefined ? '*' : subjectOf(first.finding),
        first?.finding.firstSeen ?? now() / 1000,
        now() / 1000,
      );
      await publish(findingNotification(group, detections, context, now() / 1000, thread));
      published += 1;
      const paged = group.map(({ finding }) => finding).filter(({ severity }) => hasPage(severity));
      if (paged.length > 0) await reporting.notePage?.(thread, toldPart(paged, reporting));
      return { ids: group.map(tellingId) };
    });
  };
  const messages = [...groupBy(claimed, ({ telling }) => telling.message)];
  const worst = (group: readonly Claimed[]) => group.toSorted(worstFirst)[0] as Claimed;
  for (const [message, group] of messages.sort(([, one], [, other]) =>
    worstFirst(worst(one), worst(other)),
  )) {
    const loud = group.filter(({ finding }) => isLoud(finding, reporting));
    try {
      const told = loud.length === 0 ? undefined : await tell(message, loud);
      // A claim whose writing seemed to fail was not in the message of the run that made it.
      for (const claim of loud) {
        if (told?.ids.includes(tellingId(claim)) === false) await tell(tellingId(claim), [claim]);
      }
      for (const claim of group) {
        await settle(claim, reporting, true);
        if (claim.telling.state === 'START') reporting.onStarted(claim.finding);
      }
    } catch (error) {
      failures.push(error);
      // The next try should not have to wait until the claim runs out; if even that fails, it waits.
      for (const claim of group) await settle(claim, reporting, false).catch(() => undefined);
    }
  }
  if (failures.length > 0) throw failures[0];
  return published;
}

/** As the page of the story tells them: sample records and numbers, with the runbooks that go with them. */
function toldPart(findings: readonly Finding[], { detections, minutes = [] }: Reporting): PagePart {
  const told = [...new Set(findings.map(({ detection }) => detection))].flatMap(
    (id) => detections.get(id) ?? [],
  );
  const sources = new Set(findings.flatMap(sourcesOf));
  return {
    alarms: [],
    findings,
    minutes: minutes.filter(({ source }) => sources.has(source)),
    detections: told.map(({ id, title, severity, attack, runbook }) => ({
      id,
      title,
      severity,
      attack,
      runbook,
    })),
  };
}

/** Worst severity first, then what began first. */
export function worstFirst(one: { readonly finding: Finding }, other: { readonly finding: Finding }): number {
  return (
    SEVERITIES.indexOf(other.finding.severity) - SEVERITIES.indexOf(one.finding.severity) ||
    one.finding.firstSeen - other.finding.firstSeen
  );
}

export function isLoud(finding: Finding, { notifyFrom, suppressions, now }: Reporting): boolean {
  const who = { detection: finding.detection, ...whoOfFinding(finding), at: now() / 1000 };
  return isAtLeast(finding.severity, notifyFrom) && suppressionOf(who, suppressions) === undefined;
}

/** The same for the same change of the same story, whoever tells it. */
export function tellingId({ finding, telling }: Claimed): string {
  return `${finding.id}/${telling.state}/${telling.count}`;
}
