import { ApiType } from '../../api-type';
import { Limits } from '../../limits';
import { Fact } from '../../reflection/fact';
import { RouteReflection } from '../../reflection/route-reflection';
import { judge, violation } from '../outcome';
import { Rule } from '../rule';
import { apiRule, routeRule, ruleOnEach, stageRule } from '../rule-subjects';
import { RuleText } from '../rule-text';

const NOTES = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html';

const RESERVED = ['ping', 'sping'];

const dimensionText: RuleText = {
  id: 'metric-dimension-too-long',
  severity: 'warning',
  category: 'operations',
  appliesTo: [ApiType.REST, ApiType.HTTP, ApiType.WEBSOCKET],
  title: 'A name is too long for the metrics of CloudWatch',
  why: 'Names of APIs and paths of routes are dimensions of metrics, and what is longer than a dimension has none: no graph and no alarm of it.',
  fix: `shorten it to ${Limits.METRIC_DIMENSION_CHARACTERS} characters`,
  snippet: `
    Type: AWS::ApiGateway::RestApi
    Properties:
      Name: pets`,
  docs: NOTES,
};

/** What APIs, stages and paths may be called. */
export const names: Rule[] = [
  routeRule({
    id: 'reserved-health-path',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST, ApiType.HTTP],
    title: 'A path is reserved by API Gateway',
    why: 'API Gateway answers /ping and /sping itself: calls by a custom domain never reach the integration.',
    fix: 'give the route another path, such as /health',
    snippet: `
      Type: AWS::ApiGateway::Resource
      Properties:
        PathPart: health`,
    docs: NOTES,
  }, (route) => {
    if (route.path.isUnknowable && isOtherPath(route)) return undefined;
    return judge(route.path, {
      what: `the path of '${route.key}'`,
      known: (path) => RESERVED.includes(path.replace(/^\//, '')) && path.startsWith('/')
        ? violation(`'${route.key}' has the path ${path}, which API Gateway answers itself`)
        : undefined,
    });
  }),

  stageRule({
    id: 'stage-name-charset',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST, ApiType.HTTP, ApiType.WEBSOCKET],
    title: 'API Gateway refuses the name of a stage',
    why: 'A name is made of letters, digits, hyphens and underscores; the deployment fails with any other.',
    fix: `name it with letters, digits, - and _, at most ${Limits.STAGE_NAME_LENGTH} of them`,
    snippet: `
      Type: AWS::ApiGateway::Stage
      Properties:
        StageName: live-v2`,
    docs: NOTES,
  }, (stage) => stage.nameText.text().toList().flatMap((name) => {
    if (stage.apiType !== ApiType.REST && name.literal === '$default') return [];
    const known = name.pieces.filter((piece) => typeof piece === 'string').join('');
    const odd = /[^A-Za-z0-9_-]/u.exec(known)?.[0];
    if (odd !== undefined) return [violation(`the stage '${name}' has '${odd}' in its name, which takes letters, digits, - and _`, stage.nameText)];
    if (name.literal === '') return [violation('a stage has an empty name', stage.nameText)];
    return known.length > Limits.STAGE_NAME_LENGTH
      ? [violation(`the stage '${shortened(name.toString())}' has a name of ${known.length} characters, and at most ${Limits.STAGE_NAME_LENGTH} are taken`, stage.nameText)]
      : [];
  })),

  ruleOnEach(
    apiRule({ ...dimensionText, appliesTo: [ApiType.REST] }, (api) => {
      const name = api.resource.property('Name').string().orElse(() => api.document.flatMap(({ root }) => root.at('info', 'title').string()));
      return tooLong(name, (length) => `the API '${shortened(api.label)}' has a name of ${length} characters`);
    }),
    routeRule(dimensionText, (route) => tooLong(route.path, (length) => `'${shortened(route.key)}' has a ${route.method ? 'path' : 'key'} of ${length} characters`)),
  ),
];

function tooLong(name: Fact<string>, subject: (length: number) => string) {
  return name.toList().filter(({ length }) => length > Limits.METRIC_DIMENSION_CHARACTERS)
    .map(({ length }) => violation(`${subject(length)}, and a dimension of a metric has at most ${Limits.METRIC_DIMENSION_CHARACTERS}`));
}

function shortened(name: string): string {
  return name.length > 40 ? `${name.slice(0, 40)}…` : name;
}

/** Whether the last part of a path that is not known tells enough. */
function isOtherPath({ resource }: RouteReflection): boolean {
  const written = resource.property('ResourceId').reference().value;
  return written?.resource.property('PathPart').string().is((part) => !RESERVED.includes(part)) ?? false;
}
