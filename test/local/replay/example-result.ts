import type { Cause } from '../../../analysis/cause';
import type { Detection } from '../../../detections/detection';
import type { Report } from '../../../local/render/timeline/report';
import type { AlarmChange, ReplayResult, TitledFinding } from '../../../local/replay/replay-result';

/** 2026-11-02T08:00:00Z. */
export const EIGHT = 1_793_606_400;

export const exampleCause = (eventId: string, at: number, overrides: Partial<Cause> = {}): Cause => ({
  eventId,
  at,
  call: 'ecs:ExecuteCommand',
  region: 'eu-west-1',
  account: '111122223333',
  identity: 'user mallory',
  identityArn: 'arn:aws:iam::111122223333:user/mallory',
  sourceAddress: '198.51.100.23',
  errorCode: undefined,
  target: undefined,
  place: 'trail.json.gz:1',
  ...overrides,
});

export const exampleAlarm = (overrides: Partial<AlarmChange> = {}): AlarmChange => ({
  detection: 'ecs-exec-session-opened',
  title: 'Somebody opened a shell in a running container',
  severity: 'high',
  account: '111122223333',
  state: 'ALARM',
  at: EIGHT + 60,
  value: 1,
  threshold: 1,
  causes: [exampleCause('event-1', EIGHT)],
  causeCount: 1,
  whileRed: { causes: [], count: 0 },
  note: undefined,
  ...overrides,
});

export const exampleFinding = (overrides: Partial<TitledFinding> = {}): TitledFinding => ({
  id: 'ssh-brute-force/198.51.100.23/10.0.1.5/1793606400',
  detection: 'ssh-brute-force',
  title: 'Somebody guesses SSH passwords',
  severity: 'medium',
  confidence: 0.75,
  state: 'END',
  source: '198.51.100.23',
  targets: ['10.0.1.5'],
  ports: [22],
  firstSeen: EIGHT,
  lastSeen: EIGHT + 1200,
  changes: [
    { state: 'START', at: EIGHT + 120, count: 9 },
    { state: 'UPDATE', at: EIGHT + 600, count: 40 },
    { state: 'END', at: EIGHT + 4800, count: 61 },
  ],
  summary: '61 attempts on 10.0.1.5:22 within 20 minutes',
  evidence: {
    attempts: 61,
    packetsPerFlow: 12.3456,
    answered: true,
    samples: ['2 111122223333 eni-1 …'],
    ports: [22],
  },
  ...overrides,
});

/** One alarm that goes red and back, one finding, a line that nobody could read. */
export const exampleResult = (overrides: Partial<ReplayResult> = {}): ReplayResult => ({
  folder: 'logs',
  settings: {
    deployRoles: [],
    organizationTrail: false,
    sshPorts: [22],
    trustedCidrs: [],
    egressPorts: [443],
  },
  learnedHomeRegions: ['eu-west-1'],
  span: { from: EIGHT, to: EIGHT + 7200 },
  outside: undefined,
  accounts: ['111122223333'],
  ruling: [],
  blindFlowLogs: [],
  read: {
    files: [
      {
        path: 'trail.json.gz',
        kind: 'cloudtrail',
        records: 12,
        analyzed: 10,
        skipped: { duplicate: 2 },
        unreadable: [],
        unreadableCount: 0,
      },
      {
        path: 'flows.log',
        kind: 'flow-log-text',
        records: 201,
        analyzed: 200,
        skipped: {},
        unreadable: [{ line: 7, reason: 'start is "x", not a number' }],
        unreadableCount: 1,
      },
    ],
    totals: { files: 2, records: 213, analyzed: 210, skipped: { duplicate: 2 }, remarks: {}, unreadable: 1 },
  },
  alarms: [
    exampleAlarm({ whileRed: { causes: [exampleCause('event-2', EIGHT + 90)], count: 1 } }),
    exampleAlarm({
      state: 'OK',
      at: EIGHT + 900,
      value: undefined,
      causes: [exampleCause('event-2', EIGHT + 90)],
    }),
  ],
  findings: [exampleFinding()],
  open: [],
  notes: [],
  ...overrides,
});

/** The result as the forms take it, without audit answers. */
export const reportOf = (result: ReplayResult, detections: readonly Detection[] = []): Report => ({
  result,
  detections,
  audit: { answers: [], notes: [] },
  isAll: false,
  again: [result.folder],
});
