import type { Detection } from '../../detections/detection';
import type { Fleet } from './model';

/** On functions, queues, the chain and the workload, beside those of the catalogue. */
const OWN_ALARMS = 35;

/** What a deployment of this catalogue has whatever its volumes. */
export function deploymentSize(
  catalogue: readonly Detection[],
): Pick<Fleet, 'alarms' | 'compositeAlarms' | 'dashboards' | 'keys'> {
  const count = (kinds: readonly string[]) =>
    catalogue.filter(({ detector }) => kinds.includes(detector.kind)).length;
  return {
    alarms: count(['filter', 'container-filter', 'silence']) + OWN_ALARMS,
    compositeAlarms: count(['composite']),
    dashboards: 5,
    keys: 4,
  };
}
