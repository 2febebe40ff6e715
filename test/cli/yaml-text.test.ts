import { TextFlaw } from '../../src/cli/text-flaw';
import { parseYamlText } from '../../src/cli/yaml-text';

const read = (text: string) => parseYamlText(text).document;

describe('the reader of YAML', () => {
  test.each([
    ['!Ref Api', { Ref: 'Api' }],
    ['!Condition IsProduction', { Condition: 'IsProduction' }],
    ['!GetAtt Api.RootResourceId', { 'Fn::GetAtt': 'Api.RootResourceId' }],
    ['!GetAtt [Api, RootResourceId]', { 'Fn::GetAtt': ['Api', 'RootResourceId'] }],
    ['!Sub "arn:${AWS::Region}"', { 'Fn::Sub': 'arn:${AWS::Region}' }],
    ['!Sub ["${a}", { a: !Ref B }]', { 'Fn::Sub': ['${a}', { a: { Ref: 'B' } }] }],
    ['!If [IsProduction, !Ref A, !Ref AWS::NoValue]', { 'Fn::If': ['IsProduction', { Ref: 'A' }, { Ref: 'AWS::NoValue' }] }],
    ['!Join ["", [a, !Ref B]]', { 'Fn::Join': ['', ['a', { Ref: 'B' }]] }],
    ['!Select [0, !Split [",", "a,b"]]', { 'Fn::Select': [0, { 'Fn::Split': [',', 'a,b'] }] }],
    ['!FindInMap [Map, !Ref AWS::Region, Key]', { 'Fn::FindInMap': ['Map', { Ref: 'AWS::Region' }, 'Key'] }],
    ['!ImportValue Name', { 'Fn::ImportValue': 'Name' }],
    ['!ImportValue\n  Fn::Sub: ${A}-Name', { 'Fn::ImportValue': { 'Fn::Sub': '${A}-Name' } }],
    ['!Base64 text', { 'Fn::Base64': 'text' }],
    ['!Cidr [10.0.0.0/16, 2, 8]', { 'Fn::Cidr': ['10.0.0.0/16', 2, 8] }],
    ['!GetAZs ""', { 'Fn::GetAZs': '' }],
    ['!Equals [a, b]', { 'Fn::Equals': ['a', 'b'] }],
    ['!And [!Condition A, !Not [!Condition B]]', { 'Fn::And': [{ Condition: 'A' }, { 'Fn::Not': [{ Condition: 'B' }] }] }],
    ['!Or [!Condition A, !Condition B]', { 'Fn::Or': [{ Condition: 'A' }, { Condition: 'B' }] }],
    ['!Transform { Name: AWS::Include, Parameters: { Location: a.yaml } }', { 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 'a.yaml' } } }],
    ['!ToJsonString { a: !Ref B }', { 'Fn::ToJsonString': { a: { Ref: 'B' } } }],
    ['!Length [a, b]', { 'Fn::Length': ['a', 'b'] }],
    ['!ComesInTenYears [a]', { 'Fn::ComesInTenYears': ['a'] }],
  ])('expands %s', (written, expanded) => {
    expect(read(`Value: ${written}`)).toEqual({ Value: expanded });
  });

  test.each([
    ['yes', true], ['On', true], ['TRUE', true], ['no', false], ['off', false], ['y', 'y'],
    ['2012-10-17', '2012-10-17'], ['012345678901', '012345678901'], ['123456789012', 123456789012], ['0', 0], ['-3', -3], ['1.5', 1.5], ['"yes"', 'yes'],
  ])('reads %s as CloudFormation does', (written, value) => {
    expect(read(`Value: ${written}`)).toEqual({ Value: value });
  });

  test('follows anchors, aliases and merge keys', () => {
    expect(read('base: &base { a: 1, b: !Ref B }\ncopy: *base\nmerged: { <<: *base, c: 2 }')).toEqual({
      base: { a: 1, b: { Ref: 'B' } }, copy: { a: 1, b: { Ref: 'B' } }, merged: { a: 1, b: { Ref: 'B' }, c: 2 },
    });
  });

  test('follows an anchor within a short form', () => {
    expect(read('a: !Sub &text "x"\nb: *text')).toEqual({ a: { 'Fn::Sub': 'x' }, b: { 'Fn::Sub': 'x' } });
  });

  test.each([
    ['a key', ['Resources', 'Api', 'Type'], { line: 3, column: 5 }],
    ['a key of a block', ['Resources', 'Api'], { line: 2, column: 3 }],
    ['an item of a list', ['Resources', 'Api', 'List', 1], { line: 6, column: 9 }],
    ['what is in a function', ['Resources', 'Api', 'Name', 'Fn::If', 1], { line: 7, column: 24 }],
    ['what does not exist, at what is nearest above it', ['Resources', 'Api', 'Body', 'paths', '/'], { line: 2, column: 3 }],
    ['what is in an alias, at its anchor', ['Copy', 'a'], { line: 8, column: 19 }],
    ['the document', [], { line: 1, column: 1 }],
  ])('finds %s', (_what, path, position) => {
    const { locate } = parseYamlText([
      'Resources:',
      '  Api:',
      '    Type: AWS::ApiGateway::RestApi',
      '    List:',
      '      - one',
      '      - two',
      '    Name: !If [C, !Ref A, b]',
      'Anchor: &anchor { a: 1 }',
      'Copy: *anchor',
    ].join('\n'));

    expect(locate(path)).toEqual(position);
  });

  test('finds lines of a file from Windows', () => {
    expect(parseYamlText('a: 1\r\nb:\r\n  c: 1\r\n').locate(['b', 'c'])).toEqual({ line: 3, column: 3 });
  });

  test.each([
    ['a key that stands twice', 'a: 1\nb: 2\na: 3', 'this key stands twice in one object, and only one of the two would count; write it once', { line: 3, column: 1 }],
    ['a bracket that is not closed', 'a: [1, 2\nb: 3', expect.stringMatching(/^this is no YAML: /), { line: 2, column: 1 }],
    ['a tab', 'a:\n\tb: 1', expect.stringMatching(/^this is no YAML: /), { line: 2, column: 1 }],
    ['a second document', 'a: 1\n---\nb: 2', 'here begins a second document; write one template in one file', { line: 2, column: 1 }],
    ['a misspelt function', 'a: !GetAttr b.c', '\'!GetAttr\' is no function of CloudFormation; write !GetAtt', { line: 1, column: 4 }],
    ['an alias of nothing', 'a: 1\nb: *nothing', 'nothing before has the anchor \'&nothing\'; write it where the value stands', { line: 2, column: 4 }],
    ['an alias that contains itself', 'a: &a [*a]', expect.stringMatching(/contains itself|this is no YAML/), undefined],
    ['aliases that multiply', bomb(), expect.stringMatching(/excessive alias count/), undefined],
    ['nesting without end', '['.repeat(100_000), expect.stringMatching(/this is no YAML/), undefined],
    ['nesting beyond measure', `${'['.repeat(300)}${']'.repeat(300)}`, 'it is nested more than 200 levels deep, or contains itself; write it flatter', undefined],
  ])('fails for %s, with the place', (_what, text, message, position) => {
    const flaw = flawOf(() => read(text));

    expect(flaw.message).toEqual(message);
    if (position) expect(flaw.position).toMatchObject(position);
  });
});

function bomb(): string {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
  for (let i = 1; i < 12; i++) lines.push(`a${i}: &a${i} [${Array.from({ length: 10 }, () => `*a${i - 1}`).join(', ')}]`);
  return lines.join('\n');
}

function flawOf(step: () => unknown): TextFlaw {
  try {
    step();
  } catch (error) {
    if (error instanceof TextFlaw) return error;
    throw error;
  }
  throw new Error('nothing was wrong');
}
