import { Duration } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acknowledge } from '../parts/acknowledge';
import { stackOf } from './stack-of';

/** User of the login page; the password stands beside it in the secret. */
export const HTTP_USER = 'admin';

/** The password of the login page: made in the account, under a key of its own, and in no template or image. */
export class LoginPassword extends Construct {
  readonly key: Key;
  readonly secret: Secret;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const { isProduction, removalPolicy, settings } = stackOf(this);
    this.key = new Key(this, 'Key', {
      alias: `${settings.name}-workload-password`,
      description: 'Encrypts the password of the login page, and nothing else',
      enableKeyRotation: true,
      pendingWindow: Duration.days(isProduction ? 30 : 7),
      removalPolicy,
    });
    this.secret = new Secret(this, 'Secret', {
      description: `User and password of the login page of ${settings.name}`,
      encryptionKey: this.key,
      removalPolicy,
      generateSecretString: {
        secretStringTemplate: JSON.stringify({ username: HTTP_USER }),
        generateStringKey: 'password',
        passwordLength: 32,
        // What people type, and what the entrypoint takes for a password and not for user:hash.
        excludePunctuation: true,
      },
    });
    acknowledge(
      this.secret,
      ['AwsSolutions-SMG4', 'NIST.800.53.R5-SecretsManagerRotationEnabled'],
      'a task reads the password when it starts: a rotation would lock people out until the next deployment; docs/workshop.md has the two commands that change it',
    );
  }
}
