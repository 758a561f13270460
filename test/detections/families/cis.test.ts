import { parseFilterPattern } from '../../../analysis/filter-pattern';
import { buildCatalogue } from '../../../detections/catalogue';
import { DEFAULT_SETTINGS } from '../../../detections/detection';
import { cisExamples } from '../../../detections/examples/cis';
import { cis } from '../../../detections/families/cis';
import { cisAlarm } from '../../../detections/writing/alarm-settings';

/** Security Hub compares text: each blank, quote and parenthesis of these is part of the control. */
const CURRENT = [
  '{$.userIdentity.type="Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType !="AwsServiceEvent"}',
  '{($.errorCode="*UnauthorizedOperation") || ($.errorCode="AccessDenied*")}',
  '{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && ($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Success") }',
  inService(
    'iam',
    'DeleteGroupPolicy DeleteRolePolicy DeleteUserPolicy PutGroupPolicy PutRolePolicy PutUserPolicy CreatePolicy DeletePolicy CreatePolicyVersion DeletePolicyVersion AttachRolePolicy DetachRolePolicy AttachUserPolicy DetachUserPolicy AttachGroupPolicy DetachGroupPolicy',
  ),
  `{${names('CreateTrail UpdateTrail DeleteTrail StartLogging StopLogging')}}`,
  '{($.eventName=ConsoleLogin) && ($.errorMessage="Failed authentication")}',
  inService('kms', 'DisableKey ScheduleKeyDeletion'),
  inService(
    's3',
    'PutBucketAcl PutBucketPolicy PutBucketCors PutBucketLifecycle PutBucketReplication DeleteBucketPolicy DeleteBucketCors DeleteBucketLifecycle DeleteBucketReplication',
  ),
  inService(
    'config',
    'StopConfigurationRecorder DeleteDeliveryChannel PutDeliveryChannel PutConfigurationRecorder',
  ),
  `{${names('AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress RevokeSecurityGroupIngress RevokeSecurityGroupEgress CreateSecurityGroup DeleteSecurityGroup')}}`,
  `{${names('CreateNetworkAcl CreateNetworkAclEntry DeleteNetworkAcl DeleteNetworkAclEntry ReplaceNetworkAclEntry ReplaceNetworkAclAssociation')}}`,
  `{${names('CreateCustomerGateway DeleteCustomerGateway AttachInternetGateway CreateInternetGateway DeleteInternetGateway DetachInternetGateway')}}`,
  inService(
    'ec2',
    'CreateRoute CreateRouteTable ReplaceRoute ReplaceRouteTableAssociation DeleteRouteTable DeleteRoute DisassociateRouteTable',
  ),
  `{${names('CreateVpc DeleteVpc ModifyVpcAttribute AcceptVpcPeeringConnection CreateVpcPeeringConnection DeleteVpcPeeringConnection RejectVpcPeeringConnection AttachClassicLinkVpc DetachClassicLinkVpc DisableVpcClassicLink EnableVpcClassicLink')}}`,
];

function names(list: string): string {
  return list
    .split(' ')
    .map((name) => `($.eventName=${name})`)
    .join(' || ');
}

function inService(service: string, list: string): string {
  return `{($.eventSource=${service}.amazonaws.com) && (${names(list)})}`;
}

const controls = cis(DEFAULT_SETTINGS);
const patternOf = (index: number) => {
  const detector = controls[index]?.detector;
  return detector?.kind === 'filter' ? detector.pattern : undefined;
};

test('the controls are CloudWatch.1 to CloudWatch.14, in order', () => {
  expect(controls.map(({ id }) => id.split('-').slice(0, 3).join('-'))).toEqual(
    CURRENT.map((_, index) => `cis-cloudwatch-${index + 1}`),
  );
});

test.each(CURRENT.map((pattern, index) => ({ number: index + 1, pattern })))(
  'CloudWatch.$number is the string of the control, byte for byte',
  ({ number, pattern }) => {
    expect(patternOf(number - 1)).toBe(pattern);
  },
);

test('the settings of a fleet change none of the strings', () => {
  const elsewhere = cis({
    deployRoles: ['arn:aws:iam::111122223333:role/deploy'],
    homeRegions: ['eu-west-1'],
  });
  expect(elsewhere.map(({ detector }) => detector)).toEqual(controls.map(({ detector }) => detector));
});

test('every control is low, of the cis set, and alarms on the first record in five minutes', () => {
  for (const control of controls) {
    expect(control).toMatchObject({ severity: 'low', set: 'cis', alarm: cisAlarm });
  }
});

test('the runbooks send their readers to detections that exist', () => {
  const ids = new Set(buildCatalogue().map(({ id }) => id));
  const named = controls.flatMap(({ runbook }) =>
    [runbook.impact, ...runbook.response].flatMap((text) =>
      [...text.matchAll(/follow ([a-z-]+)|([a-z]+(?:-[a-z]+)+) (?:carries|tells)/g)].map(
        (match) => match[1] ?? match[2],
      ),
    ),
  );
  expect(named.length).toBeGreaterThanOrEqual(controls.length);
  expect(named.filter((id) => !ids.has(id ?? ''))).toEqual([]);
});

describe.each(controls.map((control, index) => ({ id: control.id, index })))('$id', ({ id, index }) => {
  const pattern = parseFilterPattern(patternOf(index) ?? '');

  test('matches each of its events', () => {
    const fires = cisExamples[id]?.fires ?? [];
    expect(fires.map((event) => pattern.matchesRecord(event))).toEqual(fires.map(() => true));
    expect(fires).not.toHaveLength(0);
  });

  test('matches none of its near misses', () => {
    const silent = cisExamples[id]?.staysSilent ?? [];
    expect(silent.map((event) => pattern.matchesRecord(event))).toEqual(silent.map(() => false));
    expect(silent).not.toHaveLength(0);
  });
});
