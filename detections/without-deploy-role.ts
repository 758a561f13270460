import type { Detection } from './detection';

/**
 * What a catalogue says of itself that was written without a deploy role: `no deploy role is named, so 38 detections
 * look at every role, 11 of them at low`; undefined where roles are named, since nothing is wider then.
 */
export function widerWithoutDeployRole(catalogue: readonly Detection[]): string | undefined {
  const wider = catalogue.flatMap(({ detector }) =>
    detector.kind === 'filter' && detector.wider !== undefined ? [detector.wider.severity] : [],
  );
  if (wider.length === 0) return undefined;
  const low = wider.filter((severity) => severity === 'low').length;
  return `no deploy role is named, so ${wider.length} detections look at every role, ${low} of them at low`;
}
