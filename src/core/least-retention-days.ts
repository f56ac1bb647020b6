/** News is told again, corrected and asked about within days; no article goes sooner. */
export const leastRetentionDays = 7
