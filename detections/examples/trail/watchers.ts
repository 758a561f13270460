import { denied } from '../example-event';
import { byPipeline, byService, callAt, egress, one, refused, type TrailExampleTable } from './trail-example';

const trusted = one('guardduty', 'CreateTrustedEntitySet', { detectorId: 'd', activate: true });
const findings = (status: string) => one('securityhub', 'BatchUpdateFindings', { workflow: { status } });
const protection = (deletionProtectionEnabled: boolean) =>
  one('logs', 'PutLogGroupDeletionProtection', { logGroupIdentifier: 'g', deletionProtectionEnabled });

const LOOKS = ['ListBuckets', 'GetBucketPolicy', 'GetBucketAcl', 'ListMultiRegionAccessPoints'] as const;

const atEndpoint = (sourceIPAddress: string, errorCode = 'VpceAccessDenied') =>
  denied(callAt(0, 'secretsmanager', 'GetSecretValue', { secretId: 's' }, { sourceIPAddress }), errorCode);

export const watcherExamples: TrailExampleTable = {
  'detectors-weakened': {
    fires: [
      trusted,
      one('config', 'DeleteConfigRule', { configRuleName: 'ecs-containers-nonprivileged' }),
      one('securityhub', 'DisableSecurityHubV2', {}),
      one('guardduty', 'AcceptAdministratorInvitation', { administratorId: '444455556666' }),
      one('config', 'PutConfigurationRecorder', { configurationRecorder: { name: 'default' } }),
    ],
    staysSilent: [
      byPipeline(trusted),
      refused(trusted),
      one('guardduty', 'GetIPSet', { ipSetId: 'i' }),
      // More, or again: nothing is thinned out.
      one('guardduty', 'StartMonitoringMembers', { detectorId: 'd' }),
      byPipeline(one('config', 'PutConfigurationRecorder', {})),
      one('config', 'PutConfigurationRecorder', {
        configurationRecorder: { recordingGroup: { allSupported: true } },
      }),
      one('guardduty', 'UpdateMemberDetectors', { features: [{ name: 'X', status: 'ENABLED' }] }),
      one('securityhub', 'UpdateOrganizationConfiguration', { autoEnable: true }),
      one('guardduty', 'UpdateThreatIntelSet', { threatIntelSetId: 't', activate: true }),
    ],
  },
  'findings-hidden': {
    fires: [
      findings('SUPPRESSED'),
      one('securityhub', 'CreateAutomationRuleV2', { ruleName: 'r' }),
      one('securityhub', 'BatchUpdateFindingsV2', { statusId: 3 }),
      one('inspector2', 'CreateFilter', { action: 'SUPPRESS', name: 'f' }),
      one('access-analyzer', 'CreateArchiveRule', { analyzerName: 'a', ruleName: 'r' }),
      one('logs', 'UpdateAnomaly', { anomalyId: 'a', suppressionType: 'INFINITE' }),
    ],
    staysSilent: [
      one('logs', 'UpdateAnomaly', { anomalyId: 'a', baseline: true }),
      findings('NOTIFIED'),
      one('securityhub', 'BatchUpdateFindingsV2', { statusId: 2 }),
      one('inspector2', 'CreateFilter', { action: 'NONE', name: 'f' }),
      byPipeline(findings('SUPPRESSED')),
    ],
  },
  'telemetry-weakened': {
    fires: [
      protection(false),
      one('logs', 'DeleteAccountPolicy', { policyName: 'p', policyType: 'SUBSCRIPTION_FILTER_POLICY' }),
      one('observabilityadmin', 'UpdateCentralizationRuleForOrganization', { ruleIdentifier: 'c' }),
      one('monitoring', 'StopMetricStreams', { names: ['to-siem'] }),
    ],
    staysSilent: [
      one('monitoring', 'StartMetricStreams', { names: ['to-siem'] }),
      protection(true),
      byPipeline(protection(false)),
      one('observabilityadmin', 'CreateTelemetryRule', { ruleName: 'more' }),
    ],
  },
  'tampering-refused': {
    fires: [
      refused(one('cloudtrail', 'StopLogging', { name: 'trail' })),
      byPipeline(refused(one('ec2', 'DeleteFlowLogs', {}), 'Client.UnauthorizedOperation')),
    ],
    staysSilent: [
      one('cloudtrail', 'StopLogging', { name: 'trail' }),
      refused(one('cloudtrail', 'StopLogging', { name: 'trail' }), 'TrailNotFoundException'),
      refused(one('cloudtrail', 'GetTrailStatus', { name: 'trail' })),
      refused(one('guardduty', 'UpdateDetector', { detectorId: 'd', enable: true })),
      byService(refused(one('monitoring', 'DeleteAlarms', { alarmNames: ['a'] }))),
    ],
  },
  'chain-vpc-endpoint-refused-inside': {
    fires: [
      { records: [atEndpoint('10.20.0.5')], flows: [egress(3, '10.20.9.9')] },
      { records: [atEndpoint('10.20.0.5')], flows: [egress(-20, '10.20.9.9')] },
    ],
    staysSilent: [
      { records: [atEndpoint('10.20.0.6')], flows: [egress(3, '10.20.9.9')] },
      { records: [atEndpoint('10.20.0.5')], flows: [egress(3, '10.20.9.9', { dstport: 5_432 })] },
      { records: [atEndpoint('10.20.0.5')], flows: [egress(90, '10.20.9.9')] },
      { records: [atEndpoint('10.20.0.5', 'AccessDenied')], flows: [egress(3, '10.20.9.9')] },
    ],
  },
  'vpc-endpoint-refused': {
    fires: [
      refused(one('secretsmanager', 'GetSecretValue', { secretId: 's' }), 'VpceAccessDenied'),
      refused(
        one('s3', 'PutObject', null, {
          userIdentity: { type: 'AWSAccount', accountId: '444455556666', principalId: 'x' },
        }),
        'VpceAccessDenied',
      ),
    ],
    staysSilent: [refused(one('secretsmanager', 'GetSecretValue', { secretId: 's' }))],
  },
  'refusals-in-many-calls': {
    fires: [
      tries('s3', ...LOOKS, 8),
      // What somebody clicks on in the console.
      inConsole(tries('s3', 'PutBucketPolicy', 'PutBucketAcl', 'DeleteBucket', 'CreateBucket', 8), false),
    ],
    staysSilent: [
      inConsole(tries('s3', ...LOOKS, 8), true),
      // One call over and over is a program without a permission.
      { records: Array.from({ length: 20 }, (_, minute) => attempt(minute / 2, 's3', 'ListBuckets')).flat() },
      tries('s3', ...LOOKS, 7),
    ],
  },
};

function attempt(minutes: number, service: string, name: string) {
  const { records } = refused(one(service, name));
  const eventTime = new Date(Date.parse('2026-11-02T08:00:00Z') + minutes * 60_000).toISOString();
  return records.map((record) => ({ ...record, eventTime, eventID: `${minutes} ${service}:${name}` }));
}

/** By a session of the console. */
function inConsole({ records }: ReturnType<typeof tries>, readOnly: boolean) {
  return {
    records: records.map((record) => ({ ...record, readOnly, sessionCredentialFromConsole: 'true' })),
  };
}

/** So many different calls, one a minute: the names in two services. */
function tries(service: string, ...rest: readonly [...names: string[], count: number]) {
  const count = rest.at(-1) as number;
  const names = rest.slice(0, -1) as readonly string[];
  const calls = [service, 'iam'].flatMap((of) => names.map((name) => [of, name] as const));
  return { records: calls.slice(0, count).flatMap(([of, name], minute) => attempt(minute, of, name)) };
}
