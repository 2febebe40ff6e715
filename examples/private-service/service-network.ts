import { Validations, aws_ec2 as ec2, aws_logs as logs } from 'aws-cdk-lib';
import { Construct } from 'constructs';

/**
 * A VPC over two zones, without a NAT gateway: the load balancer is in subnets that have no way to the internet, the tasks in subnets whose way leads out.
 */
export class ServiceNetwork extends Construct {
  public readonly vpc: ec2.Vpc;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.vpc = new ec2.Vpc(this, 'Vpc', {
      maxAzs: 2,
      natGateways: 0,
      subnetConfiguration: [
        { name: 'LoadBalancer', subnetType: ec2.SubnetType.PRIVATE_ISOLATED, cidrMask: 26 },
        { name: 'Tasks', subnetType: ec2.SubnetType.PUBLIC, cidrMask: 24, mapPublicIpOnLaunch: false },
      ],
    });
    Validations.of(this.vpc).acknowledge({
      id: 'CloudFormation-Validate::W3010',
      reason: 'The stack says its zones, so that synthesis asks no account; every region that this service is meant for has the two.',
    });
    const logGroup = new logs.LogGroup(this, 'FlowLog', { retention: logs.RetentionDays.THREE_MONTHS });
    this.vpc.addFlowLog('Refused', { destination: ec2.FlowLogDestination.toCloudWatchLogs(logGroup), trafficType: ec2.FlowLogTrafficType.REJECT });
  }
}
