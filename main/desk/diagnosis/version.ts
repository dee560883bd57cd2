/**
 * The version of the checklist: codes, thresholds and rules together. It changes whenever the
 * same records could get another answer, and every verdict carries it.
 */
export const checklistVersion = '2026-11-28.3';
