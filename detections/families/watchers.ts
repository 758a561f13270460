import type { TrailCall } from '../../analysis/trail/trail-call';
import type { CallTest } from '../../analysis/trail/trail-rule';
import type { DetectionFamily } from '../detection';
import { byAnybody, byHand, byOutsider } from '../writing/callers';
import { BY_TARGET, on, storiesBy, when } from '../writing/trail-rules';
import { weakens } from '../writing/weakening';

/** Successful calls by whom `who` means, in the forms that take something away. */
function takesAway(
  who: (call: TrailCall) => boolean,
  service: string,
  ...names: readonly string[]
): CallTest {
  return when(on(service, ...names), (call) => call.succeeded && who(call) && weakens(call));
}

/** Only what hides: a filter that archives, a rule that suppresses. */
const hiding = (path: string, words: RegExp) => (call: TrailCall) =>
  call.succeeded && byOutsider(call) && call.texts(path).some((text) => words.test(text));

/** Calls that blind what watches, whose refusal is news too. */
const TAMPERING = [
  on('cloudtrail', 'StopLogging', 'DeleteTrail', 'UpdateTrail', 'PutEventSelectors', 'DeleteEventDataStore'),
  on('logs', 'DeleteLogGroup', 'DeleteSubscriptionFilter', 'DeleteMetricFilter', 'DeleteAccountPolicy'),
  on('ec2', 'DeleteFlowLogs'),
  on('guardduty', 'Delete*', 'UpdateDetector', 'StopMonitoringMembers', 'Disassociate*', 'CreateFilter'),
  on(
    'config',
    'StopConfigurationRecorder',
    'DeleteConfigurationRecorder',
    'DeleteDeliveryChannel',
    'DeleteConfigRule',
  ),
  on('securityhub', 'DisableSecurityHub*', 'DeleteMembers', 'Disassociate*'),
  on('access-analyzer', 'DeleteAnalyzer'),
  on('inspector2', 'Disable'),
  on('macie2', 'DisableMacie'),
  on('monitoring', 'DeleteAlarms', 'DisableAlarmActions'),
  on('kms', 'DisableKey', 'ScheduleKeyDeletion'),
  on('route53resolver', 'DeleteResolverQueryLogConfig', 'DisassociateResolverQueryLogConfig'),
].flat();

const TELEMETRY: readonly CallTest[] = [
  when(
    on('logs', 'PutLogGroupDeletionProtection'),
    (call) => call.succeeded && byOutsider(call) && call.request['deletionProtectionEnabled'] === false,
  ),
  takesAway(
    byOutsider,
    'logs',
    'DeleteAccountPolicy',
    'DeleteDelivery*',
    'DeleteIntegration',
    'DeleteTransformer',
  ),
  takesAway(
    byHand,
    'logs',
    'PutAccountPolicy',
    'PutTransformer',
    'PutDataProtectionPolicy',
    'UpdateDeliveryConfiguration',
  ),
  takesAway(byHand, 'logs', 'PutBearerTokenAuthentication', 'DeleteDataProtectionPolicy'),
  takesAway(byOutsider, 'logs', 'DeleteSyslogConfiguration', 'DisassociateSourceFromS3TableIntegration'),
  takesAway(byHand, 'logs', 'AssociateKmsKey', 'UpdateScheduledQuery', 'DeleteScheduledQuery'),
  // Allow lists that questions read.
  takesAway(byHand, 'logs', 'UpdateLookupTable', 'DeleteLookupTable'),
  takesAway(byOutsider, 'monitoring', 'DeleteMetricStream', 'StopMetricStreams', 'StopOTelEnrichment'),
  takesAway(byOutsider, 'monitoring', 'DisableInsightRules', 'DeleteInsightRules', 'DeleteAnomalyDetector'),
  takesAway(byHand, 'cloudtrail', 'UpdateChannel'),
  takesAway(byHand, 'events', 'UpdateArchive', 'DeleteArchive'),
  takesAway(byOutsider, 'observabilityadmin', 'Update*', 'Delete*', 'Stop*'),
  takesAway(
    byOutsider,
    'route53resolver',
    'DeleteResolverQueryLogConfig',
    'DisassociateResolverQueryLogConfig',
  ),
  takesAway(byOutsider, 'cloudtrail', 'DeregisterOrganizationDelegatedAdmin', 'StopEventDataStoreIngestion'),
  takesAway(byOutsider, 'cloudtrail', 'DeleteEventDataStore', 'DeleteChannel', 'PutEventConfiguration'),
];

