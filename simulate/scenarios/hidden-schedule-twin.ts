import { scheduledWorker } from '../attacks/scheduled-worker';
import { ordinaryLife } from '../background/ordinary-life';
import { MINUTE } from '../clock';
import { ACCOUNT, REGION } from '../fleet';
import { deployer } from '../identities';
import type { Scenario } from '../scenario';

const SCHEDULE_ROLE = 'nightly-schedule';

export const hiddenScheduleTwin: Scenario = {
  name: 'hidden-schedule-twin',
  description: 'the pipeline deploys a nightly job with a schedule, whose role is named as one that deploys',
  startHour: 1,
  hours: 2,
  expected: [],
  alsoDeploys: [`arn:aws:iam::${ACCOUNT}:role/${SCHEDULE_ROLE}`],
  play(simulation) {
    const at = simulation.from + 12 * MINUTE;
    scheduledWorker(simulation, {
      by: { by: deployer(at, 'cloudformation.amazonaws.com') },
      family: 'nightly-report',
      image: `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/nightly-report:release-1`,
      role: SCHEDULE_ROLE,
      at,
      everySeconds: 30 * MINUTE,
      runs: 3,
    });
    ordinaryLife(simulation);
  },
};
