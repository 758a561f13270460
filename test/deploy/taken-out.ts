/** Types that the emulator's CloudFormation refuses: AWS alone can prove them. Beside them, alarms on an expression. */
export const TAKEN_OUT: readonly string[] = [
  'AWS::ApplicationAutoScaling::ScalableTarget',
  'AWS::ApplicationAutoScaling::ScalingPolicy',
  'AWS::Athena::NamedQuery',
  'AWS::CloudTrail::Trail',
  'AWS::CloudWatch::CompositeAlarm',
  'AWS::Config::ConfigRule',
  'AWS::EC2::FlowLog',
  'AWS::EC2::SecurityGroupEgress',
  'AWS::EC2::SecurityGroupIngress',
];
