import { FORMAT_TEXT } from './flow-lines';
import { FLOW_GROUP } from './subscription';

export const TRAIL_GROUP = 'harborwatch-trail';
export const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:harborwatch-notifications';
export const STATE = 'harborwatch-state';
export const TOLD = 'harborwatch-told';

/** What the stacks would set. */
export const VARIABLES: Readonly<Record<string, string>> = {
  NOTIFICATION_TOPIC_ARN: TOPIC,
  STATE_TABLE: STATE,
  TOLD_TABLE: TOLD,
  TRAIL_LOG_GROUP: TRAIL_GROUP,
  FLOW_LOG_GROUP: FLOW_GROUP,
  FLOW_LOG_FORMAT: FORMAT_TEXT,
  HOME_REGIONS: '["eu-west-1"]',
  RUNBOOK_URL: 'https://example.com/docs/runbook.md',
};
