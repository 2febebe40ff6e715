import { ApiType } from '../../api-type';
import { ApiReflection } from '../../reflection/api-reflection';
import { DefinitionDocument } from '../../reflection/definition-document';
import { innerValues } from '../../reflection/inner-values';
import type { TemplateResource } from '../../reflection/template-resource';
import { TemplateValue } from '../../reflection/template-value';
import { judge, unknown, violation } from '../outcome';
import { Rule } from '../rule';
import { apiRule } from '../rule-subjects';

const NOTES = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html';

/** What an OpenAPI definition says, and what stands beside it. */
export const definitions: Rule[] = [
  apiRule({
    id: 'openapi-root-security',
    severity: 'warning',
    category: 'security',
    appliesTo: [ApiType.REST],
    title: 'An operation relies on the security of the whole definition',
    why: 'AWS documents that API Gateway ignores security at the root, and API Gateway was seen applying it: whether the operation is open is left to chance.',
    fix: 'give every operation its own security, and remove that of the root',
    snippet: `
      paths:
        /pets:
          get:
            security:
              - UserPool: []`,
    docs: NOTES,
  }, (api) => api.document.toList().flatMap((document) => {
    const place = document.root.get('security');
    return judge(place.items(), {
      what: `the security at the root of the definition of the API '${api.label}'`,
      place,
      known: (requirements) => {
        const [first, ...more] = requirements.length > 0 ? withoutSecurity(document) : [];
        if (first === undefined) return undefined;
        const who = more.length > 0 ? `'${first}' and ${more.length} more have none of their own` : `'${first}' has none of its own`;
        return violation(`the definition of the API '${api.label}' has its security at the root, and ${who}`, place);
      },
    }) ?? [];
  })),

  apiRule({
    id: 'openapi-external-ref',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST, ApiType.HTTP],
    title: 'A definition refers to another document',
    why: 'API Gateway follows references within the definition only: the import fails, or what is referred to is missing.',
    fix: 'bundle the definition into one document before it is imported',
    snippet: `
      schema:
        $ref: '#/components/schemas/Pet'`,
    docs: NOTES,
  }, (api) => api.document.toList().flatMap((document) => externalReferences(document).map(([target, place]) => ({
    ...violation(`the definition of the API '${api.label}' refers to '${target}', and API Gateway follows references within it only`, place),
    // An HTTP API makes nothing of schemas, where most references are.
    severity: api.apiType === ApiType.REST ? 'error' : 'warning',
  })))),

  apiRule({
    id: 'rest-body-and-methods-mixed',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'A REST API is made of a definition and of resources beside it',
    why: 'Every update of the definition replaces the whole API and removes what the resources made; CloudFormation does not make it again.',
    fix: 'say all of it in the definition, or all of it with resources, or set Mode to merge',
    snippet: `
      Type: AWS::ApiGateway::RestApi
      Properties:
        Mode: merge
        Body: !Ref Definition`,
    docs: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-restapi.html#cfn-apigateway-restapi-mode',
    related: ['W3660'],
  }, (api) => {
    const beside = OVERWRITTEN.flatMap((type) => api.children(type));
    const { definition } = api;
    if (!definition || beside.length === 0) return undefined;
    const named = `the API '${api.label}'`;
    const written = definition.property('Body').presence().orElse(() => definition.property('BodyS3Location').presence());
    const overwrites = definition.property('Mode').string().map((mode) => mode.toLowerCase() !== 'merge').orDefault(true);
    return judge(written.flatMap((place) => overwrites.map((does) => ({ place, does }))), {
      what: `whether ${named} is defined by a definition, and by what stands beside it,`,
      place: definition.property('Body'),
      known: ({ place, does }) => {
        if (!does) return undefined;
        const certain = beside.filter(({ isConditional }) => !isConditional || definition.isConditional);
        if (certain.length === 0) return unknown(`whether anything stands beside the definition of ${named}`, 'it depends on conditions', place);
        const types = [...new Set(certain.map(({ resourceType }) => resourceType))].sort().join(', ');
        return violation(`${named} has a definition, and beside it ${types}: the next update of the definition removes what these made`, place);
      },
    });
  }),

  apiRule({
    id: 'body-target-refers-to-api',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST, ApiType.HTTP],
    title: 'What a definition names needs the API itself',
    why: 'CloudFormation makes what the definition names before the API, and finds a circle when that waits for the API: the template is refused.',
    fix: 'take the address from the request context at run time, read it from Parameter Store under a literal name, or put a grant into a policy of its own',
    snippet: `
      Type: AWS::IAM::Policy
      Properties:
        Roles: [!Ref FunctionRole]
        PolicyDocument:
          Statement:
            - Effect: Allow
              Action: execute-api:Invoke
              Resource: !Sub arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Api}/*`,
    docs: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html#troubleshooting-errors-dependency-error',
    related: ['E3004'],
  }, (api) => {
    const place = api.resource.property('Body');
    if (!api.definition || place.isAbsent) return undefined;
    const named = namedByDefinition(api, api.definition);
    const circle = pathBetween(named, api.definition, true)?.map(({ logicalId }) => logicalId);
    if (circle) {
      const shown = circle.length > 6 ? [...circle.slice(0, 3), `${circle.length - 4} more`, ...circle.slice(-1)] : circle;
      const way = circle.length > 0 ? `names ${[...shown, 'the API'].join(', which needs ')}` : 'names the API itself';
      return violation(`the definition of the API '${api.label}' ${way}: CloudFormation refuses the circle`, place);
    }
    return pathBetween(named, api.definition, false)
      ? unknown(`whether what the definition of the API '${api.label}' names needs the API`, 'it depends on conditions', place)
      : undefined;
  }),
];

