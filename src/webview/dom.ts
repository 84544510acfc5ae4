export type Child = Node | string | number | false | undefined | readonly Child[];
type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

const SVG = 'http://www.w3.org/2000/svg';

const build = (element: Element, attributes: Attributes, children: readonly Child[]): void => {
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : String(value));
  for (const child of children) {
    if (child === undefined || child === false) continue;
    if (Array.isArray(child)) build(element, {}, child);
    else element.append(typeof child === 'number' ? String(child) : (child as Node | string));
  }
};

/** Makes an element. Strings become text and nothing else, whatever they hold. Behaviour is delegated: no listeners here. */
export const h = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] => {
  const element = document.createElement(tag);
  build(element, attributes, children);
  return element;
};

/** The same for SVG, whose geometry stands in attributes, since the page's policy allows no inline style. */
export const svg = <K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): SVGElementTagNameMap[K] => {
  const element = document.createElementNS(SVG, tag);
  build(element, attributes, children);
  return element;
};

/** Attributes that belong to the person at the window, not to what is shown. */
const OWN = new Set(['open', 'aria-activedescendant']);

const idOf = (node: ChildNode | null): string => (node instanceof Element ? node.id : '');

/** The one of the siblings that follow which has this id. */
const following = (node: ChildNode | null, id: string): ChildNode | null => {
  for (let each = node?.nextSibling ?? null; each && id !== ''; each = each.nextSibling)
    if (idOf(each) === id) return each;
  return null;
};

/**
 * Makes `from` look like `to`, touching only what differs, so that focus, selection, scroll positions and opened parts
 * outlive an update of a live session. A part with an id stays the same part when others come or go before it.
 */
export const morph = (from: Element, to: Element): void => {
  for (const { name } of [...from.attributes]) if (!OWN.has(name) && !to.hasAttribute(name)) from.removeAttribute(name);
  for (const { name, value } of to.attributes)
    if (!OWN.has(name) && from.getAttribute(name) !== value) from.setAttribute(name, value);
  let old = from.firstChild;
  const drop = (gone: ChildNode): void => {
    old = gone.nextSibling;
    gone.remove();
  };
  for (let fresh = to.firstChild; fresh; ) {
    const next: ChildNode | null = fresh.nextSibling;
    if (idOf(old) !== idOf(fresh)) {
      const same = following(old, idOf(fresh));
      if (same) while (old && old !== same) drop(old);
      else if (following(fresh, idOf(old))) {
        from.insertBefore(fresh, old);
        fresh = next;
        continue;
      }
    }
    if (!old) from.append(fresh);
    else {
      const after: ChildNode | null = old.nextSibling;
      if (old instanceof Element && fresh instanceof Element && old.nodeName === fresh.nodeName && old.id === fresh.id)
        morph(old, fresh);
      else if (old instanceof Text && fresh instanceof Text) {
        if (old.data !== fresh.data) old.data = fresh.data;
      } else old.replaceWith(fresh);
      old = after;
    }
    fresh = next;
  }
  while (old) drop(old);
};
