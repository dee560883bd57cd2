interface PolicyFactory {
  createPolicy(
    name: 'default',
    rules: { createHTML: (text: string) => string; createScriptURL: (address: string) => string },
  ): unknown;
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
    // Workers are this page's own built files, and nothing else.
    createScriptURL(address) {
      const { protocol, host, pathname } = new URL(address, location.href);
      const own = protocol === location.protocol && host === location.host;
      if (!own || !/^\/assets\/[\w-]+\.js$/.test(pathname))
        throw new TypeError('Only scripts of this page may run.');
      return address;
    },
  });
}
