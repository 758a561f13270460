import type { Settings } from '../config';

/**
 * The names of the workload's parts, in every stage the same: metrics, alarms and people keep finding them when the
 * stage moves on, and no stack holds on to another's export.
 */
export function workloadNames({ name }: Pick<Settings, 'name'>) {
  return {
    cluster: name,
    service: 'httpd-login',
    family: `${name}-httpd-login`,
    container: 'httpd-login',
    repository: `${name}/httpd-login`,
    containerLogGroup: `/${name}/workload/containers`,
    buildLogGroup: `/${name}/workload/image-build`,
    buildProject: `${name}-workload-image`,
    apiLogGroup: `/${name}/workload/api`,
    execLogGroup: `/${name}/workload/exec-sessions`,
    containerLogDelivery: `${name}-container-logs`,
    logRouterLogGroup: `/${name}/workload/log-router`,
    deliveryLogGroup: `/${name}/workload/container-log-delivery`,
  } as const;
}

export type WorkloadNames = ReturnType<typeof workloadNames>;
