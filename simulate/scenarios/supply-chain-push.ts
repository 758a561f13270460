import { intrude, intruder } from '../attacks/intruder';
import { ordinaryLife } from '../background/ordinary-life';
import { pushImage } from '../background/push-image';
import { MINUTE } from '../clock';
import { serviceResponse } from '../ecs-requests';
import { CLUSTER } from '../fleet';
import type { Scenario } from '../scenario';

export const supplyChainPush: Scenario = {
  name: 'supply-chain-push',
  description:
    "a developer's leaked key pushes an image under a release tag and forces the service to take it",
  startHour: 2,
  hours: 1.5,
  expected: [
    'chain-image-pushed-then-rolled-out',
    'ecr-image-pushed-by-outsider',
    'ecs-service-updated-outside-pipeline',
  ],
  play(simulation) {
    const who = intruder(simulation, 'mallory', '192.0.2.66', 'pushes an image past the build');
    const at = simulation.from + 20 * MINUTE;
    pushImage(simulation, who, 'orders', simulation.fleet.revisions.orders, at);
    intrude(simulation, who, {
      at: at + 4 * MINUTE,
      service: 'ecs',
      name: 'UpdateService',
      request: { cluster: CLUSTER, service: 'orders', forceNewDeployment: true },
      response: serviceResponse('orders', simulation.fleet.revisions.orders, 2),
    });
    ordinaryLife(simulation);
  },
};
