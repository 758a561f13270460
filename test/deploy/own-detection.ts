/** A detection of the engineer's own, deployed beside ours. */
export const OWN_ID = 'windows-password-read';
export const OWN_PATTERN = '{ ($.eventSource = "ec2.amazonaws.com") && ($.eventName = "GetPasswordData") }';
export const OWN_YAML = `id: ${OWN_ID}
title: Windows password of an instance was asked for
severity: high
attack: [T1552.005]
detector:
  kind: filter
  pattern: '${OWN_PATTERN}'
runbook:
  meaning: Somebody asked EC2 for the administrator's password of a Windows instance, which the launch key decrypts.
  impact: Whoever has the key pair becomes administrator of the instance.
  diagnosis:
    - In the record look at \`userIdentity.arn\` and \`sourceIPAddress\`, and at what the caller did in the hour before.
    - In the hour after \`eventTime\` look for connections to port 3389 of the instance in the flow logs.
  response:
    - Change the password of the instance and rotate the key pair that it was launched with.
examples:
  fires:
    - {eventSource: ec2.amazonaws.com, eventName: GetPasswordData}
  staysSilent:
    - {eventSource: ec2.amazonaws.com, eventName: GetConsoleOutput}
`;
