import Sqlite from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { keepStatements } from '../../src/store/kept-statements.js'

describe('kept statements', () => {
  function open() {
    const database = new Sqlite(':memory:')
    database.exec('create table articles (id integer primary key, title text)')
    return { database, kept: keepStatements(database) }
  }

  it('are prepared once, as long as they are used', () => {
    const { kept } = open()
    const text = 'select title from articles'
    const first = kept.prepare(text)
    for (let i = 0; i < 1000; i++) {
      kept.prepare(`select ${i} from articles`)
      expect(kept.prepare(text)).toBe(first)
    }
    const rare = kept.prepare('select 1')
    for (let i = 0; i < 1000; i++) kept.prepare(`select ${i} from articles`)
    expect(kept.prepare('select 1')).not.toBe(rare)
  })

  it('give what a table has become', () => {
    const { database, kept } = open()
    const all = () => kept.prepare('select * from articles').all([])
    kept.prepare('insert into articles (title) values (?)').run(['Ferry'])
    expect(all()).toEqual([{ id: 1, title: 'Ferry' }])
    database.exec("alter table articles add column url text default 'u'")
    expect(all()).toEqual([{ id: 1, title: 'Ferry', url: 'u' }])
    database.exec('drop table articles; create table articles (name text)')
    expect(all()).toEqual([])
  })
})
