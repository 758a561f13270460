import type { Severity } from '../../analysis/finding';
import { version } from '../../package.json';
import type { Detection } from '../detection';
import { toAttacks } from './attacks';
import type { OcsfObject } from './ocsf-object';

export const OCSF_VERSION = '1.8.0';

/** OCSF's Detection Finding; type_uid is class_uid * 100 + activity_id. */
const CLASS_UID = 2004;
const SEVERITY_ID = { low: 2, medium: 3, high: 4, critical: 5 } as const;

/** What a story does with its event: OCSF's activity, and the status it leaves the finding in. */
export const ACTIVITY = {
  create: { id: 1, name: 'Create', statusId: 1, status: 'New' },
  update: { id: 2, name: 'Update', statusId: 2, status: 'In Progress' },
  close: { id: 3, name: 'Close', statusId: 4, status: 'Resolved' },
} as const;

/** What alarms and findings have in common on their way to OCSF; times in epoch seconds. */
export interface OcsfStory {
  readonly activity: keyof typeof ACTIVITY;
  readonly at: number;
  /** The same over a story: by it a reader joins Create, Update and Close. */
  readonly uid: string;
  readonly detection: Detection;
  readonly severity: Severity;
  readonly message: string;
  readonly description: string;
  readonly createdAt: number;
  readonly firstSeen: number;
  readonly lastSeen: number;
  readonly count: number;
  readonly dataSource: 'CloudTrail' | 'VPC Flow Logs';
}

/** The attributes that every event of ours has, valid by the schema of class 2004 with the cloud profile. */
export function ocsfEvent(story: OcsfStory): OcsfObject {
  const activity = ACTIVITY[story.activity];
  const { detection } = story;
  return {
    activity_id: activity.id,
    activity_name: activity.name,
    category_uid: 2,
    category_name: 'Findings',
    class_uid: CLASS_UID,
    class_name: 'Detection Finding',
    type_uid: CLASS_UID * 100 + activity.id,
    type_name: `Detection Finding: ${activity.name}`,
    time: milliseconds(story.at),
    start_time: milliseconds(story.firstSeen),
    end_time: milliseconds(story.lastSeen),
    severity_id: SEVERITY_ID[story.severity],
    severity: story.severity[0]?.toUpperCase() + story.severity.slice(1),
    status_id: activity.statusId,
    status: activity.status,
    is_alert: story.severity !== 'low',
    message: story.message,
    count: story.count,
    metadata: {
      version: OCSF_VERSION,
      profiles: ['cloud'],
      uid: `${story.uid}/${activity.name}/${story.at}`,
      event_code: detection.id,
      log_name: story.dataSource,
      product: { name: 'Harborwatch', vendor_name: 'Harborwatch', version },
    },
    finding_info: {
      uid: story.uid,
      title: detection.title,
      desc: story.description,
      types: [detection.detector.kind],
      analytic: { uid: detection.id, name: detection.id, type: 'Rule', type_id: 1 },
      ...(detection.attack.length > 0 && { attacks: toAttacks(detection.attack) }),
      data_sources: [story.dataSource],
      created_time: milliseconds(story.createdAt),
      modified_time: milliseconds(story.at),
      first_seen_time: milliseconds(story.firstSeen),
      last_seen_time: milliseconds(story.lastSeen),
    },
    remediation: { desc: detection.runbook.response.join('\n') },
  };
}

/** OCSF's timestamps are whole milliseconds since the epoch. */
export function milliseconds(epochSeconds: number): number {
  return Math.round(epochSeconds * 1000);
}
