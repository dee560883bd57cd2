/** Thresholds of the checks. Times in ms, shares in whole per cent. */
export interface Settings {
  readonly clockWarnMs: number;
  readonly clockFailMs: number;
  readonly poorRttMs: number;
  readonly poorLossPct: number;
  readonly poorTimeouts: number;
  /** Two ip_countries of one account within this time are an impossible journey. */
  readonly journeyMs: number;
  readonly carrierMs: number;
  readonly voucherMs: number;
  readonly bankMs: number;
  readonly holdMs: number;
  readonly doubleChargeMs: number;
  readonly storyGapMs: number;
  /** How near an incident still earns a warning. */
  readonly nearIncidentMs: number;
  readonly playAcknowledgeMs: number;
  readonly appleConsumptionMs: number;
  readonly playReviewMs: number;
  readonly askToBuyMs: number;
  readonly voidedListMs: number;
  /** Declined tries of one card in 24 hours from which a warning stands: 80 % of the budget. */
  readonly attemptsWarn: number;
  /** A Play store app below this is too old to sell (facts §1.6: an old app answers with 3). */
  readonly leastStoreApp: string;
  /** Youngest age for coins, and where another one holds. */
  readonly leastAge: number;
  readonly leastAgeBy: Readonly<Record<string, number>>;
}

interface DatedSettings {
  readonly from: number;
  readonly settings: Settings;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** The defaults of checks.md, valid from the date of the facts backwards without limit. */
const history: readonly DatedSettings[] = [
  {
    from: Number.NEGATIVE_INFINITY,
    settings: {
      clockWarnMs: 60_000,
      clockFailMs: 300_000,
      poorRttMs: 1000,
      poorLossPct: 20,
      poorTimeouts: 3,
      journeyMs: hour,
      carrierMs: day,
      voucherMs: 3 * day,
      bankMs: 5 * day,
      holdMs: 7 * day,
      doubleChargeMs: 10 * minute,
      storyGapMs: 30 * minute,
      nearIncidentMs: 30 * minute,
      playAcknowledgeMs: 3 * day,
      appleConsumptionMs: 12 * hour,
      playReviewMs: day,
      askToBuyMs: day,
      voidedListMs: 30 * day,
      attemptsWarn: 8,
      leastStoreApp: '30.0.0',
      leastAge: 18,
      leastAgeBy: { KR: 19 },
    },
  },
];

/** The thresholds that held at a time (UTC ms). */
export function settingsAt(at: number): Settings {
  let found = history[0];
  for (const dated of history) if (dated.from <= at) found = dated;
  if (!found) throw new Error('there are no settings');
  return found.settings;
}
