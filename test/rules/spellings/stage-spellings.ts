import { Spelling } from './spelling';
import { reflect } from './template-spellings';
import { CfnTemplate, Json } from '../cfn-template';

/** The ways of stages. */
export const stageSpellings: Spelling[] = [
  {
    name: 'a stage that a deployment describes',
    reflect: (template) => {
      const described = withDescribedStage(template);
      return described && reflect(described);
    },
  },
];

type Fields = { [key: string]: Json };

const IN_A_DESCRIPTION = [
  'AccessLogSetting', 'CacheClusterEnabled', 'CacheClusterSize', 'CanarySetting', 'ClientCertificateId', 'Description', 'DocumentationVersion',
  'MethodSettings', 'Tags', 'TracingEnabled', 'Variables',
];

const NAMES_THE_STAGE = /\{"Ref":"Stage"\}|\["Stage",|"Stage\.|\$\{Stage\b|"DependsOn":("Stage"|\[[^\]]*"Stage")/;

/** Turns the REST stage `Stage` and its `Deployment` into a deployment that makes a stage; undefined when that would say something else. */
function withDescribedStage({ Resources: resources, ...more }: CfnTemplate): CfnTemplate | undefined {
  const { Stage: stage, Deployment: deployment, ...others } = resources;
  if (stage?.Type !== 'AWS::ApiGateway::Stage' || !deployment) return undefined;
  const { Properties: properties = {}, ...attributes } = stage;
  const { RestApiId: apiId, StageName: name, DeploymentId: deploymentId, ...description } = properties;
  const own = deployment.Properties ?? {};
  const isSame = JSON.stringify([apiId, deploymentId]) === JSON.stringify([own.RestApiId, { Ref: 'Deployment' }]);
  const isSayable = Object.keys(attributes).length === 1 && Object.keys(description).every((key) => IN_A_DESCRIPTION.includes(key))
    && !('DeploymentId' in fieldsOf(description.CanarySetting)) && own.StageName === undefined && own.StageDescription === undefined;
  if (!isSame || !isSayable || name === undefined || NAMES_THE_STAGE.test(JSON.stringify({ ...others, deployment }))) return undefined;
  const described = { ...deployment, Properties: { ...own, StageName: name, StageDescription: withoutGeneralEntry(description) } };
  return { ...more, Resources: { ...others, Deployment: described } };
}

/** A description says the settings of all methods without a list. */
function withoutGeneralEntry(description: Fields): Fields {
  const { MethodSettings: entries, ...rest } = description;
  if (!Array.isArray(entries)) return description;
  const isGeneral = (entry: Json) => fieldsOf(entry).ResourcePath === '/*' && fieldsOf(entry).HttpMethod === '*' && Object.keys(fieldsOf(entry)).length > 2;
  const general = Object.entries(fieldsOf(entries.find(isGeneral))).filter(([name]) => name !== 'ResourcePath' && name !== 'HttpMethod');
  const specific = entries.filter((entry) => !isGeneral(entry));
  return { ...rest, ...Object.fromEntries(general), ...(specific.length > 0 ? { MethodSettings: specific } : {}) };
}

function fieldsOf(value: Json): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}
