import { Duration, SecretValue } from 'aws-cdk-lib';
import { type IVpc, Peer, Port, SecurityGroup, type SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import {
  ApplicationListener,
  ApplicationLoadBalancer,
  ApplicationProtocol,
  ApplicationTargetGroup,
  ListenerAction,
  ListenerCertificate,
  SslPolicy,
  TargetType,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { LOAD_BALANCER_LOG_PREFIX } from '../log-archive/access-log-bucket';
import { NETWORK_CIDR } from '../network-stack';
import { acknowledge } from '../parts/acknowledge';
import { stackOf } from './stack-of';

export interface FrontDoorProps {
  readonly vpc: IVpc;
  readonly vpcSubnets: SubnetSelection;
  readonly accessLogBucket: IBucket;
  /** Port of nginx on the task. */
  readonly port: number;
}

/** The load balancer before the task: the only way in. TLS and login by setting. */
export class FrontDoor extends Construct {
  readonly loadBalancer: ApplicationLoadBalancer;
  readonly targetGroup: ApplicationTargetGroup;
  readonly securityGroup: SecurityGroup;
  /** Takes what comes without TLS; with a certificate it only redirects. */
  readonly listener: ApplicationListener;
  /** What a browser is given. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: FrontDoorProps) {
    super(scope, id);
    const { isProduction, settings } = stackOf(this);
    const { vpc, vpcSubnets } = props;
    const isPublic = settings['workload.internetFacing'] && settings['workload.front'] === 'alb';
    this.securityGroup = new SecurityGroup(this, 'SecurityGroup', {
      vpc,
      description: `Who reaches the load balancer of ${settings.name}`,
      allowAllOutbound: false,
    });
    this.loadBalancer = new ApplicationLoadBalancer(this, 'LoadBalancer', {
      vpc,
      vpcSubnets,
      internetFacing: isPublic,
      securityGroup: this.securityGroup,
      dropInvalidHeaderFields: true,
      deletionProtection: isProduction,
    });
    acknowledge(
      this.loadBalancer,
      'NIST.800.53.R5-ALBWAFEnabled',
      'a web ACL costs more than the workload; whoever has one associates it with this load balancer',
    );
    if (!isProduction) {
      acknowledge(
        this.loadBalancer,
        'NIST.800.53.R5-ELBDeletionProtectionEnabled',
        'a demonstration is destroyed without a trace',
      );
    }
    // The bucket's own policy lets the load balancer write, whose stack is deployed first.
    this.loadBalancer.setAttribute('access_logs.s3.enabled', 'true');
    this.loadBalancer.setAttribute('access_logs.s3.bucket', props.accessLogBucket.bucketName);
    this.loadBalancer.setAttribute('access_logs.s3.prefix', LOAD_BALANCER_LOG_PREFIX);

    this.targetGroup = new ApplicationTargetGroup(this, 'Targets', {
      vpc,
      targetType: TargetType.IP,
      protocol: ApplicationProtocol.HTTP,
      port: props.port,
      // The container stops within seconds of being told to.
      deregistrationDelay: Duration.seconds(15),
      healthCheck: { path: '/health', interval: Duration.seconds(15), healthyThresholdCount: 2 },
    });
    const { hasTls, listener } = this.listen();
    this.listener = listener;
    this.url = `${hasTls ? 'https' : 'http'}://${this.loadBalancer.loadBalancerDnsName}/`;
    // Behind an API its VPC link is let in, and nobody else.
    if (settings['workload.front'] === 'api') return;
    const from = isPublic ? Peer.anyIpv4() : Peer.ipv4(NETWORK_CIDR);
    for (const port of hasTls ? [80, 443] : [80]) {
      this.securityGroup.addIngressRule(from, Port.tcp(port), isPublic ? 'Everybody' : 'The VPC');
    }
    if (isPublic) {
      acknowledge(
        this.securityGroup,
        'AwsSolutions-EC23',
        'the login page is public; workload.internetFacing=false keeps it inside',
      );
    }
  }

  private listen(): { readonly hasTls: boolean; readonly listener: ApplicationListener } {
    const { settings } = stackOf(this);
    const { loadBalancer, targetGroup } = this;
    const forward = ListenerAction.forward([targetGroup]);
    const certificateArn = settings['workload.certificateArn'];
    if (certificateArn === undefined) {
      const listener = new ApplicationListener(this, 'Http', {
        loadBalancer,
        port: 80,
        protocol: ApplicationProtocol.HTTP,
        open: false,
        defaultAction: forward,
      });
      acknowledge(
        listener,
        ['NIST.800.53.R5-ALBHttpToHttpsRedirection', 'NIST.800.53.R5-ELBv2ACMCertificateRequired'],
        'without a domain there is no certificate: workload.certificateArn brings TLS and this redirect',
      );
      return { hasTls: false, listener };
    }
    const redirect = new ApplicationListener(this, 'Http', {
      loadBalancer,
      port: 80,
      protocol: ApplicationProtocol.HTTP,
      open: false,
      defaultAction: ListenerAction.redirect({ protocol: 'HTTPS', port: '443', permanent: true }),
    });
    acknowledge(
      redirect,
      'NIST.800.53.R5-ELBv2ACMCertificateRequired',
      'it redirects to the listener that has the certificate',
    );
    new ApplicationListener(this, 'Https', {
      loadBalancer,
      port: 443,
      protocol: ApplicationProtocol.HTTPS,
      open: false,
      certificates: [ListenerCertificate.fromArn(certificateArn)],
      sslPolicy: SslPolicy.RECOMMENDED_TLS,
      defaultAction: this.authenticated(forward),
    });
    return { hasTls: true, listener: redirect };
  }

  private authenticated(next: ListenerAction): ListenerAction {
    const login = stackOf(this).settings['workload.authentication'];
    if (login === undefined) return next;
    const { clientSecretName, ...provider } = login;
    // The load balancer itself exchanges the code for tokens.
    this.securityGroup.addEgressRule(Peer.anyIpv4(), Port.tcp(443), 'The identity provider');
    return ListenerAction.authenticateOidc({
      ...provider,
      clientSecret: SecretValue.secretsManager(clientSecretName),
      // Else CDK opens the way out once more.
      allowHttpsOutbound: false,
      next,
    });
  }
}