/** What AWS itself watches with, and the channels that carry it. */
export const watchers: DetectionFamily = () => [
  {
    id: 'detectors-weakened',
    title: 'GuardDuty, Security Hub, Config, Inspector or Macie thinned out',
    severity: 'high',
    attack: ['T1685'],
    set: 'tuned',
    detector: storiesBy(
      BY_TARGET,
      takesAway(
        byOutsider,
        'guardduty',
        'CreateIPSet',
        'UpdateIPSet',
        'CreateTrustedEntitySet',
        'UpdateTrustedEntitySet',
      ),
      takesAway(byOutsider, 'guardduty', 'DeleteMembers', 'DisassociateMembers', 'StopMonitoringMembers'),
      takesAway(byOutsider, 'guardduty', 'DeletePublishingDestination', 'UpdatePublishingDestination'),
      takesAway(byOutsider, 'guardduty', '*CustomDetectionRuleAssociation', 'UpdateMemberDetectors'),
      takesAway(
        byOutsider,
        'guardduty',
        'DeleteThreatIntelSet',
        'DeleteThreatEntitySet',
        'DeleteMalwareProtectionPlan',
      ),
      takesAway(
        byOutsider,
        'guardduty',
        'DisableOrganizationAdminAccount',
        'UpdateOrganizationConfiguration',
      ),
      takesAway(byOutsider, 'securityhub', 'DisableSecurityHubV2', 'BatchDisableStandards', 'DeleteMembers'),
      takesAway(
        byOutsider,
        'securityhub',
        'DisableImportFindingsForProduct',
        'DisableOrganizationAdminAccount',
      ),
      takesAway(
        byOutsider,
        'securityhub',
        'DeleteAggregatorV2',
        'DeleteFindingAggregator',
        'DisassociateMembers',
      ),
      takesAway(
        byOutsider,
        'config',
        'DeleteConfigRule',
        'DeleteConformancePack',
        'DeleteOrganization*',
        'DeleteConfigurationAggregator',
      ),
      takesAway(
        byOutsider,
        'config',
        'DeleteRetentionConfiguration',
        'DisassociateResourceTypes',
        'DeleteServiceLinkedConfigurationRecorder',
      ),
      // Whoever administers the detectors of an account may thin them out from there.
      ...['guardduty', 'securityhub'].map((service) =>
        takesAway(
          byOutsider,
          service,
          'DisassociateFromAdministratorAccount',
          'DisassociateFromMasterAccount',
          'AcceptAdministratorInvitation',
          'AcceptInvitation',
          'EnableOrganizationAdminAccount',
        ),
      ),
      takesAway(
        byOutsider,
        'guardduty',
        'UpdateThreatIntelSet',
        'UpdateThreatEntitySet',
        'UpdateMalwareScanSettings',
      ),
      takesAway(
        byOutsider,
        'guardduty',
        'UpdateMalwareProtectionPlan',
        'DeleteCustomDetectionRuleOrgConfiguration',
      ),
      takesAway(byOutsider, 'guardduty', 'UpdateCustomDetectionRuleOrgConfiguration'),
      takesAway(byOutsider, 'securityhub', 'DisableSecurityHubFeatureV2', 'UpdateOrganizationConfiguration'),
      takesAway(
        byHand,
        'securityhub',
        'UpdateSecurityHubConfiguration',
        '*ConfigurationPolicyDisassociation',
      ),
      takesAway(byHand, 'securityhub', 'UpdateConfigurationPolicy', 'DeleteConfigurationPolicy'),
      takesAway(byHand, 'securityhub', 'StartConfigurationPolicyAssociation', 'UpdateAggregatorV2'),
      takesAway(byHand, 'securityhub', 'UpdateFindingAggregator', 'UpdateConnector*', 'DeleteConnector*'),
      takesAway(byOutsider, 'access-analyzer', 'DeleteServiceLinkedAnalyzer'),
      takesAway(byHand, 'access-analyzer', 'UpdateAnalyzer'),
      takesAway(
        byHand,
        'config',
        'PutConfigurationRecorder',
        'PutDeliveryChannel',
        'PutRetentionConfiguration',
      ),
      takesAway(byHand, 'config', 'PutConfigRule', 'PutConformancePack', 'PutOrganization*'),
      takesAway(byHand, 'config', '*RemediationConfiguration*', 'PutRemediationExceptions'),
      takesAway(byOutsider, 'config', 'DeleteAggregationAuthorization', 'DeleteConnector'),
      takesAway(byOutsider, 'logs', 'DeleteLogAnomalyDetector'),
      when(
        on('logs', 'UpdateLogAnomalyDetector'),
        (call) => call.succeeded && byOutsider(call) && call.request['enabled'] === false,
      ),
      takesAway(byOutsider, 'inspector2', 'Disable', 'DisableDelegatedAdminAccount', 'DisassociateMember'),
      takesAway(byOutsider, 'macie2', 'DisableMacie', 'DeleteMember', 'DisableOrganizationAdminAccount'),
      takesAway(byOutsider, 'detective', 'DeleteGraph', 'DeleteMembers'),
    ),
    runbook: {
      meaning:
        'A detector of AWS runs on, but sees or tells less: addresses or entities were put on a trusted list, a member, rule or standard taken out, or the export of findings ended.',
      impact: 'An attacker whose address stands on a trusted list makes no finding in GuardDuty at all.',
      diagnosis: [
        'Read requestParameters: which list, member, rule or destination? For a list, read its file in the bucket now.',
        'Over the 24 hours since eventTime, look for calls from the addresses of the list (sourceIPAddress).',
      ],
      response: [
        'Undo it: `aws guardduty delete-ip-set`, `create-members`, `create-publishing-destination`, `aws configservice put-config-rule`.',
        'Replay the day since eventTime here: these detections do not hang on the lists of GuardDuty.',
      ],
    },
  },
  {
    id: 'findings-hidden',
    title: 'Findings suppressed, archived or hidden by a rule',
    severity: 'medium',
    attack: ['T1685'],
    set: 'tuned',
    detector: storiesBy(
      BY_TARGET,
      takesAway(
        byOutsider,
        'securityhub',
        'CreateAutomationRule',
        'CreateAutomationRuleV2',
        'BatchUpdateAutomationRules',
        'UpdateAutomationRuleV2',
      ),
      when(
        on('securityhub', 'BatchUpdateFindings', 'BatchUpdateFindingsV2'),
        hiding('workflow.status', /^(?:SUPPRESSED|RESOLVED)$/),
      ),
      when(
        on('securityhub', 'BatchUpdateFindingsV2'),
        // Status ids of OCSF: 3 is suppressed, 4 is resolved.
        (call) => call.succeeded && byOutsider(call) && [3, 4].includes(Number(call.request['statusId'])),
      ),
      when(
        on('securityhub', 'UpdateStandardsControl', 'UpdateSecurityControl'),
        hiding('controlStatus', /^DISABLED$/),
      ),
      when(
        on('securityhub', 'BatchUpdateStandardsControlAssociations'),
        hiding('standardsControlAssociationUpdates[].associationStatus', /^DISABLED$/),
      ),
      takesAway(byOutsider, 'guardduty', 'ArchiveFindings', 'UpdateFindingsFeedback'),
      when(on('guardduty', 'UpdateFilter'), hiding('action', /^ARCHIVE$/)),
      when(on('securityhub', 'UpdateFindings'), hiding('recordState', /^ARCHIVED$/)),
      takesAway(byHand, 'config', 'DeleteEvaluationResults', 'PutExternalEvaluation'),
      when(
        on('logs', 'UpdateAnomaly'),
        (call) => call.succeeded && byOutsider(call) && call.text('suppressionType') !== undefined,
      ),
      takesAway(byOutsider, 'access-analyzer', 'CreateArchiveRule', 'UpdateArchiveRule', 'ApplyArchiveRule'),
      when(on('access-analyzer', 'UpdateFindings'), hiding('status', /^ARCHIVED$/)),
      when(on('inspector2', 'CreateFilter', 'UpdateFilter'), hiding('action', /^SUPPRESS$/)),
      when(on('macie2', 'CreateFindingsFilter', 'UpdateFindingsFilter'), hiding('action', /^ARCHIVE$/)),
      when(
        on('macie2', 'PutFindingsPublicationConfiguration', 'CreateAllowList'),
        (call) => call.succeeded && byOutsider(call),
      ),
    ),
    runbook: {
      meaning:
        'Somebody hid findings of Security Hub, GuardDuty, Inspector, Macie or Access Analyzer: by hand, or for good by a rule that archives or suppresses what will come.',
      impact: 'The work list is empty and the hole is open; a rule hides next month as well.',
      diagnosis: [
        'Which findings: requestParameters.findingIdentifiers, or the criteria of the rule; read them with status SUPPRESSED now.',
        'Over the 7 days before, did these findings name something that the same userIdentity.arn changed?',
      ],
      response: [
        'Delete the rule or set the findings to NEW again, and look at what they say.',
        'Let only the security team hold securityhub:BatchUpdateFindings and the calls that write rules.',
      ],
    },
  },
  {
    id: 'telemetry-weakened',
    title: 'Log delivery, protection or collection rules of the account weakened',
    severity: 'medium',
    attack: ['T1685.002'],
    set: 'tuned',
    detector: storiesBy(BY_TARGET, ...TELEMETRY),
    runbook: {
      meaning:
        'Rules that hold for many log groups at once were changed: deletion protection, policies of the account, deliveries, transformers, telemetry and centralisation rules, event data stores.',
      impact:
        'One such call does what a hundred deletions of log groups or flow logs would do, and none of those is recorded.',
      diagnosis: [
        'Read requestParameters for the group, rule or delivery, and compare with the day before: `aws observabilityadmin list-telemetry-rules`.',
        'Over the hour after eventTime, look for DeleteLogGroup and DeleteFlowLogs by the same userIdentity.arn.',
      ],
      response: [
        'Write the former rule again, and switch protection on: `aws logs put-log-group-deletion-protection --deletion-protection-enabled`.',
        'Fill the gap from the bucket of the trail, which hangs on none of these rules.',
      ],
    },
  },
  {
    id: 'tampering-refused',
    title: 'Call that would have cut logging or detectors, refused',
    severity: 'medium',
    attack: ['T1685', 'T1685.002'],
    set: 'tuned',
    detector: storiesBy(
      (call) => call.actor,
      when(TAMPERING, (call) => call.refused && byAnybody(call) && weakens(call)),
    ),
    runbook: {
      meaning:
        'Somebody asked to stop, delete or thin out a trail, log, flow log, detector, alarm or key, and AWS refused for lack of a permission.',
      impact:
        'Nothing is cut yet; but nobody makes these calls by mistake, and the next credential may be allowed to.',
      diagnosis: [
        'Over the hour around it, list all calls of the same userIdentity.arn, refused and not: what else was tried?',
        'In the record, compare sourceIPAddress and userAgent with those of the same identity over the 7 days before.',
      ],
      response: [
        'Hold the credential to be stolen until its owner answers: deactivate the key or revoke the sessions of the role.',
        'Leave the deny that refused it in place, and see that it covers every account.',
      ],
    },
  },
];
