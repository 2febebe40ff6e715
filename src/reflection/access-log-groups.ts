import type { AppReflection } from './app-reflection';
import type { StageReflection } from './stage-reflection';
import type { TemplateResource } from './template-resource';

const indexes = new WeakMap<AppReflection, Map<TemplateResource, StageReflection[]>>();

/** The log groups of an app into which stages write their access logs, and those stages. */
export function accessLogGroups(app: AppReflection): Map<TemplateResource, StageReflection[]> {
  let index = indexes.get(app);
  if (!index) indexes.set(app, index = readGroups(app));
  return index;
}

function readGroups(app: AppReflection): Map<TemplateResource, StageReflection[]> {
  const byName = new Map(app.resources('AWS::Logs::LogGroup').flatMap((group): [string, TemplateResource][] => group.property('LogGroupName').string().toList()
    .map((name) => [name, group])));
  const groups = new Map<TemplateResource, StageReflection[]>();
  for (const stage of app.apis.flatMap(({ stages }) => stages)) {
    const arn = stage.accessLog.get('DestinationArn').text().value;
    const referred = arn?.references.find(({ resource }) => resource.resourceType === 'AWS::Logs::LogGroup')?.resource;
    const group = referred ?? byName.get(/:log-group:([^:]+)/.exec(arn?.marked ?? '')?.[1] ?? '');
    const others = group && groups.get(group);
    if (others) others.push(stage);
    else if (group) groups.set(group, [stage]);
  }
  return groups;
}
