import { Fact } from '../../src/reflection/fact';
import { InvokePermission } from '../../src/reflection/invoke-permissions';
import { GAP, PartialText } from '../../src/reflection/partial-text';
import { PermissionsByPath } from '../../src/reflection/permissions-by-path';
import { Template } from '../../src/reflection/template';
import { TemplateResource } from '../../src/reflection/template-resource';

const template = new Template({}, { name: 'template.json' });
const permission = (path: string | undefined): InvokePermission => {
  const pieces = `arn:aws:execute-api:eu-west-1:123456789012:${path}`.split(GAP).flatMap((piece, index) => index === 0 ? [piece] : [{ why: 'it is hidden' }, piece]);
  return {
    resource: new TemplateResource(template, `Permission ${path}`, 'AWS::Lambda::Permission', {}),
    sourceArn: path === undefined ? Fact.absent() : Fact.known(new PartialText(pieces)),
  };
};
const PERMISSIONS = [
  undefined, 'api/*', 'api/*/*', 'api/*/GET/pets', 'api/live/GET/pets/*',
  `${GAP}/*/GET/orders`, 'api/*/POST/*', 'api/*/*/pets', `api/*/GET/${GAP}`, 'api/*/send/message',
].map(permission);
const index = new PermissionsByPath(PERMISSIONS);
const found = (...segments: (string | undefined)[]) => index.thatMayCover(segments).map((one) => PERMISSIONS.indexOf(one));

test.each([
  ['a route that several name', [undefined, 'GET', 'pets'], [0, 1, 2, 3, 4, 7, 8]],
  ['a route that nothing names', [undefined, 'PUT', 'carts'], [0, 1, 2]],
  ['a route behind a hidden API', ['live', 'GET', 'orders'], [0, 1, 2, 5, 8]],
  ['a route by its method alone', [undefined, 'POST', 'carts'], [0, 1, 2, 6]],
  ['a route of any method', [undefined, undefined, 'carts'], [0, 1, 2, 6, 8]],
  ['a route of which the path is hidden', [undefined, 'GET', undefined], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
  ['a route key with a slash', [undefined, 'send/message'], [0, 1, 2, 9]],
])('of the permissions of a function, those that may hold for %s are found', (_what, segments, expected) => {
  expect(found(...segments)).toEqual(expected);
});

test('of the permissions for a thousand routes, one is held against a call', () => {
  const many = Array.from({ length: 1000 }, (_, number) => permission(`api/*/GET/resource${number}/*`));

  expect(new PermissionsByPath(many).thatMayCover([undefined, 'GET', 'resource7', '{id}'])).toEqual([many[7]]);
});
