import { Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { acknowledged, testStack } from './rest-api';
import { acknowledgeOptOut, requireReason } from '../src/opt-out';
import { RuleIds } from '../src/rule-ids';

describe('acknowledgeOptOut', () => {
  test('writes the rule with its pack and the reason on the construct', () => {
    const construct = new Construct(testStack(), 'Api');
    acknowledgeOptOut(construct, RuleIds.REST_STAGE_WITHOUT_WAF, 'internal only');
    expect(acknowledged(construct)).toEqual({ 'Gatehouse::Gatehouse-rest-stage-without-waf': 'internal only' });
  });

  test('names one finding of several', () => {
    const construct = new Construct(testStack(), 'Api');
    acknowledgeOptOut(construct, RuleIds.REST_METHOD_WITHOUT_AUTH, 'health check', 'GET:/health');
    acknowledgeOptOut(construct, RuleIds.REST_METHOD_WITHOUT_AUTH, 'price list', 'GET:/prices/{id}');
    expect(acknowledged(construct)).toEqual({
      'Gatehouse::Gatehouse-rest-method-without-auth[GET:/health]': 'health check',
      'Gatehouse::Gatehouse-rest-method-without-auth[GET:/prices/{id}]': 'price list',
    });
  });
});

describe('requireReason', () => {
  test('gives the reason back as it is', () => {
    expect(requireReason('WebAcl.none()', ' internal ')).toBe(' internal ');
  });

  test('lets a reason through that only a deployment knows', () => {
    const reason = Token.asString({ Ref: 'Reason' });
    expect(requireReason('WebAcl.none()', reason)).toBe(reason);
  });

  test.each(['', ' ', '\n\t'])('fails for the reason %j of a call', (reason) => {
    expect(() => requireReason('WebAcl.none()', reason))
      .toThrow("WebAcl.none() was given an empty reason; whoever reviews the app needs to know why: write WebAcl.none('<why>')");
  });

  test.each<[unknown, string]>([[true, 'true'], [0, '0'], [undefined, 'undefined'], [{}, 'an object'], [() => 'why', 'a function']])('fails for %p in place of a reason', (reason, given) => {
    expect(() => requireReason('WebAcl.none()', reason as string))
      .toThrow(`WebAcl.none() was given ${given} for a reason, and whoever reviews the app needs to know why in words; write WebAcl.none('<why>')`);
  });

  test('fails for an option that is switched on, and says to write why', () => {
    expect(() => requireReason('plaintext', true as unknown as string)).toThrow(/^plaintext was given true for a reason, .*; write plaintext: '<why>'$/);
  });

  test.each([false, null])('fails for an option that is %p, and says to leave it out', (reason) => {
    expect(() => requireReason('plaintext', reason as unknown as string)).toThrow(/; leave plaintext out, or write plaintext: '<why>'$/);
  });

  test('fails for the empty reason of an option, and says to write the option', () => {
    expect(() => requireReason('plaintext', '')).toThrow(/^plaintext was given an empty reason; .*: write plaintext: '<why>'$/);
  });
});
