import { SEVERITIES } from '../../../analysis/finding';
import type { Raised, ReportDocument } from '../../document';
import type { PageState } from '../state';

/** The alarms and findings that a state shows, in the order of the document. */
export function shownOf(document: ReportDocument, state: PageState): readonly Raised[] {
  const least = state.severity === undefined ? 0 : (SEVERITIES as readonly string[]).indexOf(state.severity);
  const words = (state.text ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  return document.raised.filter((raised) => {
    const detection = document.detections[raised.detection];
    if (SEVERITIES.indexOf(raised.severity) < least) return false;
    if (state.actor !== undefined && !raised.who.includes(state.actor)) return false;
    if (state.address !== undefined && !hasAddress(raised, state.address)) return false;
    if (state.task !== undefined && !raised.tasks.includes(state.task)) return false;
    if (state.detection !== undefined && detection?.id !== state.detection) return false;
    if (state.technique !== undefined && !isOfTechnique(detection?.attack ?? [], state.technique))
      return false;
    if (state.from !== undefined && state.to !== undefined) {
      if (raised.from > state.to || (raised.to ?? Number.POSITIVE_INFINITY) < state.from) return false;
    }
    if (words.length === 0) return true;
    const text = textOf(raised, document).toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

function hasAddress({ addresses, targets, who }: Raised, address: string): boolean {
  return addresses.includes(address) || who.includes(address) || targets.includes(address);
}

/** A technique is asked for with its parts. */
function isOfTechnique(attack: readonly string[], technique: string): boolean {
  return attack.some((id) => id === technique || id.startsWith(`${technique}.`));
}

function textOf(raised: Raised, { detections, records }: ReportDocument): string {
  const { id = '', title = '', attack = [] } = detections[raised.detection] ?? {};
  const calls = raised.records.map((at) => `${records[at]?.call} ${records[at]?.target ?? ''}`);
  return [
    ...[id, title, raised.severity, raised.summary, ...attack, ...calls],
    ...[...raised.who, ...raised.addresses, ...raised.tasks, ...raised.targets],
  ].join(' ');
}
