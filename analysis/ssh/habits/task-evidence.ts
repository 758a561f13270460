import type { Evidence } from '../../finding';
import { UDP } from '../connections/protocols';
import type { Contact, Opening, Owner } from './contact';

const MOST_SAMPLES = 3;

/** Whose a finding is, by the names of the flow log. */
export function evidenceOfTask({ owner, task }: { readonly owner: Owner; readonly task: string }): Evidence {
  return {
    ...(owner.cluster !== undefined && { ecsCluster: owner.cluster }),
    ...(owner.name !== task && { ecsService: owner.name }),
    ecsTask: task,
  };
}

/** `192.0.2.80 on port 443`, of UDP so. */
export function describeContact({ target, port, protocol }: Contact): string {
  return `${target} on ${protocol === UDP ? 'UDP ' : ''}port ${port}`;
}

/** Of the first connections what a flow log says of them: addresses, ports, protocol, bytes, start. */
export function openingRecords(
  { source, target, port, protocol }: Contact,
  openings: readonly Opening[],
): string[] {
  return openings
    .slice(0, MOST_SAMPLES)
    .map(
      ({ at, clientPort, bytes }) => `${source} ${target} ${clientPort} ${port} ${protocol} ${bytes} ${at}`,
    );
}
