import type { AppReflection } from './app-reflection';
import { Fact } from './fact';
import { addTo } from './lists-by-key';
import type { TemplateResource } from './template-resource';
import { TemplateValue } from './template-value';

const indexes = new WeakMap<AppReflection, Map<TemplateResource, TemplateResource[]>>();

/** Whether a security group lets anything in on a TCP port, by its own rules or by resources of their own. */
export function letsIn(app: AppReflection, group: TemplateResource, port: number): Fact<boolean> {
  const own = group.property('SecurityGroupIngress').items().orDefault([]).flatMap((entries) => anyOf(entries.map((entry) => coversPort(entry, port))));
  const apart = (rulesOf(app).get(group) ?? []).map((rule) => coversPort(rule.properties, port)
    .flatMap((covers) => covers && rule.isConditional ? Fact.unknowable<boolean>(`it depends on a condition whether ${rule.logicalId} is made`) : Fact.known(covers)));
  return anyOf([own, ...apart]);
}

function anyOf(facts: Fact<boolean>[]): Fact<boolean> {
  return Fact.allTrue(facts.map((fact) => fact.map((holds) => !holds))).map((none) => !none);
}

function coversPort(rule: TemplateValue, port: number): Fact<boolean> {
  return rule.get('IpProtocol').string().flatMap((protocol) => {
    if (protocol === '-1') return Fact.known(true);
    if (!['tcp', '6'].includes(protocol.toLowerCase())) return Fact.known(false);
    return Fact.allTrue([
      rule.get('FromPort').number().orDefault(0).map((from) => from <= port),
      rule.get('ToPort').number().orDefault(65_535).map((to) => to >= port),
    ]);
  }).orDefault(false);
}

function rulesOf(app: AppReflection): Map<TemplateResource, TemplateResource[]> {
  let index = indexes.get(app);
  if (!index) {
    indexes.set(app, index = new Map());
    for (const rule of app.resources('AWS::EC2::SecurityGroupIngress')) {
      const group = rule.property('GroupId').reference().value?.resource;
      if (group) addTo(index, group, rule);
    }
  }
  return index;
}
