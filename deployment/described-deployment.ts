import { z } from 'zod';
import { ALARM_KINDS } from './alarm-groups';

const topicArn = z.string().regex(/^arn:[\w-]+:sns:[\w-]+:\d{12}:.+$/);

/**
 * Where the parts of a deployment are: the stacks write it into one SSM parameter, the doctor reads it. Names and
 * ARNs only, no secret.
 */
export const deploymentSchema = z.strictObject({
  /** Of the project that deployed it; absent before there was one. */
  version: z.string().optional(),
  name: z.string(),
  region: z.string(),
  account: z.string(),
  mode: z.enum(['demo', 'production']),
  trail: z.strictObject({
    /** Absent where the trail is not this deployment's and its name was not given. */
    arn: z.string().optional(),
    /** Absent where the trail delivers to its bucket and nowhere else. */
    logGroup: z.string().optional(),
    bucket: z.string(),
  }),
  flowLogs: z.strictObject({
    vpcId: z.string(),
    logGroup: z.string(),
    /** As deployed to CloudWatch Logs, `${version} ${account-id} …`. */
    format: z.string(),
    /** As deployed on the log group; without it any pattern is right. */
    subscriptionPattern: z.string().optional(),
    bucket: z.string(),
  }),
  /** What the patterns were written with. */
  catalogue: z.strictObject({
    deployRoles: z.array(z.string()),
    homeRegions: z.array(z.string()),
    cis: z.boolean(),
    /** Whether there are lines of containers to judge. */
    containerLogs: z.boolean().optional(),
    /** Digest of the owner's own detections; absent where there are none. */
    customDigest: z.string().optional(),
    /** Metric filters that the trail's log group has place for; without it all of ours. */
    filterPlaces: z.number().optional(),
    /** Whether filters of a family share metric and alarm; without it each has its own. */
    alarms: z.enum(ALARM_KINDS).optional(),
  }),
  topics: z.strictObject({
    /** Where CloudWatch's alarms go. */
    alarms: topicArn,
    /** Where people get rendered messages. */
    notifications: topicArn,
    /** Where health alarms and failures go, past the handlers. */
    health: topicArn,
  }),
  /** Function names by handler. */
  functions: z.record(z.string(), z.string()),
  audit: z.strictObject({
    workgroup: z.string(),
    database: z.string(),
    /** The tables that are deployed; without it all of `records/tables`. */
    tables: z.array(z.string()).optional(),
    /** What the saved questions were written with, beside what the patterns were; without it the defaults. */
    sshPorts: z.array(z.number()).optional(),
    trustedCidrs: z.array(z.string()).optional(),
    insideCidrs: z.array(z.string()).optional(),
  }),
});

export type Deployment = z.infer<typeof deploymentSchema>;
