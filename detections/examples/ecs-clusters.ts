import { ecsEvent } from './ecs-example';
import { denied, type ExampleTable } from './example-event';

const deletion = ecsEvent('DeleteCluster', { cluster: 'harbor' });
const creation = ecsEvent('CreateCluster', {
  clusterName: 'qhzxv',
  settings: [{ name: 'containerInsights', value: 'disabled' }],
});
const capacity = ecsEvent('PutClusterCapacityProviders', {
  cluster: 'harbor',
  capacityProviders: ['hosts'],
  defaultCapacityProviderStrategy: [{ capacityProvider: 'hosts', weight: 1, base: 0 }],
});
const insightsOff = ecsEvent('UpdateClusterSettings', {
  cluster: 'harbor',
  settings: [{ name: 'containerInsights', value: 'disabled' }],
});

export const ecsClustersExamples: ExampleTable = {
  'ecs-cluster-deleted': {
    fires: [deletion],
    staysSilent: [denied(deletion, 'ClusterContainsServicesException')],
  },
  'ecs-cluster-created': {
    fires: [creation, ecsEvent('CreateCluster', null)],
    staysSilent: [denied(creation), ecsEvent('UpdateCluster', { cluster: 'harbor' })],
  },
  'ecs-setting-changed': {
    fires: [
      insightsOff,
      ecsEvent('PutAccountSettingDefault', { name: 'containerInsights', value: 'disabled' }),
      ecsEvent('PutAccountSetting', { name: 'tagResourceAuthorization', value: 'off' }),
      ecsEvent('DeleteAccountSetting', { name: 'fargateFIPSMode' }),
      capacity,
      ecsEvent('DeleteCapacityProvider', { capacityProvider: 'hosts' }),
    ],
    staysSilent: [
      denied(capacity),
      creation,
      ecsEvent('UpdateClusterSettings', {
        cluster: 'harbor',
        settings: [{ name: 'containerInsights', value: 'enhanced' }],
      }),
      ecsEvent('ListAccountSettings', { effectiveSettings: true }, { readOnly: true }),
      denied(ecsEvent('PutAccountSetting', { name: 'tagResourceAuthorization', value: 'off' })),
    ],
  },
};
