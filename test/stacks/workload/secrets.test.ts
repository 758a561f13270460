import { Match } from 'aws-cdk-lib/assertions';
import { evaluatePolicy } from '../access/evaluate-policy';
import { statementsOf } from '../access/template-policy';
import { theOne, workloadTemplate } from './workload-template';

const template = workloadTemplate('secrets');
const [secretId = ''] = Object.keys(template.findResources('AWS::SecretsManager::Secret'));
const [keyId = ''] = Object.keys(template.findResources('AWS::KMS::Key'));

describe('stage secrets', () => {
  test('the password is generated in the account, under a key of its own that rotates', () => {
    template.hasResourceProperties('AWS::SecretsManager::Secret', {
      SecretString: Match.absent(),
      GenerateSecretString: { GenerateStringKey: 'password', PasswordLength: 32, ExcludePunctuation: true },
      KmsKeyId: { 'Fn::GetAtt': [keyId, 'Arn'] },
    });
    template.hasResourceProperties('AWS::KMS::Key', { EnableKeyRotation: true });
    template.resourceCountIs('AWS::KMS::Key', 1);
  });

  test('the container gets it from ECS, by name and not by value', () => {
    const [container] = theOne(template, 'AWS::ECS::TaskDefinition')['ContainerDefinitions'] as {
      Environment: { Name: string }[];
      Secrets: unknown;
    }[];
    expect(container?.Secrets).toEqual([
      { Name: 'HTPASSWD', ValueFrom: { 'Fn::Join': ['', [{ Ref: secretId }, ':password::']] } },
    ]);
    expect(container?.Environment.map(({ Name }) => Name)).toEqual(['HTTP_USER', 'ALLOW_LIST_MODE']);
  });

  test('the execution role reads that secret, and no other', () => {
    const statements = statementsOf(template, 'AWS::IAM::Policy', 'ExecutionRole');
    const read = (resource: string) =>
      evaluatePolicy(statements, { action: 'secretsmanager:GetSecretValue', resource });
    expect(read(secretId)).toBe('allowed');
    expect(read('arn:aws:secretsmanager:eu-west-1:111122223333:secret:database-AbCdEf')).toBe(
      'not mentioned',
    );
  });

  test('it decrypts with that key through Secrets Manager, and with no other', () => {
    const ofRole = statementsOf(template, 'AWS::IAM::Policy', 'ExecutionRole');
    const decrypt = { action: 'kms:Decrypt', principal: 'ExecutionRole605A040B.Arn' };
    expect(evaluatePolicy(ofRole, { ...decrypt, resource: '*' })).toBe('not mentioned');
    const ofKey = statementsOf(template, 'AWS::KMS::Key', '', 'KeyPolicy').filter(
      ({ Principal }) => typeof Principal === 'object' && !JSON.stringify(Principal).includes(':root'),
    );
    const through = (service: string) =>
      evaluatePolicy(ofKey, { ...decrypt, resource: '*', context: { 'kms:ViaService': service } });
    expect(through('secretsmanager.eu-west-1.amazonaws.com')).toBe('allowed');
    expect(through('s3.eu-west-1.amazonaws.com')).toBe('not mentioned');
  });

  test('what the container itself is may read nothing', () => {
    const policies = Object.values(template.findResources('AWS::IAM::Policy'));
    const ofTask = policies.filter(({ Properties }) => JSON.stringify(Properties.Roles).includes('TaskRole'));
    expect(ofTask).toEqual([]);
  });

  test('an output has the command that shows it, and not its value', () => {
    expect(JSON.stringify(template.toJSON()['Outputs'].ReadPassword)).toContain(
      'aws secretsmanager get-secret-value --secret-id ',
    );
    expect(JSON.stringify(template.toJSON())).not.toContain('resolve:secretsmanager');
  });

  test('production mode takes this stage and keeps the secret', () => {
    workloadTemplate('secrets', { mode: 'production' }).hasResource('AWS::SecretsManager::Secret', {
      DeletionPolicy: 'RetainExceptOnCreate',
    });
    template.hasResource('AWS::SecretsManager::Secret', { DeletionPolicy: 'Delete' });
  });
});
