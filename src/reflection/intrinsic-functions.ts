import { isRecord } from '../intrinsic';
import { parseDocument } from './document-text';
import { PartialText, Gap, GAP } from './partial-text';
import { ABSENT, Resolved } from './resolved';
import type { TemplateValue } from './template-value';

interface Intrinsic {
  readonly name: string;
  readonly argument: unknown;
}

/** The intrinsic function that a raw value is; undefined for a value that stands for itself. */
export function intrinsicOf(raw: unknown): Intrinsic | undefined {
  if (!isRecord(raw)) return undefined;
  const keys = Object.keys(raw);
  const [name] = keys;
  return keys.length === 1 && (name === 'Ref' || name.startsWith('Fn::')) ? { name, argument: raw[name] } : undefined;
}

/** What an intrinsic function gives, as far as its template tells. */
export function evaluateIntrinsic({ name, argument }: Intrinsic, value: TemplateValue): Resolved {
  const evaluate = FUNCTIONS[name];
  return evaluate ? evaluate(argument, value) : unknowable(`${name} is worked out at deployment`);
}

const FUNCTIONS: Record<string, (argument: unknown, value: TemplateValue) => Resolved> = {
  'Ref': (argument, value) => typeof argument === 'string' ? refer(argument, value) : unknowable('its Ref names nothing'),
  'Fn::GetAtt': (argument, value) => {
    const [logicalId, ...attribute]: unknown[] = Array.isArray(argument) ? argument : typeof argument === 'string' ? argument.split('.') : [];
    if (typeof logicalId !== 'string') return unknowable('its Fn::GetAtt names no resource');
    return attributeOf(logicalId, attribute.join('.'), value);
  },
  'Fn::If': (argument, value) => {
    if (!Array.isArray(argument) || argument.length !== 3) return unknowable('its Fn::If has not three parts');
    const condition = String(argument[0]);
    const decided = value.template.isTrue(condition);
    const branch = (index: 1 | 2) => value.child(argument[index], 'Fn::If', index);
    if (decided !== undefined) return branch(decided ? 1 : 2).resolve();
    const branches: [TemplateValue, TemplateValue] = [branch(1), branch(2)];
    return branches.every((each) => each.isAbsent) ? ABSENT : { kind: 'either', condition, branches };
  },
  'Fn::Sub': (argument, value) => substitute(argument, value),
  'Fn::Join': (argument, value) => {
    const [separator, list] = Array.isArray(argument) ? argument : [];
    const entries = value.child(list, 'Fn::Join', 1).items();
    if (!entries.isKnown || typeof separator !== 'string') return unknowable(entries.why || 'its Fn::Join has no list');
    return textOf(entries.value!.flatMap((entry, index) => [...(index > 0 ? [separator] : []), ...piecesOf(entry)]));
  },
  'Fn::Select': (argument, value) => {
    const [index, list] = Array.isArray(argument) ? argument : [];
    const position = value.child(index, 'Fn::Select', 0).number();
    const entries = value.child(list, 'Fn::Select', 1).items();
    if (!position.isKnown || !entries.isKnown) return unknowable(position.why || entries.why || 'its Fn::Select has no list');
    return entries.value![position.value!]?.resolve() ?? unknowable('its Fn::Select points beyond its list');
  },
  'Fn::Split': (argument, value) => {
    const [separator, text] = Array.isArray(argument) ? argument : [];
    const whole = value.child(text, 'Fn::Split', 1).text();
    if (!whole.isKnown || typeof separator !== 'string') return unknowable(whole.why || 'its Fn::Split has no text');
    const pieces = withEndpoints(whole.value!.pieces);
    const hiding = pieces.find((piece) => typeof piece !== 'string' && mayHold(separator, piece)) as Gap | undefined;
    return hiding ? unknowable(hiding.why) : value.child(new PartialText(pieces).split(separator)).resolve();
  },
  'Fn::FindInMap': (argument, value) => {
    const [map, ...keys] = (Array.isArray(argument) ? argument : []).map((part, index) => value.child(part, 'Fn::FindInMap', index));
    return value.template.mapping(map, keys);
  },
  'Fn::ImportValue': (argument, value) => {
    const name = value.child(argument, 'Fn::ImportValue').text().value;
    const exported = name && value.template.exported(name.toString());
    return exported ? exported.resolve() : unknowable(`it is imported from another stack${name ? ` as '${name.toString()}'` : ''}`);
  },
  'Fn::Transform': (argument, value) => {
    const transform = value.child(argument, 'Fn::Transform');
    const location = transform.at('Parameters', 'Location').string().value;
    const text = transform.get('Name').string().is((name) => name === 'AWS::Include') && location ? value.template.origin.readAsset?.(location) : undefined;
    if (text === undefined) return unknowable('Fn::Transform is worked out at deployment');
    try {
      return value.child(parseDocument(text)).resolve();
    } catch {
      return unknowable(`'${location}' is neither JSON nor YAML`);
    }
  },
  'Fn::ToJsonString': (argument, value) => {
    // A gap inside a JSON text stays a gap of that text.
    const text = JSON.stringify(value.child(argument, 'Fn::ToJsonString').looseJson()) ?? '';
    return textOf(text.split(GAP).flatMap((piece, index) => [...(index > 0 ? [{ why: 'a part of it is only known at deployment' }] : []), piece]));
  },
};

