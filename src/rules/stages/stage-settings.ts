import { ApiType } from '../../api-type';
import { RouteReflection } from '../../reflection/route-reflection';
import { SettingsEntry, StageReflection } from '../../reflection/stage-reflection';
import { judge, violation } from '../outcome';
import { Rule } from '../rule';
import { apiRule, stageRule } from '../rule-subjects';

const METHOD_SETTING = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-apigateway-stage-methodsetting.html';

/** What a stage says beside its deployment, and what is asked of every release. */
export const stageSettings: Rule[] = [
  stageRule({
    id: 'method-settings-path-form',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'Method settings name no path that begins with a slash',
    why: 'The settings belong to no method: they are refused or do nothing.',
    fix: 'write /* for all paths, / for the root, and /~1pets~1{id} for /pets/{id}',
    snippet: `
      MethodSettings:
        - ResourcePath: /~1pets~1{id}
          HttpMethod: GET`,
    docs: METHOD_SETTING,
    related: ['E3723'],
  }, (stage) => entriesOf(stage).flatMap(({ place }) => {
    const path = place.get('ResourcePath');
    return judge(path.string(), {
      what: `the path of some settings of ${stage}`,
      place: path,
      known: (text) => text.startsWith('/') ? undefined : violation(`${stage} has settings for the path '${text}', which does not begin with '/'`, path),
      absent: () => violation(`${stage} has method settings without a ResourcePath`, place),
    });
  })),

  stageRule({
    id: 'method-settings-empty',
    severity: 'warning',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'Method settings set nothing',
    why: 'The entry is dropped without a word, and whoever wrote it believes that it does something.',
    fix: 'remove the entry, or write the setting that is missing',
    snippet: `
      MethodSettings:
        - ResourcePath: /*
          HttpMethod: '*'
          LoggingLevel: ERROR`,
    docs: METHOD_SETTING,
    related: ['W3705'],
  }, (stage) => entriesOf(stage).flatMap(({ place, routeKey, isDefault }) => judge(place.entries(), {
    what: `what some settings of ${stage} set`,
    place,
    known: (fields) => fields.some(([name]) => !['ResourcePath', 'HttpMethod'].includes(name))
      ? undefined
      : violation(`${stage} has settings for ${isDefault ? 'all methods' : `'${routeKey}'`} that set nothing`, place),
  }))),

  stageRule({
    id: 'client-certificate-missing',
    severity: 'warning',
    category: 'security',
    appliesTo: [ApiType.REST, ApiType.WEBSOCKET],
    title: 'A public backend cannot tell API Gateway from anybody else',
    why: 'Who finds the address of the backend calls it past the authorizer, the throttle and the web ACL of the API.',
    fix: 'give the stage a client certificate, and let the backend ask for it',
    snippet: `
      Certificate:
        Type: AWS::ApiGateway::ClientCertificate
      Stage:
        Type: AWS::ApiGateway::Stage
        Properties:
          ClientCertificateId: !Ref Certificate`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/getting-started-client-side-ssl-authentication.html',
    related: ['HIPAA.Security-APIGWSSLEnabled', 'NIST.800.53.R5-APIGWSSLEnabled', 'PCI.DSS.321-APIGWSSLEnabled', 'APIGateway.2', 'CKV2_AWS_51'],
  }, (stage) => {
    const [route] = stage.api.routes.filter(callsPublicBackend);
    if (!route) return undefined;
    const place = stage.field('ClientCertificateId');
    return judge(place.isWritten(), {
      what: `whether ${stage} has a client certificate`,
      place,
      known: (isWritten) => isWritten ? undefined : violation(`${stage} calls the public backend of '${route.key}' without a client certificate`),
    });
  }),

  apiRule({
    id: 'health-route-missing',
    severity: 'warning',
    category: 'reliability',
    appliesTo: [ApiType.REST, ApiType.HTTP],
    title: 'An API in several regions has no route that tells its health',
    why: 'Route 53 has nothing to ask, and cannot decide which region answers.',
    fix: 'add a route such as GET /health that answers from the region itself',
    snippet: `
      Type: AWS::ApiGatewayV2::Route
      Properties:
        RouteKey: GET /health`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/dns-failover.html',
  }, (api, { intent }) => !intent.multiRegion || api.routes.some(mayTellHealth) ? undefined : judge(api.allRoutes, {
    what: `whether the API '${api.label}' has a route that tells its health`,
    known: () => violation(`the API '${api.label}' runs in several places, and has no route that tells its health`),
  })),
];

/** Its method settings. What a deployment describes of its stage holds for all methods, and is no entry. */
function entriesOf(stage: StageReflection): SettingsEntry[] {
  return (stage.settings.value ?? []).filter(({ place }) => place !== stage.place);
}

/** A backend that anybody can reach: not one behind a VPC link. */
function callsPublicBackend({ integration }: RouteReflection): boolean {
  const called = integration.value;
  const isHttp = called?.kind.is((kind) => kind === 'HTTP' || kind === 'HTTP_PROXY') === true;
  return isHttp && called?.field('connectionType').string().orDefault('INTERNET').is((type) => type.toUpperCase() === 'INTERNET') === true;
}

const HEALTH = /\/(health(z|[_-]?check)?|heartbeat|status|ready(z|ness)?|live(z|ness)?|ok|up)$/i;

/** What answers GET under the name of a check, or whatever is asked. */
function mayTellHealth({ method, path, key }: RouteReflection): boolean {
  if (key === '$default') return true;
  return ['GET', 'HEAD', 'ANY'].includes(method) && path.is((text) => HEALTH.test(text) || /\{[^}]*\+\}$/.test(text));
}
