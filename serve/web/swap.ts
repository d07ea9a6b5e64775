// Makes a part of the page what a fresh copy of it says, and touches nothing
// that is the same in both: what has the focus keeps it, what is unfolded stays
// unfolded, and forms keep what was typed.

// Rows are what a reader takes for one thing that can be new.
const row = "tr, li, article";

// keys names each child among its siblings: by its key or id, else, of a row, by
// where its first link leads. Those of one name are told apart by their order.
function keys(parent: Element): Map<string, ChildNode> {
  const all = new Map<string, ChildNode>(), count = new Map<string, number>();
  for (const child of parent.childNodes) {
    let name: string = child.nodeName;
    if (child instanceof Element) {
      const mine = child.getAttribute("data-key") ?? child.id, link = child.matches(row) ? child.querySelector("a[href]")?.getAttribute("href") : null;
      name += "#" + (mine || link || (child.getAttribute("aria-labelledby") ?? ""));
    }
    const n = count.get(name) ?? 0;
    count.set(name, n + 1);
    all.set(name + " " + n, child);
  }
  return all;
}

// left is what belongs to the reader or to another script.
const left = (e: Element) => e.nodeName === "FORM" || e.hasAttribute("data-drawn");

// Changes are the rows that a swap brought or altered.
export interface Changes { fresh: Set<Element>; altered: Set<Element>; any: boolean }

function attributes(from: Element, to: Element, c: Changes) {
  for (const { name } of [...from.attributes]) {
    if (!to.hasAttribute(name) && !(name === "open" && from.nodeName === "DETAILS")) from.removeAttribute(name), (c.any = true);
  }
  for (const { name, value } of to.attributes) {
    if (from.getAttribute(name) !== value && !(name === "open" && from.nodeName === "DETAILS")) from.setAttribute(name, value), (c.any = true);
  }
}

function children(from: Element, to: Element, c: Changes) {
  const old = keys(from), fresh = keys(to);
  for (const [key, child] of old) {
    if (!fresh.has(key)) child.remove(), (c.any = true);
  }
  let at = from.firstChild;
  for (const [key, wanted] of fresh) {
    const have = old.get(key);
    if (!have) {
      const made = document.importNode(wanted, true);
      from.insertBefore(made, at);
      c.any = true;
      if (made instanceof Element) for (const e of made.matches(row) ? [made] : made.querySelectorAll(row)) c.fresh.add(e);
      continue;
    }
    if (have === at) at = at.nextSibling;
    else from.insertBefore(have, at), (c.any = true);
    node(have, wanted, c);
  }
}

function node(from: ChildNode, to: ChildNode, c: Changes) {
  if (from instanceof Element && to instanceof Element) {
    if (left(from) || from.isEqualNode(to)) return;
    const inner: Changes = { fresh: c.fresh, altered: c.altered, any: false };
    attributes(from, to, inner);
    children(from, to, inner);
    if (!inner.any) return;
    c.any = true;
    if (from.matches(row) && from.closest(row) === from && !from.querySelector(row)) c.altered.add(from);
  } else if (from.nodeValue !== to.nodeValue) {
    from.nodeValue = to.nodeValue;
    c.any = true;
  }
}

// marks are rows with the time at which they were marked.
const marks = new Map<Element, number>();

// swap makes the children of one element those of another. Rows that are new or
// altered carry the attribute data-fresh for a while. It reports whether anything
// was changed.
export function swap(from: Element, to: Element, keep: number): boolean {
  // A mark is no difference.
  for (const e of marks.keys()) e.removeAttribute("data-fresh");
  const focused = document.activeElement, steady = [...from.querySelectorAll<HTMLElement>(row)].find((e) => e.getBoundingClientRect().top >= 0);
  const before = steady?.getBoundingClientRect().top ?? 0;
  const c: Changes = { fresh: new Set(), altered: new Set(), any: false };
  children(from, to, c);
  const now = Date.now(), word = new Map<Element, string>();
  for (const [e, since] of marks) {
    if (!e.isConnected || now - since > keep) marks.delete(e);
    else word.set(e, "new");
  }
  for (const [set, text] of [[c.altered, "changed"], [c.fresh, "new"]] as const) {
    for (const e of set) if (e.isConnected && !e.closest("thead, [data-quiet]")) marks.set(e, now), word.set(e, text);
  }
  for (const [e, text] of word) e.setAttribute("data-fresh", text);
  // What is moved within the page loses the focus.
  if (focused instanceof HTMLElement && focused !== document.activeElement) {
    const same = focused.isConnected ? focused : [...from.querySelectorAll<HTMLElement>("a[href]")].find((a) => a.getAttribute("href") === focused.getAttribute("href"));
    same?.focus({ preventScroll: true });
  }
  // What is being read stays where it is.
  if (steady?.isConnected && scrollY > 0) scrollBy({ top: steady.getBoundingClientRect().top - before, behavior: "instant" });
  return c.any;
}
