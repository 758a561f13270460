import { denied, exampleDeployer } from '../example-event';
import { callAt, sequence, type TrailExampleTable } from './trail-example';

const API = { apiId: 'a1b2c3d4e5' };
const openedRoute = callAt(0, 'apigateway', 'UpdateRoute', {
  ...API,
  routeId: 'r1',
  authorizationType: 'NONE',
});
const unlogged = callAt(0, 'apigateway', 'DeleteAccessLogSettings', { ...API, stageName: '$default' });

export const apiFrontExamples: TrailExampleTable = {
  'api-front-weakened': {
    fires: [sequence(openedRoute), sequence(unlogged)],
    staysSilent: [
      sequence({ ...openedRoute, userIdentity: exampleDeployer }),
      sequence(denied(openedRoute)),
      sequence(callAt(0, 'apigateway', 'GetRoutes', API)),
      // A name for the bill: nothing of the way in.
      sequence(callAt(0, 'apigateway', 'TagResource', { tags: { owner: 'web' } })),
    ],
  },
};
