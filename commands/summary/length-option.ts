import { z } from 'zod'
import { summaryLengths } from '../support/article-summary.js'

/** How much of an article one wants to read. */
export const lengthOption = z
  .enum(summaryLengths)
  .describe('One line, a short summary (as usual), or the key points in detail')
  .optional()
