import { ApiType } from '../../api-type';
import { ApiReflection } from '../../reflection/api-reflection';
import { Fact } from '../../reflection/fact';
import { RouteReflection } from '../../reflection/route-reflection';
import { Outcome, judge, violation } from '../outcome';
import { Rule } from '../rule';
import { apiRule, routeRule } from '../rule-subjects';

const VALIDATION = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html';

/** What REST APIs check before they call anything. */
export const requestValidators: Rule[] = [
  apiRule({
    id: 'rest-no-request-validator',
    severity: 'warning',
    category: 'security',
    appliesTo: [ApiType.REST],
    title: 'A REST API checks none of its requests',
    why: 'Whatever callers send reaches the backend, which pays for each malformed request and has to be right about all of them.',
    fix: 'make a request validator for bodies and parameters, and name it on the methods that take them, with models',
    snippet: `
      Type: AWS::ApiGateway::RequestValidator
      Properties:
        RestApiId: !Ref Api
        ValidateRequestBody: true
        ValidateRequestParameters: true`,
    docs: VALIDATION,
    related: ['AwsSolutions-APIG2', 'CKV2_AWS_53'],
  }, (api) => api.definition ? judge(api.allRoutes, {
    what: `what the API '${api.label}' checks`,
    known: (routes) => {
      const checkable = routes.filter((route) => takesBody(route) || requiredParameters(route).length > 0);
      return checkable.length > 0 ? judge(anyValidates(api), {
        what: `whether the API '${api.label}' checks requests`,
        known: (validates) => validates ? undefined : violation(`the API '${api.label}' checks no request, not even those of '${checkable[0].key}'`),
      }) : undefined;
    },
  }) : undefined),

  routeRule({
    id: 'method-not-validated',
    severity: 'warning',
    category: 'security',
    appliesTo: [ApiType.REST],
    title: 'A method takes bodies unchecked in an API that checks others',
    why: 'Whatever callers send as a body reaches the backend of this method.',
    fix: 'give the method a model of its body, and a request validator that checks bodies',
    snippet: `
      Type: AWS::ApiGateway::Method
      Properties:
        HttpMethod: POST
        RequestModels:
          application/json: !Ref PetModel
        RequestValidatorId: !Ref Validator`,
    docs: VALIDATION,
    related: ['CKV2_AWS_53'],
  }, (route) => {
    const { body, models } = route.validation;
    // Of a model without a validator model-without-validator speaks, of an API without any rest-no-request-validator.
    const isUnchecked = takesBody(route) && models.is(({ length }) => length === 0) && anyValidates(route.api).is(Boolean);
    return isUnchecked ? judge(body, {
      what: `whether '${route.key}' checks its bodies`,
      known: (validates) => violation(validates
        ? `'${route.key}' has a validator of bodies and no model, so that it takes any body`
        : `'${route.key}' takes any body, while other methods of the API check theirs`),
    }) : undefined;
  }),

  routeRule({
    id: 'model-without-validator',
    severity: 'warning',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'A method has a model that nothing enforces',
    why: 'Without a validator that checks bodies nothing enforces a model: it is documentation, and bodies that break it reach the backend.',
    fix: 'name a request validator with ValidateRequestBody: true (in a definition: by x-amazon-apigateway-request-validator)',
    snippet: `
      Type: AWS::ApiGateway::Method
      Properties:
        RequestModels:
          application/json: !Ref PetModel
        RequestValidatorId: !Ref BodyValidator`,
    docs: VALIDATION,
  }, (route) => route.validation.models.is(({ length }) => length > 0) ? judge(route.validation.body, {
    what: `whether '${route.key}' checks its bodies`,
    known: (validates) => validates ? undefined : violation(`'${route.key}' has a model of its body, which no validator enforces`),
  }) : undefined),

  routeRule({
    id: 'required-param-not-validated',
    severity: 'warning',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'A method requires parameters that nothing checks',
    why: 'Without a validator that checks parameters nothing enforces them: requests without the required ones reach the backend.',
    fix: 'name a request validator with ValidateRequestParameters: true (in a definition: by x-amazon-apigateway-request-validator)',
    snippet: `
      Type: AWS::ApiGateway::Method
      Properties:
        RequestParameters:
          method.request.querystring.page: true
        RequestValidatorId: !Ref ParameterValidator`,
    docs: VALIDATION,
  }, (route) => {
    const [required] = requiredParameters(route);
    return required === undefined ? undefined : judge(route.validation.parameters, {
      what: `whether '${route.key}' checks its parameters`,
      known: (validates): Outcome | undefined => validates ? undefined : violation(`'${route.key}' requires ${required}, which no validator checks`),
    });
  }),
];

/** Whether it is for requests with bodies; ANY takes those without as well, so that it can have no model. */
function takesBody({ method, integration }: RouteReflection): boolean {
  return ['POST', 'PUT', 'PATCH'].includes(method) && !integration.value?.kind.is((kind) => kind === 'MOCK');
}

/** A path has all of its parameters, whatever is said of them. */
function requiredParameters({ parameters }: RouteReflection): string[] {
  return (parameters.value ?? []).filter(({ name, required }) => required.is(Boolean) && !name.startsWith('method.request.path.')).map(({ name }) => name);
}

const validating = new WeakMap<ApiReflection, Fact<boolean>>();

/** Whether any route of an API checks anything. */
function anyValidates(api: ApiReflection): Fact<boolean> {
  let known = validating.get(api);
  if (!known) {
    const facts = api.routes.flatMap(({ validation }) => [validation.body, validation.parameters]);
    known = facts.some((fact) => fact.is(Boolean)) ? Fact.known(true) : Fact.all(facts).map(() => false);
    validating.set(api, known);
  }
  return known;
}
