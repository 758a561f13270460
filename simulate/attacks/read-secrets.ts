import { call } from '../api-call';
import { ACCOUNT, OFFICE_ADDRESS, REGION } from '../fleet';
import { roleSession } from '../identities';
import type { Simulation } from '../simulation';

/** A person of the company in a session of Identity Center, who reads secrets with a program of their own. */
export function readSecrets(
  simulation: Simulation,
  {
    person,
    secrets,
    at,
    everySeconds,
  }: { person: string; secrets: readonly string[]; at: number; everySeconds: number },
): void {
  const by = roleSession({
    role: 'AWSReservedSSO_Developer_0123456789abcdef',
    session: `${person}@example.com`,
    since: at - 600,
    path: '/aws-reserved/sso.amazonaws.com/',
  });
  for (const [index, secret] of secrets.entries()) {
    call(simulation, {
      at: at + index * everySeconds,
      by,
      from: OFFICE_ADDRESS,
      agent: 'Boto3/1.40.50 md/Botocore#1.40.50 ua/2.1 os/macos lang/python#3.13.7',
      service: 'secretsmanager',
      name: 'GetSecretValue',
      request: {
        secretId: `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:${secret}/credentials-Ab3dEf`,
      },
    });
  }
}
