import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Deployment } from '../../local/doctor/deployment';
import type { HarborwatchStack } from '../harborwatch-stack';

/** Writes down where everything is, for the doctor. No secret is in it. */
export function describeDeployment(scope: HarborwatchStack, deployment: Deployment): void {
  new StringParameter(scope, 'Description', {
    parameterName: scope.names.descriptionParameter,
    description: 'Where the parts of this deployment are; harborwatch doctor reads it.',
    stringValue: scope.toJsonString(deployment),
  });
}
