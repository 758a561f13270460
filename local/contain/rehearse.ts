import type { ContainmentPlan } from '../../analysis/containment/plan';
import { SEVERITIES, type Severity } from '../../analysis/finding';
import type { CustomDetections } from '../../detections/detection';
import type { UserIdentity } from '../../records/cloudtrail/cloudtrail-record';
import { call } from '../../simulate/api-call';
import { MINUTE } from '../../simulate/clock';
import { ACCOUNT, REGION } from '../../simulate/fleet';
import { roleSession } from '../../simulate/identities';
import { play } from '../../simulate/play';
import { ReplayEngine } from '../replay/replay-engine';
import { mergeSettings } from '../settings/replay-settings';

/** An alarm that the plan's own records set off. */
export interface RehearsedAlarm {
  readonly detection: string;
  readonly title: string;
  readonly severity: Severity;
}

/** The role that people take to contain; named as one that deploys, its calls are known. */
export const RESPONDER_ROLE = 'incident-response';
/** 2 November 2026, 00:00 UTC: the day does not matter, and a fixed one makes every rehearsal the same. */
const DAY = 1_793_577_600;

const RESPONDER = roleSession({ role: RESPONDER_ROLE, session: 'responder', since: DAY });

/**
 * Plays the records that a plan leaves, and gives the alarms that they set off in an account that names the role
 * of the responders among those that deploy: the gravest first.
 *
 * @param by who makes the calls
 * @param custom detections of somebody's own, and changes of ours - @default none
 */
export function rehearse(
  plan: ContainmentPlan,
  by: UserIdentity = RESPONDER,
  custom?: CustomDetections,
): readonly RehearsedAlarm[] {
  const simulation = play(
    {
      name: 'containment',
      description: `contains ${plan.kind}`,
      startHour: 9,
      hours: 2,
      expected: [],
      play(running) {
        for (const [index, { service, name, request }] of plan.steps
          .flatMap(({ leaves }) => leaves)
          .entries()) {
          call(running, {
            at: running.from + (index + 1) * 2 * MINUTE,
            by,
            from: '198.51.100.7',
            service,
            name,
            request,
          });
        }
      },
    },
    1,
    DAY,
  );
  const engine = new ReplayEngine(
    mergeSettings({
      ...(custom !== undefined && { custom }),
      homeRegions: [REGION],
      deployRoles: [`arn:aws:iam::${ACCOUNT}:role/${RESPONDER_ROLE}`],
    }),
  );
  for (const [index, { record }] of simulation.events.entries()) {
    engine.cloudTrail(record, JSON.stringify(record), { path: 'rehearsal', line: index + 1 });
  }
  const { alarms, findings } = engine.finish();
  const raised = [...alarms.filter(({ state }) => state === 'ALARM'), ...findings];
  const byId = new Map(
    raised.map(({ detection, title, severity }) => [detection, { detection, title, severity }]),
  );
  return [...byId.values()].sort(
    (a, b) =>
      SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity) || (a.detection < b.detection ? -1 : 1),
  );
}
