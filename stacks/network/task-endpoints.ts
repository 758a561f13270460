import {
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpoint,
  InterfaceVpcEndpointAwsService,
  type IVpc,
  Peer,
  Port,
  SecurityGroup,
  type SubnetSelection,
} from 'aws-cdk-lib/aws-ec2';
import { AnyPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { HarborwatchStack } from '../harborwatch-stack';

export interface TaskEndpointsProps {
  readonly vpc: IVpc;
  readonly subnets: SubnetSelection;
  /** Range of the VPC: who may reach the endpoints. */
  readonly cidr: string;
  /** Whether sessions of ECS Exec go through here. */
  readonly hasExec: boolean;
}

/** What a Fargate task needs from AWS to start and to log, without a way to the internet. */
export class TaskEndpoints extends Construct {
  constructor(scope: HarborwatchStack, id: string, { vpc, subnets, cidr, hasExec }: TaskEndpointsProps) {
    super(scope, id);
    const securityGroup = new SecurityGroup(this, 'SecurityGroup', {
      vpc,
      description: 'HTTPS from the VPC to its endpoints of AWS services',
      allowAllOutbound: false,
    });
    securityGroup.addIngressRule(Peer.ipv4(cidr), Port.tcp(443), 'HTTPS from the VPC');
    const services = {
      EcrApi: InterfaceVpcEndpointAwsService.ECR,
      EcrDocker: InterfaceVpcEndpointAwsService.ECR_DOCKER,
      Logs: InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS,
      SecretsManager: InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
      ...(hasExec && {
        SessionMessages: InterfaceVpcEndpointAwsService.SSM_MESSAGES,
        // The session's data key is decrypted in the task.
        Kms: InterfaceVpcEndpointAwsService.KMS,
      }),
    };
    for (const [name, service] of Object.entries(services)) {
      const endpoint = new InterfaceVpcEndpoint(this, name, {
        vpc,
        subnets,
        service,
        securityGroups: [securityGroup],
        open: false,
        privateDnsEnabled: true,
      });
      // With somebody else's credentials nothing leaves through here.
      endpoint.addToPolicy(
        new PolicyStatement({
          principals: [new AnyPrincipal()],
          actions: ['*'],
          resources: ['*'],
          conditions: { StringEquals: { 'aws:PrincipalAccount': scope.account } },
        }),
      );
    }
    const s3 = vpc.addGatewayEndpoint('S3', { service: GatewayVpcEndpointAwsService.S3, subnets: [subnets] });
    s3.addToPolicy(
      new PolicyStatement({
        principals: [new AnyPrincipal()],
        actions: ['s3:GetObject'],
        // Layers of images come from this bucket of ECR in each region (ECR user guide, "VPC endpoints").
        resources: [`arn:${scope.partition}:s3:::prod-${scope.region}-starport-layer-bucket/*`],
      }),
    );
  }
}
