import { aws_route53 as route53 } from 'aws-cdk-lib';
import { Construct } from 'constructs';

/**
 * The name under which callers find the service, and the zone that gets its records.
 */
export interface ServiceDomain {
  readonly domainName: string;
  readonly hostedZoneName: string;
  readonly hostedZoneId: string;
}

/** The zone by its attributes: nothing is looked up. */
export function hostedZoneOf(scope: Construct, { hostedZoneName, hostedZoneId }: ServiceDomain): route53.IHostedZone {
  return route53.HostedZone.fromHostedZoneAttributes(scope, 'Zone', { zoneName: hostedZoneName, hostedZoneId });
}
