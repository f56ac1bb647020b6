import { describe, expect, it } from 'vitest'
import { redact } from '../../src/ops/logger.js'

describe('redact', () => {
  const botToken = ['MTIzNDU2Nzg5MDEyMzQ1Njc4', 'GabcDE', 'abcdefghijklmnopqrstuvwxyz0123456789AB'].join('.')
  const interactionToken = `aW50ZXJhY3Rpb246${'x'.repeat(60)}`
  it.each([
    ['a bot token', `login with ${botToken} failed`, 'login with [secret] failed'],
    ['the token of an interaction', `{"token":"${interactionToken}"}`, '{"token":"[secret]"}'],
    [
      'the token in the address of a webhook',
      '/webhooks/12/abc-DEF_1/messages',
      '/webhooks/12/[secret]/messages',
    ],
    [
      'the token in the address of an interaction',
      '/interactions/12/abc.def/callback',
      '/interactions/12/[secret]/callback',
    ],
    ['a password in an address', 'https://mia:pa:ss@a.test/feed', 'https://[secret]@a.test/feed'],
    ['a key that is a user name', 'https://key1234@a.test/feed', 'https://[secret]@a.test/feed'],
    [
      'the password of a database, with @ in it',
      'postgres://courant:p@ss@db/courant',
      'postgres://[secret]@db/courant',
    ],
    [
      'a parameter named as secrets are',
      'https://a.test/feed?n=1&token=abc&x=2',
      'https://a.test/feed?n=1&token=[secret]&x=2',
    ],
    ['a header', '"Authorization":"Basic bWlhOnBhc3M="', '"Authorization":"Basic [secret]"'],
    [
      'a header inside of JSON inside of JSON',
      '{\\"authorization\\":\\"Bot abc\\"}',
      '{\\"authorization\\":\\"Bot [secret]\\"}',
    ],
    ['what is sent as authorization', 'sent Bearer abcdef123456', 'sent Bearer [secret]'],
  ])('hides %s', (_, text, clean) => {
    expect(redact(text)).toBe(clean)
  })

  it('leaves addresses and words alone that hold no secret', () => {
    const text = 'https://a.test/@mia/feed?page=2 is basic; a mail to mia@a.test'
    expect(redact(text)).toBe(text)
  })

  it('hides the values it is given wherever they stand', () => {
    expect(redact('connect with s3cretword; s3cretword', ['s3cretword'])).toBe(
      'connect with [secret]; [secret]',
    )
  })
})
