import { isRecord } from '../intrinsic';

/** Transforms of AWS that leave APIs as they are, or whose resources are counted one by one. */
const KNOWN_TRANSFORMS = /^AWS::(Include|Serverless|LanguageExtensions|CodeDeployBlueGreen|SecretsManager)\b/;

const PROCESSED = 'run the check on the processed template, as \'aws cloudformation get-template --template-stage Processed\' prints it';

/** What of a template is not there to be checked, each in words. */
export function unreadParts(document: Record<string, unknown>): string[] {
  const resources = isRecord(document.Resources) ? Object.entries(document.Resources) : [];
  const types = resources.flatMap(([, definition]) => isRecord(definition) && typeof definition.Type === 'string' ? [definition.Type] : []);
  const serverless = types.filter((type) => type.startsWith('AWS::Serverless::')).length;
  const modules = types.filter((type) => type.endsWith('::MODULE')).length;
  const loops = resources.filter(([logicalId]) => logicalId.startsWith('Fn::ForEach')).length;
  const transformed = resources.some(([logicalId]) => logicalId === 'Fn::Transform');
  const untyped = resources.filter(([logicalId, definition]) => !logicalId.startsWith('Fn::') && !(isRecord(definition) && typeof definition.Type === 'string'));
  return [
    ...counted(serverless, 'AWS::Serverless resource', `only expanded by the transform; ${PROCESSED}`),
    ...counted(modules, 'module', `only expanded at deployment; ${PROCESSED}`),
    ...counted(loops, 'Fn::ForEach loop', `only expanded by AWS::LanguageExtensions; ${PROCESSED}`),
    ...transformed ? [`resources that a Fn::Transform adds at deployment; ${PROCESSED}`] : [],
    ...macros(document.Transform).map((name) => `what the transform '${name}' changes at deployment; ${PROCESSED}`),
    ...untyped.map(([logicalId]) => `'${logicalId}' has no Type, so that nobody knows what it is; write its Type`),
  ];
}

function macros(transform: unknown): string[] {
  return [transform].flat().map((entry) => isRecord(entry) ? entry.Name : entry)
    .filter((name): name is string => typeof name === 'string' && !KNOWN_TRANSFORMS.test(name));
}

function counted(count: number, what: string, why: string): string[] {
  return count === 0 ? [] : [`${count} ${what}${count === 1 ? ' is' : 's are'} ${why}`];
}
