import { join } from 'path';
import {
  Duration, RemovalPolicy, Validations,
  aws_certificatemanager as acm, aws_cloudwatch as cloudwatch, aws_ec2 as ec2, aws_ecs as ecs, aws_elasticloadbalancingv2 as elbv2, aws_logs as logs,
  aws_s3 as s3,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { buildSync } from 'esbuild';

const PORT = 8080;

export interface QuoteServiceProps {
  readonly vpc: ec2.IVpc;
  /** What the load balancer shows, in its own region. */
  readonly certificate: acm.ICertificate;
  readonly alarmAction: cloudwatch.IAlarmAction;
}

/**
 * The private part: two tasks on AWS Fargate behind an Application Load Balancer that has no address outside of the VPC.
 */
export class QuoteService extends Construct {
  public readonly listener: elbv2.ApplicationListener;
  public readonly logGroup: logs.LogGroup;

  constructor(scope: Construct, id: string, props: QuoteServiceProps) {
    super(scope, id);
    this.logGroup = new logs.LogGroup(this, 'Log', { retention: logs.RetentionDays.THREE_MONTHS });
    const service = this.service(props.vpc);
    this.listener = this.loadBalancer(props.vpc).addListener('Https', {
      port: 443,
      certificates: [props.certificate],
      sslPolicy: elbv2.SslPolicy.RECOMMENDED_TLS,
      // Whoever is let in is let in by a rule of its own: the API's link is.
      open: false,
    });
    const tasks = this.listener.addTargets('Tasks', {
      port: PORT,
      protocol: elbv2.ApplicationProtocol.HTTP,
      targets: [service],
      healthCheck: { path: '/health', interval: Duration.seconds(15), timeout: Duration.seconds(5) },
      deregistrationDelay: Duration.seconds(30),
    });
    const alarm = tasks.metrics.healthyHostCount({ statistic: 'Minimum', period: Duration.minutes(1) }).createAlarm(this, 'TooFewTasks', {
      alarmDescription: 'Fewer than two tasks of the quote service answer',
      threshold: 2,
      comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: 5,
      treatMissingData: cloudwatch.TreatMissingData.BREACHING,
    });
    alarm.addAlarmAction(props.alarmAction);
    alarm.addOkAction(props.alarmAction);
  }

  private service(vpc: ec2.IVpc): ecs.FargateService {
    const task = new ecs.FargateTaskDefinition(this, 'Task', {
      cpu: 256,
      memoryLimitMiB: 512,
      runtimePlatform: { cpuArchitecture: ecs.CpuArchitecture.ARM64, operatingSystemFamily: ecs.OperatingSystemFamily.LINUX },
    });
    task.addContainer('Quotes', {
      image: ecs.ContainerImage.fromRegistry('public.ecr.aws/docker/library/node:24-alpine'),
      // The service is small enough to stand in the task definition, so nobody needs Docker to try it out.
      command: ['node', '--eval', serverSource()],
      user: 'node',
      readonlyRootFilesystem: true,
      portMappings: [{ containerPort: PORT }],
      logging: ecs.LogDrivers.awsLogs({ logGroup: this.logGroup, streamPrefix: 'quotes' }),
    });

    const securityGroup = new ec2.SecurityGroup(this, 'TaskGroup', { vpc, description: 'Tasks of the quote service', allowAllOutbound: false });
    securityGroup.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(443), 'the image and the log');
    const cluster = new ecs.Cluster(this, 'Cluster', { vpc, containerInsightsV2: ecs.ContainerInsights.ENABLED });
    return new ecs.FargateService(this, 'Service', {
      cluster,
      taskDefinition: task,
      desiredCount: 2,
      minHealthyPercent: 100,
      circuitBreaker: { rollback: true },
      securityGroups: [securityGroup],
      vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC },
      // The way to the image. Nobody comes in by it: the security group lets the load balancer in and nobody else.
      assignPublicIp: true,
    });
  }

  private loadBalancer(vpc: ec2.IVpc): elbv2.ApplicationLoadBalancer {
    const accessLog = new s3.Bucket(this, 'AccessLog', {
      encryption: s3.BucketEncryption.S3_MANAGED,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      lifecycleRules: [{ expiration: Duration.days(90), abortIncompleteMultipartUploadAfter: Duration.days(1) }],
      removalPolicy: RemovalPolicy.RETAIN,
    });
    Validations.of(accessLog).acknowledge({
      id: 'AwsSolutions::AwsSolutions-S1',
      reason: 'The bucket holds a log that one service of AWS writes and nobody serves from; a log about the log would hold those writes.',
    });
    const loadBalancer = new elbv2.ApplicationLoadBalancer(this, 'LoadBalancer', {
      vpc,
      vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
      internetFacing: false,
      dropInvalidHeaderFields: true,
    });
    loadBalancer.logAccessLogs(accessLog);
    return loadBalancer;
  }
}

/** The same text on every machine. */
function serverSource(): string {
  const { outputFiles } = buildSync({
    entryPoints: [join(__dirname, 'backend', 'server.ts')],
    absWorkingDir: __dirname,
    bundle: true,
    platform: 'node',
    target: 'node24',
    // CloudFormation would take what stands in them for its own.
    supported: { 'template-literal': false },
    minifySyntax: true,
    minifyWhitespace: true,
    write: false,
  });
  return outputFiles[0].text;
}