function unknowable(why: string): Resolved {
  return { kind: 'unknowable', why };
}

function textOf(pieces: (string | Gap)[]): Resolved {
  const merged: (string | Gap)[] = [];
  for (const piece of pieces) {
    const last = merged.at(-1);
    if (piece === '') continue;
    if (typeof piece === 'string' && typeof last === 'string') merged[merged.length - 1] = last + piece;
    else merged.push(piece);
  }
  return { kind: 'text', text: new PartialText(merged) };
}

function piecesOf(value: TemplateValue): (string | Gap)[] {
  const text = value.text();
  return text.value?.pieces ?? [{ why: text.why || 'a part of it is not there' }];
}

function refer(name: string, value: TemplateValue): Resolved {
  if (name === 'AWS::NoValue') return ABSENT;
  if (name.startsWith('AWS::')) {
    const known = value.template.pseudoParameter(name);
    if (known !== undefined) return { kind: 'plain', content: known, owner: value };
    return textOf([{ pseudoParameter: name, why: `${name} is only known at deployment` }]);
  }
  const parameter = value.template.parameter(name);
  if (parameter) return parameter;
  const resource = value.template.resource(name);
  return resource ? { kind: 'reference', reference: { resource } } : unknowable(`'${name}' is neither a parameter nor a resource of its template`);
}

function attributeOf(logicalId: string, attribute: string, value: TemplateValue): Resolved {
  const resource = value.template.resource(logicalId);
  if (!resource) return unknowable(`'${logicalId}' is no resource of its template`);
  const output = /^Outputs\.(.+)$/.exec(attribute)?.[1];
  const nested = output && value.template.nestedOutput(logicalId, output);
  return nested ? nested.resolve() : { kind: 'reference', reference: { resource, attribute } };
}

/** The endpoint of an HTTP or WebSocket API, as the pieces of which API Gateway makes it. */
function withEndpoints(pieces: (string | Gap)[]): (string | Gap)[] {
  return pieces.flatMap((piece) => {
    const reference = typeof piece === 'string' ? undefined : piece.reference;
    if (reference?.attribute !== 'ApiEndpoint') return [piece];
    const { resource } = reference;
    const scheme = resource.property('ProtocolType').string().value === 'WEBSOCKET' ? 'wss' : 'https';
    const region = piecesOf(resource.properties.child({ Ref: 'AWS::Region' }));
    return [`${scheme}://`, { reference: { resource }, why: `it names ${resource.logicalId}` }, '.execute-api.', ...region, '.', URL_SUFFIX];
  });
}

const URL_SUFFIX: Gap = { pseudoParameter: 'AWS::URLSuffix', why: 'AWS::URLSuffix is only known at deployment' };

/** Whether a separator may be inside what is only known at deployment: the ids of API Gateway, the names of its stages and regions hold none. */
function mayHold(separator: string, { pseudoParameter, reference }: Gap): boolean {
  const isSimple = (pseudoParameter !== undefined && !/Id$|ARNs$/.test(pseudoParameter)) || pseudoParameter === 'AWS::AccountId'
    || (reference?.attribute === undefined && /^AWS::ApiGateway(V2)?::(RestApi|Api|Stage|Deployment)$/.test(reference?.resource.resourceType ?? ''));
  return !isSimple || !/[/:]/.test(separator);
}

const SUBSTITUTION = /\$\{([^}]*)\}/;

function substitute(argument: unknown, value: TemplateValue): Resolved {
  const [pattern, variables] = Array.isArray(argument) ? argument : [argument, {}];
  if (typeof pattern !== 'string') return unknowable('its Fn::Sub has no text');
  // Every other piece is what stands between the braces.
  const pieces = pattern.split(SUBSTITUTION).flatMap((piece, index) => {
    if (index % 2 === 0) return [piece];
    if (piece.startsWith('!')) return [`\${${piece.slice(1)}}`];
    const name = piece.trim();
    if (isRecord(variables) && name in variables) return piecesOf(value.child(variables[name], 'Fn::Sub', 1, name));
    return piecesOf(value.child(name.includes('.') ? { 'Fn::GetAtt': name } : { Ref: name }));
  });
  return textOf(pieces);
}
