import { z } from 'zod'
import { widths } from '../../src/search/matching/width.js'

export const widthOption = z
  .enum(widths)
  .describe('What it takes: words in title or beginning (strict), what it is about (normal), anywhere (wide)')
  .optional()
