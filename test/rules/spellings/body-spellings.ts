import { withHttpBody } from './http-body';
import { NotSayable, withRestBody } from './rest-body';
import { Spelling } from './spelling';
import { reflect } from './template-spellings';
import { AppReflection } from '../../../src/reflection/app-reflection';
import { Template } from '../../../src/reflection/template';
import { CfnTemplate, Json, templateWith } from '../cfn-template';

/** The ways of OpenAPI bodies. */
export const bodySpellings: Spelling[] = [
  { name: 'an OpenAPI 3.0 body of a REST API', reflect: (template) => ifSayable(() => reflect(clean(withRestBody(template, false)))) },
  { name: 'a Swagger 2.0 body of a REST API', reflect: (template) => ifSayable(() => reflect(clean(withRestBody(template, true)))) },
  { name: 'an OpenAPI 3.0 body of an HTTP API', reflect: (template) => ifSayable(() => reflect(clean(withHttpBody(template)))) },
  { name: 'a body that a file holds', reflect: (template) => ifSayable(() => inFile(anyBody(template))) },
  { name: 'a body that is a text', reflect: (template) => ifSayable(() => asText(anyBody(template))) },
];

function ifSayable(write: () => AppReflection): AppReflection | undefined {
  try {
    return write();
  } catch (error) {
    if (error instanceof NotSayable) return undefined;
    throw error;
  }
}

function anyBody(template: CfnTemplate): CfnTemplate {
  const { Type: type, Properties: properties } = template.Resources.Api ?? {};
  if (properties?.Body !== undefined) return template;
  return clean(type === 'AWS::ApiGateway::RestApi' ? withRestBody(template, false) : withHttpBody(template));
}

function clean({ Resources: resources, ...more }: CfnTemplate): CfnTemplate {
  return templateWith(resources, more);
}

function inFile(template: CfnTemplate): AppReflection {
  const include = { 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 'api.json' } } };
  const [body, rest] = withBody(template, include);
  return new AppReflection([new Template(rest, { name: 'template.json', readAsset: (name) => name === 'api.json' ? JSON.stringify(body) : undefined })]);
}

function asText(template: CfnTemplate): AppReflection {
  const [body] = withBody(template, undefined);
  const text = JSON.stringify(body);
  if (/"(Ref|Fn::[A-Za-z]+)":/.test(text)) throw new NotSayable('a text has no intrinsic functions');
  return reflect(withBody(template, text)[1]);
}

function withBody(template: CfnTemplate, body: Json): [Json, CfnTemplate] {
  const { Api: api } = template.Resources;
  const replaced = { ...api, Properties: { ...api.Properties, Body: body } };
  return [api.Properties?.Body, { ...template, Resources: { ...template.Resources, Api: replaced } }];
}
