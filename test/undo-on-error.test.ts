import { CfnResource } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { testStack } from './rest-api';
import { undoOnError } from '../src/undo-on-error';

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
