import { VARIANTS } from '../variants';

/** As the examples of the catalogue are written: a fleet in two regions, no role that deploys; and nobody to tell. */
export const AS_EXAMPLES = { deployRoles: '', homeRegions: 'eu-west-1,eu-central-1', notificationEmails: '' };

/** Around what exists, under another name, without the CIS controls. */
export const ATTACHED = { ...VARIANTS['production attached existing-trail'], name: 'second' };

/** With everything that a setting adds. */
export const FULL = {
  securityHub: true,
  slackChannels: 'T0123ABCD/C0123ABCD',
  teamsChannels:
    '11111111-2222-3333-4444-555555555555/66666666-7777-8888-9999-000000000000/19:abc@thread.tacv2',
  notificationEmails: 'security@example.com,owner@example.com',
  trustedSshCidrs: '192.0.2.0/24',
  runbookUrl: 'https://example.com/runbook',
  muteWindows: [
    {
      name: 'tuesday-release',
      detections: ['ecs-service-deleted', 'ecs-crypto-mining-suspected'],
      schedule: 'cron(0 20 * * 2)',
      duration: 'PT2H',
      timezone: 'Europe/Berlin',
      owner: 'ops@example.com',
      reason: 'weekly release',
      expires: '2099-12-31',
    },
  ],
  suppressions: [
    {
      detection: 'ssh-horizontal-scan',
      source: '192.0.2.7',
      owner: 'security@example.com',
      reason: 'quarterly penetration test',
      expires: '2099-12-01T00:00:00Z',
    },
  ],
};
