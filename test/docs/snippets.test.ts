import { CodeBlock, codeBlocks, documents } from './markdown';
import { typeCheckSnippets } from './type-check-snippets';

const snippets = (file: string, text?: string): CodeBlock[] => codeBlocks(file, text).filter(({ language }) => ['ts', 'typescript'].includes(language));

/** What no document has, so that the check is seen to find it. */
const WRONG = `# Wrong
\`\`\`ts
const limit: number = 'many';
new GovernedRestApi(this, 'Orders', { autorizer: Authorizer.iam() });
\`\`\`
Text.
\`\`\`ts
import { Duration } from 'aws-cdk-lib';
import { Nothing } from 'cdk-gatehouse';

Duration.seconds('1');
\`\`\`
`;

describe('the snippets of the documents', () => {
  const read = documents().filter((file) => snippets(file).length > 0);
  let errors: string[];

  beforeAll(() => {
    errors = typeCheckSnippets([...read.flatMap((file) => snippets(file)), ...snippets('wrong.md', WRONG)]);
  }, 60_000);

  test('are found', () => {
    expect(read).toEqual(expect.arrayContaining(['README.md', 'docs/governed-rest-api.md', 'docs/organisation-defaults.md']));
  });

  test.each(read)('compile in %s', (file) => {
    expect(errors.filter((error) => error.includes(`${file}:`))).toEqual([]);
  });

  test('would be reported with their lines if they did not compile', () => {
    expect(errors.filter((error) => error.startsWith('wrong.md'))).toEqual([
      'wrong.md:3: Type \'string\' is not assignable to type \'number\'.',
      expect.stringMatching(/^wrong\.md:4: .*'autorizer'/),
      expect.stringMatching(/^wrong\.md:9: .*no exported member 'Nothing'/),
      expect.stringMatching(/^wrong\.md:11: .*not assignable to parameter of type 'number'/),
    ]);
  });
});
