import { openRoutes } from './authorization/open-routes';
import { DeclaredIntent } from './declared-intent';
import { Finding } from './finding';
import { integrationTimeouts } from './integrations/integration-timeouts';
import { Rule } from './rule';
import { AppReflection } from '../reflection/app-reflection';

/** Rules about one matter: a chapter of the reference page. */
export interface RuleFamily {
  readonly title: string;
  readonly rules: Rule[];
}

/** Every rule, by what it is about. */
export const RULE_FAMILIES: RuleFamily[] = [
  { title: 'Choosing and shaping an API', rules: [] },
  { title: 'Authentication and authorization', rules: [...openRoutes] },
  { title: 'Usage plans and API keys', rules: [] },
  { title: 'Resource policies, private APIs and roles', rules: [] },
  { title: 'Logs', rules: [] },
  { title: 'Metrics, alarms and tracing', rules: [] },
  { title: 'Throttles', rules: [] },
  { title: 'Caching', rules: [] },
  { title: 'Integrations', rules: [...integrationTimeouts] },
  { title: 'Request validation', rules: [] },
  { title: 'CORS and gateway responses', rules: [] },
  { title: 'Domains, certificates and DNS', rules: [] },
  { title: 'Routing rules', rules: [] },
  { title: 'Web ACLs', rules: [] },
  { title: 'CloudFront', rules: [] },
  { title: 'Stages, deployments and releases', rules: [] },
  { title: 'WebSocket APIs', rules: [] },
  { title: 'Several regions', rules: [] },
];

export const RULES: Rule[] = RULE_FAMILIES.flatMap(({ rules }) => rules);

/** What all rules say of an app; rules that are opt-in speak when their option is given. */
export function checkAll(app: AppReflection, intent: DeclaredIntent = {}, rules: Rule[] = RULES): Finding[] {
  return rules.filter(({ optIn }) => optIn === undefined || intent[optIn] !== undefined).flatMap((rule) => rule.check(app, intent));
}
