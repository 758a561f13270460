import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { awsAdvice } from '../../deployment/aws-advice';
import { messageOf } from '../../records/values/message-of';
import { clientSettings } from './aws/client-settings';
import { DoctorError } from './doctor-error';

/**
 * The account that the credentials are of; needs no permission.
 *
 * @throws DoctorError where there is none to ask
 */
export async function callerAccount(region: string | undefined): Promise<string> {
  try {
    const { Account = '' } = await new STSClient(clientSettings(region)).send(
      new GetCallerIdentityCommand({}),
    );
    return Account;
  } catch (error) {
    const said = `${error instanceof Error ? error.name : ''}: ${messageOf(error)}`;
    throw new DoctorError(
      awsAdvice(error) ??
        `AWS cannot be asked who this is (${said}); check the network, the region and AWS_ENDPOINT_URL`,
    );
  }
}
