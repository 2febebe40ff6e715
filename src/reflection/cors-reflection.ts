import type { ApiReflection } from './api-reflection';
import { Fact } from './fact';
import { integrationResponses } from './integration-response';
import { GAP, PartialText } from './partial-text';
import type { RouteReflection } from './route-reflection';
import { TemplateValue } from './template-value';

const PREFIX = 'method.response.header.';

/** What an API tells browsers of which pages may call it: an HTTP API for all of its routes, a REST API for each path that has a preflight. */
export class CorsReflection {
  /** Absent when an HTTP API says nothing. */
  public static ofHttpApi(api: ApiReflection): Fact<CorsReflection> {
    const written = api.definition?.property('CorsConfiguration');
    if (!written) return Fact.unknowable('the API is not part of the templates');
    if (written.isAbsent && api.document.isUnknowable) return Fact.unknowable(api.document.why);
    const value = api.setting('CorsConfiguration', ({ root }) => root.get('x-amazon-apigateway-cors'));
    const field = (name: string) => value.get(name).isGiven ? value.get(name) : value.get(name[0].toLowerCase() + name.slice(1));
    const texts = (name: string) => field(name).items().flatMap((entries) => Fact.all(entries.map((entry) => entry.text())));
    return value.presence().map(() => new CorsReflection(
      value,
      texts('AllowOrigins'),
      field('AllowCredentials').boolean().orDefault(false),
      texts('AllowHeaders'),
      texts('AllowMethods'),
    ));
  }

  /** Absent for a route that answers no preflight by itself: a function or another server says what it likes. */
  public static ofPreflight(route: RouteReflection): Fact<CorsReflection> {
    if (!route.isPreflight) return Fact.absent();
    return route.integration.flatMap((integration) => integration.kind.flatMap((kind) => {
      if (kind !== 'MOCK') return Fact.absent();
      return answerOf(route).map((answer) => new CorsReflection(
        route.place,
        answer.originsFrom(),
        answer.header('Access-Control-Allow-Credentials').map((text) => text.literal?.trim().toLowerCase() === 'true').orDefault(false),
        answer.list('Access-Control-Allow-Headers'),
        answer.list('Access-Control-Allow-Methods'),
      ));
    }));
  }

  private constructor(
    public readonly place: TemplateValue,
    /** Each value that the header of the answer may have; absent when it has none. */
    public readonly origins: Fact<PartialText[]>,
    public readonly credentials: Fact<boolean>,
    /** The request headers that pages may send; absent when nothing is said of them. */
    public readonly headers: Fact<PartialText[]>,
    public readonly methods: Fact<PartialText[]>,
  ) {}

  /** The pattern by which any page may call: `*`, or `https://*` of HTTP APIs; absent when there is none. */
  public get wildcard(): Fact<string> {
    return this.origins.flatMap((origins) => {
      const wildcard = origins.map(({ marked }) => marked.trim()).find((origin) => /^(https?:\/\/)?\*$/.test(origin));
      if (wildcard !== undefined) return Fact.known(wildcard);
      const hidden = origins.find(({ marked, references }) => marked !== '' && marked.replaceAll(GAP, '') === '' && references.length === 0);
      return hidden ? Fact.unknowable(hidden.gaps[0].why) : Fact.absent();
    });
  }
}

const preflights = new WeakMap<ApiReflection, CorsReflection[]>();

/** What the preflights of a REST API say, as far as API Gateway answers them by itself. */
export function preflightsOf(api: ApiReflection): CorsReflection[] {
  let known = preflights.get(api);
  if (!known) preflights.set(api, known = api.routes.flatMap((route) => CorsReflection.ofPreflight(route).toList()));
  return known;
}

/** The answer of a mock: its headers, stated by response parameters or set by templates. */
class MockAnswer {
  constructor(private readonly parameters: [string, TemplateValue][], private readonly templates: PartialText[]) {}

  /** The text of a header; absent without one. */
  public header(name: string): Fact<PartialText> {
    const overridden = this.overrides(name);
    if (overridden.length > 0) return literalIn(overridden[0].value) ?? Fact.unknowable(`a mapping template works out the header ${name}`);
    return this.stated(name);
  }

  /** A header that lists names. */
  public list(name: string): Fact<PartialText[]> {
    return this.header(name).map((text) => partsOf(text));
  }

  /** Every origin that may be answered: the one that is stated, and those with which a template compares the request's. */
  public originsFrom(): Fact<PartialText[]> {
    const name = 'Access-Control-Allow-Origin';
    const stated = this.stated(name);
    const overridden = this.overrides(name);
    if (overridden.length === 0) return stated.map((text) => [text]);
    const compared = overridden.flatMap(({ template, value }) => {
      const literal = literalIn(value)?.value;
      return literal ? [literal] : originsIn(template);
    });
    if (compared.length === 0) return Fact.unknowable('a mapping template works out which origin it allows');
    return stated.isUnknowable ? Fact.unknowable(stated.why) : Fact.known([...stated.toList(), ...compared]);
  }

  private stated(name: string): Fact<PartialText> {
    const entry = this.parameters.find(([key]) => key.toLowerCase() === `${PREFIX}${name}`.toLowerCase());
    if (!entry) return Fact.absent();
    return entry[1].text().flatMap((text) => literalIn(text) ?? Fact.unknowable(`it is taken from ${text.toString()}`));
  }

  private overrides(name: string): { template: PartialText; value: PartialText }[] {
    const pattern = new RegExp(`\\$context\\.responseOverride\\.header(?:\\.${name}|\\[\\s*["']${name}["']\\s*\\])\\s*=\\s*("[^"]*"|'[^']*'|[^)]*)\\)`, 'gi');
    return this.templates.flatMap((template) => [...template.marked.matchAll(pattern)].map((match) => {
      const end = match.index + match[0].length - 1;
      return { template, value: template.slice(end - match[1].length, end) };
    }));
  }
}

function answerOf(route: RouteReflection): Fact<MockAnswer> {
  return route.integration.flatMap((integration) => integrationResponses(integration).flatMap((responses) => {
    const parameters = Fact.all(responses.map((response) => response.parameters)).map((lists) => lists.flat());
    const templates = Fact.all([integration.requestTemplates, ...responses.map((response) => response.templates)])
      .flatMap((lists) => Fact.all(lists.flat().map(([, template]) => template.text())));
    return parameters.flatMap((known) => templates.map((texts) => new MockAnswer(known, texts)));
  }));
}

/** What stands between quotes, or a bare truth value; undefined when it is worked out. */
function literalIn(text: PartialText): Fact<PartialText> | undefined {
  const { marked } = text;
  if (/^(["'])[^]*\1$/.test(marked) && !(marked.startsWith('"') && marked.includes('$'))) return Fact.known(text.slice(1, -1));
  if (/^(true|false)$/.test(marked)) return Fact.known(text);
  return marked.includes(GAP) && !marked.includes('$') && !marked.includes('.') ? Fact.unknowable(text.gaps[0].why) : undefined;
}

const QUOTED_ORIGIN = new RegExp(`(["'])((?:[a-z][a-z0-9+.-]*|${GAP})://[^"'\\s]*|${GAP}|\\*)\\1`, 'gi');

function originsIn(template: PartialText): PartialText[] {
  return [...template.marked.matchAll(QUOTED_ORIGIN)].map((match) => template.slice(match.index + 1, match.index + match[0].length - 1));
}

function partsOf(text: PartialText): PartialText[] {
  return [...text.marked.matchAll(/[^,\s]+/g)].map((match) => text.slice(match.index, match.index + match[0].length));
}
