import { accessDenied, call } from '../api-call';
import { HOUR, MINUTE } from '../clock';
import { ACCOUNT, CLUSTER, REGION, SERVICES } from '../fleet';
import { roleSession } from '../identities';
import type { Simulation } from '../simulation';

const POLLER_ADDRESS = '52.30.19.77';
const POLLER_AGENT =
  'aws-sdk-java/2.31.20 md/io#sync md/http#Apache ua/2.1 os/Linux lang/java#21.0.7 vendor/Eclipse_Adoptium';

/** A monitoring product reads everything every five minutes, and is refused one call that its role never had. */
export function monitoringPolls(simulation: Simulation): void {
  const random = simulation.random.fork('monitoring polls');
  for (let at = simulation.from + random.int(5, 200); at < simulation.until - MINUTE; at += 5 * MINUTE) {
    const by = roleSession({
      role: 'monitoring-reader',
      session: 'monitoring',
      since: Math.floor(at / HOUR) * HOUR,
    });
    const read = (
      offset: number,
      service: string,
      name: string,
      request: Record<string, string | string[]> = {},
    ) =>
      call(simulation, {
        at: at + offset,
        by,
        service,
        name,
        from: POLLER_ADDRESS,
        agent: POLLER_AGENT,
        request,
      });
    read(0, 'ecs', 'DescribeClusters', { clusters: [CLUSTER] });
    read(1, 'ecs', 'ListServices', { cluster: CLUSTER });
    read(2, 'ecs', 'DescribeServices', { cluster: CLUSTER, services: [...SERVICES] });
    read(3, 'ec2', 'DescribeNetworkInterfaces');
    read(4, 'elasticloadbalancing', 'DescribeTargetHealth', {
      targetGroupArn: `arn:aws:elasticloadbalancing:${REGION}:${ACCOUNT}:targetgroup/orders/6d0ecf831eec9f09`,
    });
    if (random.chance(0.3)) read(5, 'monitoring', 'DescribeAlarms');
    if (random.chance(0.02)) {
      call(simulation, {
        at: at + 6,
        by,
        service: 'ec2',
        name: 'DescribeReservedInstances',
        from: POLLER_ADDRESS,
        agent: POLLER_AGENT,
        error: accessDenied(by, 'ec2:DescribeReservedInstances'),
      });
    }
  }
}
