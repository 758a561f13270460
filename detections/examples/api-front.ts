import { denied, type ExampleTable, exampleDeployer, exampleEvent } from './example-event';

const API = { apiId: 'a1b2c3d4e5' };
const openedRoute = exampleEvent('apigateway', 'UpdateRoute', {
  ...API,
  routeId: 'r1',
  authorizationType: 'NONE',
});
const unlogged = exampleEvent('apigateway', 'DeleteAccessLogSettings', { ...API, stageName: '$default' });

export const apiFrontExamples: ExampleTable = {
  'api-front-weakened': {
    fires: [openedRoute, unlogged],
    staysSilent: [
      { ...openedRoute, userIdentity: exampleDeployer },
      denied(openedRoute),
      exampleEvent('apigateway', 'GetRoutes', API, { readOnly: true }),
      // A key of somebody's own: nothing of the way in.
      exampleEvent('apigateway', 'TagResource', { tags: { owner: 'web' } }),
    ],
  },
};
