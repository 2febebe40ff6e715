import { Token } from 'aws-cdk-lib';
import { givenValue } from './given-value';

/** The methods of a route, and of a call to an HTTP backend. */
export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'ANY'];

/** The route of an HTTP API for all that no other route takes. */
const DEFAULT_ROUTE = '$default';

/** API Gateway answers these itself. @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html */
const RESERVED_PATHS = ['/ping', '/sping'];

const LITERAL_SEGMENT = /^[A-Za-z0-9_.,:-]+$/;
const PARAMETER_SEGMENT = /^\{([A-Za-z0-9_.-]+)(\+?)\}$/;

/**
 * A route key of a REST or HTTP API, taken apart: `GET /pets/{id}`.
 */
export class RouteKey {
  /**
   * @throws when API Gateway could not import a route under this key
   */
  public static parse(text: string): RouteKey {
    if (Token.isUnresolved(text)) {
      throw new Error('a route key is a key in the API\'s definition and cannot hold a value that is only known at deploy time; write it out, as \'GET /pets/{id}\'');
    }
    if (typeof text !== 'string') throw new Error(`a route key was given as ${givenValue(text)}, and it is a method and a path; write it as 'GET /pets/{id}'`);
    if (text === DEFAULT_ROUTE) return new RouteKey('ANY', DEFAULT_ROUTE);
    if (/^(\S+\s+)?\/?\$default$/i.test(text.trim())) throw invalid(text, 'is not how API Gateway names the route for all that no other takes, which has no method of its own', DEFAULT_ROUTE);
    const [method, path, ...rest] = text.split(' ');
    if (path === undefined) throw invalid(text, 'has no space between its method and its path', suggestion(text));
    if (rest.length > 0) throw invalid(text, 'has more than one space', suggestion(text));
    if (!METHODS.includes(method)) {
      throw METHODS.includes(method.toUpperCase())
        ? invalid(text, 'has a method in lower case', `${method.toUpperCase()} ${path}`)
        : new Error(`route key '${text}' begins with '${method}', which is no method of API Gateway; write one of ${METHODS.join(', ')}`);
    }
    checkPath(text, method, path);
    return new RouteKey(method, path);
  }

  /** `GET`, `POST`, … or `ANY`. */
  public readonly method: string;

  /** The path, beginning with a slash: `/pets/{id}`; or `$default`. */
  public readonly path: string;

  private constructor(method: string, path: string) {
    this.method = method;
    this.path = path;
  }

  /** The path's segments: `['pets', '{id}']`; none for the root. */
  public get segments(): string[] {
    return this.path === '/' || this.isDefault ? [] : this.path.slice(1).split('/');
  }

  /** Whether it is `$default`: every request that no other route takes. */
  public get isDefault(): boolean {
    return this.path === DEFAULT_ROUTE;
  }

  /** The names of the path's parameters; a greedy one without its plus sign. */
  public get pathParameters(): string[] {
    return this.segments.flatMap((segment) => PARAMETER_SEGMENT.exec(segment)?.[1] ?? []);
  }

  public toString(): string {
    return this.isDefault ? DEFAULT_ROUTE : `${this.method} ${this.path}`;
  }
}

/** Whether a segment stands for any value: `{id}`, `{proxy+}`. */
export function isParameterSegment(segment: string): boolean {
  return PARAMETER_SEGMENT.test(segment);
}

function checkPath(text: string, method: string, path: string): void {
  if (!path.startsWith('/')) throw invalid(text, 'has no \'/\' before its path', `${method} /${path}`);
  if (path === '/') return;
  if (path.endsWith('/')) throw invalid(text, 'ends in \'/\', which API Gateway ignores', `${method} ${path.replace(/\/+$/, '') || '/'}`);
  if (RESERVED_PATHS.includes(path)) {
    throw invalid(text, `uses '${path}', which API Gateway answers itself and never passes on`, `${method} /health`);
  }
  const segments = path.slice(1).split('/');
  const seen = new Set<string>();
  segments.forEach((segment, position) => {
    if (segment === '') throw invalid(text, 'has an empty segment (\'//\')', `${method} ${path.replace(/\/+/g, '/')}`);
    const parameter = PARAMETER_SEGMENT.exec(segment);
    if (!parameter) {
      // API Gateway would take ':id' as text; whoever writes it means a parameter.
      if (/^:\w+$/.test(segment)) throw invalid(text, `has the segment '${segment}', which is text to API Gateway`, text.replace(segment, `{${segment.slice(1)}}`));
      if (segment === '*') throw invalid(text, 'has the segment \'*\', which API Gateway does not know', text.replace('*', '{proxy+}'));
      if (LITERAL_SEGMENT.test(segment)) return;
      throw new Error(/[{}]/.test(segment)
        ? `route key '${text}' has the segment '${segment}'; a parameter must fill its whole segment: write '{name}' or, as the last segment, '{name+}'`
        : `route key '${text}' has the segment '${segment}'; API Gateway takes letters, digits and _ - . , : there`);
    }
    const [, name, greedy] = parameter;
    if (seen.has(name)) throw new Error(`route key '${text}' has two parameters named '${name}', of which a backend sees one; give them different names`);
    seen.add(name);
    if (greedy && position < segments.length - 1) {
      throw new Error(`route key '${text}' goes on after '${segment}', which already takes the rest of the path; put it last`);
    }
  });
}

function suggestion(text: string): string {
  const [method, ...rest] = text.trim().split(/\s+/);
  const path = rest.join('');
  if (METHODS.includes(method.toUpperCase()) && path) return `${method.toUpperCase()} ${path.startsWith('/') ? path : `/${path}`}`;
  return /^\/?[\w/{}-]+$/.test(text.trim()) ? `GET /${text.trim().replace(/^\//, '')}` : 'GET /pets/{id}';
}

function invalid(text: string, why: string, write: string): Error {
  return new Error(`route key '${text}' ${why}; write '${write}'`);
}
