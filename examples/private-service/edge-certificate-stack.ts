import { Stack, StackProps, aws_certificatemanager as acm } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ServiceDomain, hostedZoneOf } from './service-domain';

export interface EdgeCertificateStackProps extends StackProps {
  readonly domain: ServiceDomain;
}

/**
 * CloudFront takes certificates of us-east-1 only, wherever the API is.
 */
export class EdgeCertificateStack extends Stack {
  public readonly certificate: acm.ICertificate;

  constructor(scope: Construct, id: string, props: EdgeCertificateStackProps) {
    super(scope, id, props);
    const validation = acm.CertificateValidation.fromDns(hostedZoneOf(this, props.domain));
    this.certificate = new acm.Certificate(this, 'Certificate', { domainName: props.domain.domainName, validation });
  }
}
