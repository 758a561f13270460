/** Every stack that a deployment may have, in the order in which they are deployed. */
export const STACK_IDS = [
  'NetworkStack',
  'LogArchiveStack',
  'WorkloadStack',
  'DetectionStack',
  'WorkloadAlarmsStack',
  'AuditStack',
  'ComplianceStack',
  'DashboardStack',
  'PipelineStack',
] as const;

export type StackId = (typeof STACK_IDS)[number];

/** @example stackNameOf('harborwatch', 'LogArchiveStack') // 'harborwatch-log-archive' */
export function stackNameOf(deployment: string, id: StackId): string {
  const what = id
    .replace(/Stack$/, '')
    .replace(/(?<=[a-z])[A-Z]/g, '-$&')
    .toLowerCase();
  return `${deployment}-${what}`;
}
