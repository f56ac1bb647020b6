import { z } from 'zod'

/** One of several sources that an address leads to. Checked again when it comes back from a stored view. */
export const candidateSchema = z.object({
  url: z.string(),
  kind: z.enum(['feed', 'page', 'sitemap']),
  /** What tells it from the others, in the site's words. */
  title: z.string().nullable(),
})

export type Candidate = z.output<typeof candidateSchema>
