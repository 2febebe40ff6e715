import { CfnResource } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { testStack } from './rest-api';
import { undoOnError, undoneOnError } from '../src/undo-on-error';

describe('undoOnError', () => {
  test('gives what the step gives, and keeps what it created', () => {
    const stack = testStack();
    const made = undoOnError(stack, () => new Construct(stack, 'Made'));
    expect(stack.node.children).toEqual([made]);
  });

  test('takes away what a failing step created, with everything below it, and passes the error on', () => {
    const stack = testStack();
    const kept = new Construct(stack, 'Kept');

    expect(() => undoOnError(stack, () => {
      new CfnResource(new Construct(stack, 'Made'), 'Below', { type: 'AWS::SNS::Topic' });
      new Construct(stack, 'Another');
      throw new Error('half way');
    })).toThrow('half way');

    expect(stack.node.findAll()).toEqual([stack, kept]);
  });

  test('lets the step be tried again under the same ids', () => {
    const stack = testStack();
    const step = (fails: boolean) => undoOnError(stack, () => {
      new Construct(stack, 'Made');
      if (fails) throw new Error('half way');
    });

    expect(() => step(true)).toThrow('half way');
    expect(() => step(false)).not.toThrow();
  });

  test('takes away what a step created under one of its own steps that failed and was caught', () => {
    const stack = testStack();
    expect(() => undoOnError(stack, () => {
      new Construct(stack, 'Outer');
      expect(() => undoOnError(stack, () => {
        new Construct(stack, 'Inner');
        throw new Error('inner');
      })).toThrow('inner');
      expect(stack.node.children.map((child) => child.node.id)).toEqual(['Outer']);
      throw new Error('outer');
    })).toThrow('outer');
    expect(stack.node.children).toEqual([]);
  });
});

@undoneOnError
class Fragile extends Construct {
  public static readonly KIND: string = 'fragile';

  constructor(scope: Construct, id: string, props: { readonly fails: boolean }) {
    super(scope, id);
    new Construct(this, 'Child');
    if (props.fails) throw new Error('half way');
  }
}

describe('undoneOnError', () => {
  test('takes a construct whose constructor fails out of its scope, so that it can be made again', () => {
    const stack = testStack();

    expect(() => new Fragile(stack, 'One', { fails: true })).toThrow('half way');
    expect(stack.node.findAll()).toEqual([stack]);
    expect(() => new Fragile(stack, 'One', { fails: false })).not.toThrow();
  });

  test('keeps the one that had the id before', () => {
    const stack = testStack();
    const first = new Fragile(stack, 'One', { fails: false });

    expect(() => new Fragile(stack, 'One', { fails: false })).toThrow('already a Construct');
    expect(stack.node.children).toEqual([first]);
  });

  test('leaves the class what it is: its name, its statics, its subclasses', () => {
    class Heir extends Fragile {}
    const stack = testStack();
    const heir = new Heir(stack, 'Heir', { fails: false });

    expect(Fragile.name).toBe('Fragile');
    expect(Heir.KIND).toBe('fragile');
    expect(heir).toBeInstanceOf(Heir);
    expect(heir).toBeInstanceOf(Fragile);
    expect(() => new Heir(stack, 'Another', { fails: true })).toThrow('half way');
    expect(stack.node.children).toEqual([heir]);
  });
});
