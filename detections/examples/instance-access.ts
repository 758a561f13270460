import { denied, type ExampleTable, exampleEvent } from './example-event';

const HOST = 'i-0a1b2c3d4e5f60718';
const keyPush = exampleEvent('ec2-instance-connect', 'SendSSHPublicKey', {
  instanceId: HOST,
  instanceOSUser: 'ec2-user',
  sSHPublicKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIexample',
});
const session = exampleEvent('ssm', 'StartSession', { target: HOST });

export const instanceAccessExamples: ExampleTable = {
  'ec2-ssh-key-pushed': {
    fires: [
      keyPush,
      exampleEvent('ec2-instance-connect', 'SendSerialConsoleSSHPublicKey', {
        instanceId: HOST,
        serialPort: 0,
      }),
      exampleEvent('ec2', 'EnableSerialConsoleAccess', { EnableSerialConsoleAccessRequest: '' }),
    ],
    staysSilent: [denied(keyPush), exampleEvent('ec2', 'DisableSerialConsoleAccess', null)],
  },
  'ec2-shell-through-ssm': {
    fires: [
      session,
      exampleEvent('ssm', 'StartSession', {
        target: 'mi-0a1b2c3d4e5f60718',
        documentName: 'AWS-StartPortForwardingSessionToRemoteHost',
      }),
      exampleEvent('ssm', 'SendCommand', {
        documentName: 'AWS-RunShellScript',
        instanceIds: [HOST],
        parameters: 'HIDDEN_DUE_TO_SECURITY_REASONS',
        interactive: false,
      }),
      exampleEvent('ec2-instance-connect', 'OpenTunnel', {
        instanceConnectEndpointId: 'eice-0a1b',
        remotePort: '22',
      }),
    ],
    staysSilent: [
      denied(session),
      exampleEvent('ssm', 'TerminateSession', { sessionId: 'mallory-0f6b5f2b7c1d2e3f4' }),
      exampleEvent('ssm', 'StartSession', { target: 'ecs:harbor_2f4c_2f4c-1' }),
    ],
  },
};
