import { VelocityReference, closingAt, endOfString, referenceAt } from './velocity-reference';

/** Something that a caller sends, on its way through a mapping template. */
export interface CallerInput {
  /** As the template reads it: `$input.params('id')`. */
  readonly expression: string;
  /** `body` is the raw text, `json` is JSON, `path` a value of the body, `params` a parameter of the request. */
  readonly kind: 'body' | 'json' | 'path' | 'params';
  /** `$.pet.name`, where a value of the body is read by a literal path. */
  readonly jsonPath?: string;
  /** Whether `escapeJavaScript`, or what does the same, has been over it. */
  readonly isEscaped: boolean;
  /** Whether what `escapeJavaScript` makes of single quotes, which is no JSON, is undone. */
  readonly isRequoted: boolean;
  /** Whether it is encoded for a URL or in base64, so that it can end no text at all. */
  readonly isEncoded: boolean;
}

/** What of the callers' input each variable holds. */
export type Variables = Map<string, CallerInput[]>;

const FRESH = { isEscaped: false, isRequoted: false, isEncoded: false };

/** Methods whose results are numbers or truth values. */
const HARMLESS = new Set([
  'size', 'length', 'isEmpty', 'equals', 'equalsIgnoreCase', 'contains', 'containsKey', 'containsValue', 'startsWith', 'endsWith', 'matches', 'indexOf', 'lastIndexOf', 'compareTo',
  'hashCode',
]);
const ADDING = new Set(['concat', 'add', 'addAll', 'put', 'putAll', 'append']);
const REPLACING = new Set(['replaceAll', 'replace', 'replaceFirst']);

/** What of the callers' input an expression gives. */
export function inputOf(expression: string, variables: Variables): CallerInput[] {
  const found: CallerInput[] = [];
  for (let index = 0; index < expression.length; index++) {
    const letter = expression[index];
    if (letter === '\'' || letter === '"') {
      const end = endOfString(expression, index) ?? expression.length;
      // Texts in double quotes are templates of their own.
      if (letter === '"') found.push(...inputIn(expression.slice(index + 1, end), variables));
      index = end;
    } else if (letter === '$') {
      const reference = referenceAt(expression, index);
      if (!reference) continue;
      found.push(...inputBehind(reference, variables));
      index += reference.text.length - 1;
    } else if (letter === '(') {
      const end = closingAt(expression, index) ?? expression.length;
      found.push(...inputOf(expression.slice(index + 1, end), variables));
      index = end;
    } else if (/^(==|!=|&&|\|\||<|>)/.test(expression.slice(index, index + 2))) {
      // A comparison is true or false, whatever it compares.
      return [];
    }
  }
  return found;
}

/** What of the callers' input a reference gives. */
export function inputBehind({ name, steps, text }: VelocityReference, variables: Variables): CallerInput[] {
  const [first, ...rest] = steps;
  const argument = first?.argument ?? '';
  if (name === 'input') {
    const kind = KINDS.find((each) => each === first?.name);
    const jsonPath = kind === 'path' || kind === 'json' ? /^\s*(['"])(\$[^'"]*)\1\s*$/.exec(argument)?.[2] : undefined;
    return kind ? changed([{ expression: text, kind, jsonPath, ...FRESH }], rest, variables) : [];
  }
  if (name === 'util') return changed(throughUtil(first?.name, inputOf(argument, variables)), rest, variables);
  return changed(variables.get(name) ?? [], steps, variables);
}

const KINDS = ['body', 'json', 'path', 'params'] as const;

function throughUtil(name: string | undefined, input: CallerInput[]): CallerInput[] {
  switch (name) {
    case 'escapeJavaScript': return input.map((each) => ({ ...each, isEscaped: true }));
    case 'urlEncode': case 'base64Encode': return input.map((each) => ({ ...each, isEncoded: true }));
    case 'urlDecode': case 'base64Decode': return input.map((each) => ({ ...each, ...FRESH }));
    default: return input;
  }
}

/** What methods and members make of it. */
function changed(input: CallerInput[], [step, ...rest]: ReferenceSteps, variables: Variables): CallerInput[] {
  if (!step) return input;
  const { name, argument = '' } = step;
  if (name !== undefined && HARMLESS.has(name)) return [];
  if (name !== undefined && ADDING.has(name)) return changed([...input, ...inputOf(argument, variables)], rest, variables);
  if (name !== undefined && REPLACING.has(name)) return changed(input.map((each) => replaced(each, argument)), rest, variables);
  const isSame = name !== undefined && ['toString', 'trim', 'toLowerCase', 'toUpperCase'].includes(name);
  return changed(input.map((each) => isSame ? each : { ...each, jsonPath: undefined }), rest, variables);
}

type ReferenceSteps = VelocityReference['steps'];

/** Who replaces quotes escapes by hand; who replaces all but some letters leaves nothing that could do harm. */
function replaced(input: CallerInput, argument: string): CallerInput {
  const start = argument.search(/['"]/);
  const pattern = start < 0 ? '' : argument.slice(start + 1, endOfString(argument, start));
  if (pattern.includes('[^')) return { ...input, isEncoded: true };
  if (pattern.includes('\\') && pattern.includes('\'')) return { ...input, isRequoted: true };
  return pattern.includes('"') ? { ...input, isEscaped: true, isRequoted: true } : input;
}

/** What of the callers' input a text prints. */
function inputIn(text: string, variables: Variables): CallerInput[] {
  const found: CallerInput[] = [];
  for (let index = text.indexOf('$'); index >= 0; index = text.indexOf('$', index + 1)) {
    const reference = referenceAt(text, index);
    if (!reference) continue;
    found.push(...inputBehind(reference, variables));
    index += reference.text.length - 1;
  }
  return found;
}
