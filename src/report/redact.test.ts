import { describe, expect, it } from 'vitest';
import { redact, redactGroup } from './redact.ts';

describe('redact', () => {
  it.each([
    [{ requestParameters: { userData: 'IyEvYmluL3No' } }, { requestParameters: { userData: '<redacted>' } }],
    [{ UserData: { Value: 'x' } }, { UserData: '<redacted>' }],
    [{ disableApiTermination: { value: true } }, { disableApiTermination: { value: true } }],
    [
      { masterUserPassword: 'x', master_user_password: 'y' },
      { masterUserPassword: '<redacted>', master_user_password: '<redacted>' },
    ],
    [{ passwordLastUsed: '2026' }, { passwordLastUsed: '2026' }],
    [
      { url: 'https://h/p?sv=1&sig=AbC%3D&se=2', u: 'https://b/k?X-Amz-Signature=ff&X-Amz-Date=1' },
      {
        url: 'https://h/p?sv=1&sig=<redacted>&se=2',
        u: 'https://b/k?X-Amz-Signature=<redacted>&X-Amz-Date=1',
      },
    ],
    [
      {
        metadata: {
          items: [
            { key: 'startup-script', value: '#!/bin/sh' },
            { key: 'zone', value: 'a' },
          ],
        },
      },
      {
        metadata: {
          items: [
            { key: 'startup-script', value: '<redacted>' },
            { key: 'zone', value: 'a' },
          ],
        },
      },
    ],
    [
      {
        requestbody: '{"properties":{"osProfile":{"adminPassword":"x","customData":"y","computerName":"c"}}}',
      },
      {
        requestbody:
          '{"properties":{"osProfile":{"adminPassword":"<redacted>","customData":"<redacted>","computerName":"c"}}}',
      },
    ],
    [
      { requestbody: '{"properties":{"adminPassword":"x\\"y","name":"n","cut' },
      { requestbody: '{"properties":{"adminPassword":"<redacted>","name":"n","cut' },
    ],
  ])('%j', (record, expected) => {
    expect(redact(record)).toEqual(expected);
  });
});

describe('the group of a correlation', () => {
  it('has no secrets either', () => {
    const group = {
      'requestParameters.userData': 'curl',
      url: 'https://h/d?sig=abc&sv=1',
      user: 'mara',
      none: null,
    };
    expect(redactGroup(group)).toEqual({
      'requestParameters.userData': '<redacted>',
      url: 'https://h/d?sig=<redacted>&sv=1',
      user: 'mara',
      none: null,
    });
  });
});
