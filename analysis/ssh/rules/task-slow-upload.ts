import { counted } from '../../counted';
import type { Finding } from '../../finding';
import { groupBy } from '../../group-by';
import type { SshActivity } from '../activity';
import { cidrMatcher } from '../connections/addresses';
import { hasBeside, withBeside } from '../context/beside';
import { bytesOfDay, DAY_SECONDS, startOfDay, type Upload } from '../habits/upload-days';
import type { SshPolicy } from '../policy';
import { quietSeconds } from '../stories/quiet-seconds';
import { tellStory } from '../stories/story';
import { thresholdsOf } from '../thresholds';

const MEBIBYTE = 1024 ** 2;
/** A day with a tenth of what is told counts as one on which the service uploads to the network anyway. */
const USED_SHARE = 0.1;
/** Used on no more than every tenth day is rarely; once is nothing, and a weekly copy has its size to go by. */
const RARE_SHARE = 0.1;
/** A copy that comes by the week or month grows, but not to twice its size. */
const GROWTH = 2;
/** What goes on for so many days is no single transfer. */
const SLOW_DAYS = 3;
/** Copies of about one size on so many days are a job, and the next comes within a week. */
const JOB = { fewestDays: 3, mostDaysApart: 8 };

/**
 * A service uploads, day after day or once a great deal, to a network on the internet that it never or rarely uploaded to in
 * the days before, and more than it ever sent to a network on the first day of using it. Silent for a nightly copy that moved
 * to another network. Low; one severity worse for a shell in
 * a task that sent, and for a new image. What goes to networks that the service is used to is never told, however much.
 */
export function taskSlowUpload(activity: SshActivity, policy: SshPolicy): Finding[] {
  if (activity.habits === undefined) return [];
  const isTrusted = cidrMatcher(policy.trustedCidrs);
  const findings: Finding[] = [];
  for (const uploads of groupBy(
    [...activity.habits.uploads.all.values()],
    ({ owner }) => owner.key,
  ).values()) {
    for (const upload of uploads) {
      if ([...upload.targets].every(isTrusted)) continue;
      const odd = oddDays(upload, uploads, activity, policy);
      if (odd.length > 0) findings.push(told(upload, odd, activity));
    }
  }
  return findings;
}

/** The days with enough bytes, from the first on that is told; none where nothing is. In order. */
function oddDays(
  upload: Upload,
  all: readonly Upload[],
  activity: SshActivity,
  policy: SshPolicy,
): readonly number[] {
  const { mebibytesADay, mebibytesOnce, daysLearned } = thresholdsOf(policy, 'task-slow-upload');
  const days = [...upload.days.keys()].sort((one, other) => one - other);
  const firstDay = Math.floor(upload.owner.first / DAY_SECONDS);
  const doers = { name: upload.owner.name, tasks: upload.tasks };
  const isBig = (day: number) => bytesOfDay(upload, day) >= mebibytesADay * MEBIBYTE;
  const begin = days.find((day) => {
    if (!isBig(day)) return false;
    const before = days.filter((each) => each < day).map((each) => bytesOfDay(upload, each));
    const used = before.filter((bytes) => bytes >= mebibytesADay * MEBIBYTE * USED_SHARE).length;
    const bytes = bytesOfDay(upload, day);
    if (used > Math.max(1, RARE_SHARE * (day - firstDay))) return false;
    if (bytes <= GROWTH * Math.max(0, ...before)) return false;
    const start = startOfDay(upload, day);
    if (hasBeside(start, upload.last, doers, activity)) return true;
    if (isJobThatMoved(all, upload, day)) return false;
    return day - firstDay >= daysLearned && bytes > mostOnFirstDays(all, upload, firstDay, day);
  });
  if (begin === undefined) return [];
  const odd = days.filter((day) => day >= begin && isBig(day));
  const isOnce = odd.some((day) => bytesOfDay(upload, day) >= mebibytesOnce * MEBIBYTE);
  return odd.length >= SLOW_DAYS || isOnce ? odd : [];
}

/**
 * Did other networks get about as much on earlier days, and none of them on this one? Then it is a nightly copy whose endpoint
 * has a new address (S3 of one region answers from a dozen networks), and no second stream beside it.
 */
function isJobThatMoved(all: readonly Upload[], upload: Upload, day: number): boolean {
  const bytes = bytesOfDay(upload, day);
  const days = new Set<number>();
  for (const other of all) {
    if (other === upload) continue;
    for (const each of other.days.keys()) {
      const then = each <= day ? bytesOfDay(other, each) : 0;
      if (then * GROWTH >= bytes && then <= bytes * GROWTH) days.add(each);
    }
  }
  return !days.has(day) && days.size >= JOB.fewestDays && day - Math.max(...days) <= JOB.mostDaysApart;
}

/** The most that the service sent to another network on its first day of using it, since the day after it was first seen. */
function mostOnFirstDays(all: readonly Upload[], upload: Upload, firstDay: number, until: number): number {
  return all.reduce((most, other) => {
    const begun = Math.floor(other.first / DAY_SECONDS);
    return other === upload || begun <= firstDay || begun >= until
      ? most
      : Math.max(most, bytesOfDay(other, begun));
  }, 0);
}

function told(upload: Upload, days: readonly number[], activity: SshActivity): Finding {
  const { owner, network, targets, ports, tasks, source, last } = upload;
  const doers = { name: owner.name, tasks };
  const byDay = days.map((day) => bytesOfDay(upload, day));
  const total = byDay.reduce((sum, bytes) => sum + bytes, 0);
  const times = days.map((day) => startOfDay(upload, day));
  const before = [...upload.days.keys()].filter((day) => day < (days[0] as number)).length;
  const [target = network] = targets;
  const facts = {
    detection: 'task-slow-upload',
    severity: 'low',
    confidence: days.length >= SLOW_DAYS ? 0.6 : 0.4,
    source,
    targets: [...targets],
    ports: [...ports],
    times,
    reachedAt: times[Math.min(times.length, SLOW_DAYS) - 1] ?? last,
    lastSeen: last,
    quietSeconds: quietSeconds('task-slow-upload'),
    until: activity.until,
    summary: `${owner.name} (${source}) sent ${(total / MEBIBYTE).toFixed(1)} MiB on ${counted(days.length, 'day')} to ${target}, a network (${network}) that it ${before === 0 ? 'never' : 'rarely'} uploaded to before`,
    evidence: {
      ...(owner.cluster !== undefined && { ecsCluster: owner.cluster }),
      ...(!owner.tasks.has(owner.name) && { ecsService: owner.name }),
      ecsTasks: [...tasks],
      network,
      days: days.length,
      bytes: total,
      mostBytesADay: Math.max(...byDay),
      bytesByDay: byDay.slice(-31),
      daysUsedBefore: before,
      watchedDaysBefore: (days[0] as number) - Math.floor(owner.first / DAY_SECONDS),
    },
  } as const;
  return tellStory(withBeside(facts, doers, activity));
}
