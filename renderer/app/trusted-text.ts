interface PolicyFactory {
  createPolicy(name: 'default', rules: { createHTML: (text: string) => string }): unknown;
}

function isFactory(value: unknown): value is PolicyFactory {
  return typeof value === 'object' && value !== null && 'createPolicy' in value;
}

/**
 * The page's one policy for text that becomes markup: the style sheets of the widgets pass,
 * anything that could open an element does not. Records never come this way at all.
 */
export function refuseMarkup(): void {
  const factory: unknown = Reflect.get(window, 'trustedTypes');
  if (!isFactory(factory)) return;
  factory.createPolicy('default', {
    createHTML(text) {
      if (text.includes('<')) throw new TypeError('Markup from text is refused on this page.');
      return text;
    },
  });
}
