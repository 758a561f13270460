import type { TrailCall } from '../../analysis/trail/trail-call';
import type { DetectionFamily } from '../detection';
import { on, predicate } from '../writing/trail-rules';

/** The API before the load balancer: what it asks for, lets through and writes down. */
export const apiFront: DetectionFamily = () => [
  {
    id: 'api-front-weakened',
    title: 'API route, authorizer, stage or VPC link changed outside the pipeline',
    severity: 'medium',
    attack: ['T1556', 'T1685.002', 'T1190'],
    set: 'tuned',
    detector: predicate(
      on(
        'apigateway',
        'CreateRoute',
        'UpdateRoute',
        'UpdateAuthorizer',
        'DeleteAuthorizer',
        'UpdateIntegration',
        'UpdateStage',
        'DeleteStage',
        'DeleteAccessLogSettings',
        'DeleteRouteSettings',
        'ReimportApi',
        'DeleteVpcLink',
        'DeleteApi',
      ),
      (call) => call.succeeded && !call.isBy('deploy-role', 'service') && says(call),
    ),
    runbook: {
      meaning:
        'What an API of API Gateway asks of its callers, where it leads them, how many it takes or what it writes down was changed by a caller that is not the pipeline.',
      impact:
        'A route without its authorizer is open to everybody, an integration that points elsewhere reads every request, and without access logs nobody sees who came.',
      diagnosis: [
        'In the record, look at eventName, requestParameters.apiId and authorizationType: NONE is a route that asks nobody.',
        'Compare the API with its template now: `cdk diff` of the workload stack, or `aws apigatewayv2 get-routes --api-id <apiId>`.',
        'From eventTime until now, list requests of the API in its log group by source_ip and status: who got 200 without user_name?',
      ],
      response: [
        'Deploy the stack again, which puts route, authorizer, stage and logs back.',
        'If requests were answered that should not have been, treat what the service showed as read by strangers.',
        'Let the pipeline alone write: deny apigateway:PATCH, PUT and DELETE to people.',
      ],
    },
  },
];

function says(call: TrailCall): string {
  const opens = call.text('authorizationType') === 'NONE' ? ', which asks nobody for a token' : '';
  return `${call.record.eventName} on API ${call.text('apiId') ?? 'without an id'}${opens}`;
}
