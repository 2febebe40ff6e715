import { App, Stack, aws_lambda as lambda } from 'aws-cdk-lib';

/** The stack of one measured app, which is synthesized into CDK_OUTDIR when the process is done. */
export function benchStack(build: (stack: Stack, variant: string, routes: number) => void): void {
  const app = new App({ analyticsReporting: false });
  build(new Stack(app, 'Bench'), process.argv[2], Number(process.argv[3]));
  app.synth();
}

/** The function behind every route. */
export function handler(stack: Stack): lambda.Function {
  return new lambda.Function(stack, 'Handler', {
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => ({ statusCode: 200 });'),
  });
}

export const ORIGIN = 'https://app.example.com';
export const SCOPES = ['orders/read'];
