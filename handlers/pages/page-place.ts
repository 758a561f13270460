import { createHash } from 'node:crypto';
import { SEVERITIES, type Severity } from '../../analysis/finding';
import { objectLink } from '../tell/console-links';
import type { MessageContext } from '../tell/message-context';
import type { Link } from '../tell/notification';

/** Under it lie the pages; Athena's answers have a prefix of their own. */
export const PAGES_PREFIX = 'reports/';

/** Where the page of a story lies: the same for all messages of one thread. */
export function storyKey(thread: string): string {
  return `${PAGES_PREFIX}stories/${safe(thread)}.html`;
}

/** Where the page of a day's audit lies; `day` as in 2026-11-02. */
export function auditKey(day: string): string {
  return `${PAGES_PREFIX}audits/${day}.html`;
}

/** Does a story of this severity have a page? */
export function hasPage(severity: Severity): boolean {
  return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf('high');
}

/** The first link of a message: the page, in the console; none where no bucket is named. */
export function pageLink({ reportsBucket, region }: MessageContext, key: string): readonly Link[] {
  return reportsBucket === undefined ? [] : [objectLink('Report', region, reportsBucket, key)];
}

/** A thread has the name of somebody in it: what is no plain letter goes, and a sum keeps two of them apart. */
function safe(thread: string): string {
  const sum = createHash('sha256').update(thread).digest('hex').slice(0, 12);
  return `${thread.replace(/[^\w.-]+/g, '-').slice(0, 80)}-${sum}`;
}
