/// <reference lib="dom" />

export function byId<Kind extends HTMLElement>(id: string): Kind {
  return document.getElementById(id) as Kind;
}

/** Whatever is put in as a text stays one: nobody's message becomes a part of the page. */
export function element(tag: string, className: string, ...content: (string | Node)[]): HTMLElement {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...content);
  return made;
}

/** What is the same already is not said again. */
export function setText(id: string, text: string): void {
  const target = byId(id);
  if (target.textContent !== text) target.textContent = text;
}

/** Shows a text, or nothing. */
export function show(id: string, text?: string): void {
  byId(id).hidden = text === undefined;
  setText(id, text ?? '');
}
