import type { Database } from './database.js'

/** Which articles of several sources tell the same news. */
export function createStoryStore(db: Database) {
  return {
    /**
     * Notes that articles tell the same news; the story has the id of the first that told it. Where several processes
     * find stories that began with different articles, the earliest counts, whoever comes last.
     */
    async link(storyId: number, ids: readonly number[]): Promise<void> {
      await db
        .updateTable('articles')
        .set({ story_id: storyId })
        .where('id', 'in', [...ids])
        .where((eb) => eb.or([eb('story_id', 'is', null), eb('story_id', '>', storyId)]))
        .execute()
    },

    /** What other sources tell the news of these stories: story id → articles, of the given sources only. */
    async tellers(
      storyIds: readonly number[],
      sources: ReadonlySet<number>,
    ): Promise<{ storyId: number; sourceId: number; sourceTitle: string }[]> {
      const rows = await db
        .selectFrom('articles')
        .innerJoin('sources', 'sources.id', 'articles.source_id')
        .select(['story_id as storyId', 'source_id as sourceId', 'sources.title as sourceTitle'])
        .where('story_id', 'in', [...storyIds, -1])
        .where('source_id', 'in', [...sources, -1])
        .orderBy('articles.id')
        .execute()
      return rows.map((row) => ({ ...row, storyId: row.storyId ?? 0 }))
    },
  }
}
