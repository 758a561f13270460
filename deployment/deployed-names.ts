import { DEFAULT_DEPLOYMENT_NAME } from '../detections/detection';

export { DEFAULT_DEPLOYMENT_NAME };

/**
 * The names by which the parts of one deployment find each other: an account and region may hold several, told
 * apart by the setting `name`.
 */
export interface DeployedNames {
  /** The CloudWatch namespace of all metrics: filters' and handlers'. */
  readonly metricNamespace: string;
  /** Put before a detection's id. */
  readonly alarmPrefix: string;
  /** The alarm of a detection. */
  readonly alarm: (detectionId: string) => string;
  /** The function of a handler. */
  readonly function: (handler: string) => string;
  /** The SSM parameter in which the stacks write down where everything is. */
  readonly descriptionParameter: string;
  readonly athenaWorkgroup: string;
  /** Glue takes no hyphens. */
  readonly glueDatabase: string;
}

export function deployedNames(name: string = DEFAULT_DEPLOYMENT_NAME): DeployedNames {
  return {
    metricNamespace: name,
    alarmPrefix: `${name}-`,
    alarm: (detectionId) => `${name}-${detectionId}`,
    function: (handler) => `${name}-${handler}`,
    descriptionParameter: `/${name}/deployment`,
    athenaWorkgroup: name,
    glueDatabase: name.replaceAll('-', '_'),
  };
}
