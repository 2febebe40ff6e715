import { ApiType } from '../../api-type';
import { GAP, PartialText } from '../../reflection/partial-text';
import { judge, unknown, violation } from '../outcome';
import { Rule } from '../rule';
import { authorizerRule, routeRule } from '../rule-subjects';

const ALL = [ApiType.REST, ApiType.HTTP, ApiType.WEBSOCKET];

/** What an organisation lets its APIs authorize with. */
export const allowedAuthorization: Rule[] = [
  routeRule({
    id: 'auth-type-not-allowed',
    severity: 'error',
    category: 'security',
    appliesTo: ALL,
    optIn: 'allowedAuthorizationTypes',
    title: 'A route has an authorization that the organisation does not allow',
    why: 'Its callers are let in by other means than those that the organisation looks after.',
    fix: 'set AuthorizationType to one of allowedAuthorizationTypes',
    snippet: `
      Type: AWS::ApiGateway::Method
      Properties:
        AuthorizationType: AWS_IAM`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html',
    related: ['AwsSolutions-COG4'],
  }, (route, { intent: { allowedAuthorizationTypes: allowed = [] } }) => judge(route.authorization, {
    what: `the authorization of '${route.key}'`,
    // Open routes are a matter of their own.
    known: (kind) => kind === 'NONE' || allowed.some((one) => one.toUpperCase() === kind)
      ? undefined
      : violation(`'${route.key}' has the authorization ${kind}, and ${allowed.join(', ')} is allowed`),
  })),

  authorizerRule({
    id: 'authorizer-not-central',
    severity: 'error',
    category: 'security',
    appliesTo: ALL,
    optIn: 'allowedAuthorizerFunctions',
    title: 'A Lambda authorizer is none of those that the organisation allows',
    why: 'Its callers are let in by a function that the organisation does not look after.',
    fix: 'set AuthorizerUri to the URI of one of allowedAuthorizerFunctions',
    snippet: `
      Type: AWS::ApiGateway::Authorizer
      Properties:
        Type: REQUEST
        AuthorizerUri: !Sub
          - arn:\${AWS::Partition}:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${Arn}/invocations
          - Arn: !ImportValue central-authorizer`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html',
  }, (authorizer, { intent: { allowedAuthorizerFunctions: allowed = [] } }) => authorizer.isLambda.is(Boolean) ? judge(authorizer.field('uri').text(), {
    what: `the function of the authorizer '${authorizer.name}'`,
    known: (uri) => {
      const invoked = withNames(uri).replace(/^.*\/functions\/|\/invocations$/gs, '');
      if (allowed.some((one) => isNamed(invoked, one))) return undefined;
      const isHidden = (/:function:(.*)$/s.exec(invoked)?.[1] ?? invoked).includes(GAP);
      return isHidden
        ? unknown(`the function of the authorizer '${authorizer.name}'`, uri.gaps[0].why)
        : violation(`the authorizer '${authorizer.name}' calls a function that is none of ${allowed.map((one) => `'${one}'`).join(', ')}`);
    },
  }) : undefined),
];

/** With the names of functions for their ARNs; one without a name of its own gets one that no list has. */
function withNames({ pieces }: PartialText): string {
  return pieces.map((piece) => {
    if (typeof piece === 'string') return piece;
    const { resource } = piece.reference ?? {};
    if (resource?.resourceType !== 'AWS::Lambda::Function') return GAP;
    return resource.property('FunctionName').isAbsent ? resource.logicalId : resource.property('FunctionName').string().value ?? GAP;
  }).join('');
}

/** Of two ARNs all parts count that are known, else the names. */
function isNamed(invoked: string, allowed: string): boolean {
  const [given, wanted] = [invoked, allowed].map((text) => text.split(':'));
  const isHidden = (index: number) => given[index] === undefined || (given[index].includes(GAP) && index < 6);
  const isPart = (part: string, index: number) => isHidden(index) || matches(given[index], part);
  if (given.length >= 7 && wanted.length >= 7) return wanted.every(isPart);
  return matches(given[6] ?? given[0], wanted[6] ?? wanted[0]);
}

function matches(text: string, pattern: string): boolean {
  return new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*')}$`, 's').test(text);
}
