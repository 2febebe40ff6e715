import { ApiType } from '../../src/api-type';
import { judge, violation } from '../../src/rules/outcome';
import { Rule } from '../../src/rules/rule';
import { apiRule, routeRule } from '../../src/rules/rule-subjects';
import { RuleText } from '../../src/rules/rule-text';

const OPEN: Omit<RuleText, 'id'> = {
  severity: 'error',
  category: 'security',
  appliesTo: [ApiType.REST, ApiType.HTTP],
  title: 'A route has no authorization',
  why: 'Anybody can call it.',
  fix: 'give it an authorizer',
  snippet: `
      Properties:
        AuthorizationType: AWS_IAM`,
  docs: 'https://example.com/authorization',
  related: ['APIGateway.8'],
};

/** A few rules that stay as they are, whatever becomes of the real ones. */
export const SAMPLE_RULES: Rule[] = ['rest-method-without-auth', 'openapi-operation-without-auth'].map((id) => routeRule({ ...OPEN, id }, (route) =>
  (route.resource === route.api.definition) === (id === 'openapi-operation-without-auth')
    ? judge(route.authorization, { what: `the authorization of '${route.key}'`, known: (kind) => kind === 'NONE' ? violation(`'${route.key}' has no authorization`) : undefined })
    : undefined));

SAMPLE_RULES.push(apiRule({
  ...OPEN, id: 'api-for-testing', severity: 'warning', category: 'operations', title: 'An API says that it is for testing', why: 'It may be forgotten.', fix: 'take it away',
}, (api) => api.resource.property('Description').string().is((text) => text === 'for testing') ? violation('the API is for testing', api.resource.property('Description')) : undefined));
