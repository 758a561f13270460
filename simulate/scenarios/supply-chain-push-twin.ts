import { deploy } from '../background/deploy';
import { ordinaryLife } from '../background/ordinary-life';
import { MINUTE } from '../clock';
import type { Scenario } from '../scenario';

export const supplyChainPushTwin: Scenario = {
  name: 'supply-chain-push-twin',
  description: 'the pipeline pushes the image of a release and rolls it out',
  startHour: 2,
  hours: 1.5,
  expected: [],
  play(simulation) {
    deploy(simulation, 'orders', simulation.from + 20 * MINUTE);
    ordinaryLife(simulation);
  },
};
