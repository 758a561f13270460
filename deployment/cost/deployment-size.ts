import type { Detection } from '../../detections/detection';
import type { Counted } from './count-templates';

/** On functions, queues, the chain and the workload, beside those of the catalogue; a test holds it to the templates. */
const OWN_ALARMS = 35;

/**
 * What the stacks that watch have of what is paid for by the month, where no template is at hand.
 *
 * @param metrics that have a value in most hours
 */
export function deploymentSize(catalogue: readonly Detection[], metrics: number): Counted {
  const count = (kinds: readonly string[]) =>
    catalogue.filter(({ detector }) => kinds.includes(detector.kind)).length;
  return {
    alarms: count(['filter', 'container-filter', 'silence']) + OWN_ALARMS,
    compositeAlarms: count(['composite']),
    dashboards: 5,
    metrics,
    keys: 3,
    secrets: 0,
    endpoints: 0,
    loadBalancers: 0,
    natGateways: 0,
    addresses: 0,
    insights: 0,
    virtualCpus: 0,
    memoryGigabytes: 0,
    searchNodes: {},
    searchGigabytes: 0,
    builders: {},
  };
}