/** What an import replaces. */
const OVERWRITTEN = ['Method', 'Resource', 'Model', 'RequestValidator', 'Authorizer', 'GatewayResponse'].map((name) => `AWS::ApiGateway::${name}`);

function withoutSecurity({ operations }: DefinitionDocument): string[] {
  return (operations.value ?? [])
    .filter(({ operation }) => operation.get('security').isAbsent && operation.get('x-amazon-apigateway-auth').isAbsent)
    .map(({ method, path }) => `${method} ${path}`);
}

/** Where samples stand, whose fields mean nothing. */
const SAMPLES = ['example', 'examples', 'default', 'enum', 'const'];

/** Models may name each other by this address. */
const OWN_MODELS = 'https://apigateway.amazonaws.com/restapis/';

/** What references lead to other documents, each once, with the first place that has it. */
function externalReferences({ root }: DefinitionDocument): [string, TemplateValue][] {
  const found = new Map<string, TemplateValue>();
  for (const [key, value] of innerValues(root, (entered) => !SAMPLES.includes(String(entered)))) {
    const text = key === '$ref' ? value.text().value : undefined;
    const isOwn = text === undefined || text.marked.startsWith('#') || text.marked.startsWith(OWN_MODELS) || typeof text.pieces[0] !== 'string';
    if (!isOwn && !found.has(text.toString())) found.set(text.toString(), value);
  }
  return [...found];
}

/** What is made before an API because its definition names it: as it is written, and in files that are included. */
function namedByDefinition(api: ApiReflection, definition: TemplateResource): Map<TemplateResource, boolean> {
  const named = new Map(definition.dependenciesOf('Body'));
  for (const [, value] of api.document.toList().flatMap(({ root }) => innerValues(root))) {
    if (['plain', 'either'].includes(value.resolve().kind)) continue;
    for (const { resource } of value.references()) if (resource.template === definition.template) named.set(resource, true);
  }
  return named;
}

/** The first way on which what is named needs the target; undefined when none does. Each resource is looked at once. */
function pathBetween(named: Map<TemplateResource, boolean>, target: TemplateResource, isCertain: boolean): TemplateResource[] | undefined {
  const cameFrom = new Map<TemplateResource, TemplateResource | undefined>();
  const queue: TemplateResource[] = [];
  const visit = (needed: Map<TemplateResource, boolean>, from?: TemplateResource): boolean => [...needed].some(([resource, certain]) => {
    if (isCertain && (!certain || resource.isConditional && !target.isConditional)) return false;
    if (resource === target) return true;
    if (!cameFrom.has(resource)) queue.push(resource);
    if (!cameFrom.has(resource)) cameFrom.set(resource, from);
    return false;
  });
  if (visit(named)) return [];
  for (let index = 0; index < queue.length; index++) {
    if (!visit(queue[index].dependencies, queue[index])) continue;
    const path: TemplateResource[] = [];
    for (let step: TemplateResource | undefined = queue[index]; step; step = cameFrom.get(step)) path.unshift(step);
    return path;
  }
  return undefined;
}
