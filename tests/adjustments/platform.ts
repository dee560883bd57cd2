import { createHash, generateKeyPairSync, sign } from 'node:crypto';

/** A platform of the tests: it has a key, reads outbox files and answers them. */
export function createPlatform() {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const signed = (lines: readonly string[]): string => {
    const body = lines.map((line) => `${line}\n`).join('');
    const signature = sign(null, Buffer.from(body), privateKey).toString('base64');
    return `${body}${JSON.stringify({ signature })}\n`;
  };
  return {
    publicKey: String(publicKey.export({ type: 'spki', format: 'pem' })),
    signed,
    /** Signed answers to the adjustments of an outbox file, in its order. */
    answers(
      outbox: string,
      answer: (decision: Decision, index: number) => object | null = () => ({ state: 'applied' }),
    ): string {
      const lines = decisionsIn(outbox).flatMap(({ line, decision }, index) => {
        const given = answer(decision, index);
        if (given === null) return [];
        return JSON.stringify({
          adjustment_id: decision.adjustment_id,
          at: '2026-11-20T13:00:00Z',
          payload_sha256: createHash('sha256').update(line).digest('hex'),
          ...given,
        });
      });
      return signed(lines);
    },
  };
}

export interface Decision {
  readonly kind: string;
  readonly adjustment_id: string;
  readonly account_id: string;
  readonly coins: string;
  readonly reverses: string | null;
}

/** The decisions of an outbox file with their lines as they stand. */
export function decisionsIn(outbox: string): { line: string; decision: Decision }[] {
  return outbox
    .trimEnd()
    .split('\n')
    .slice(1, -1)
    .map((line) => ({ line, decision: JSON.parse(line) as Decision }));
}
