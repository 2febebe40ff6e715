/** Reads a fact of something once, however many rules ask for it. */
export function oncePer<K extends object, V>(read: (subject: K) => V): (subject: K) => V {
  const known = new WeakMap<K, { readonly fact: V }>();
  return (subject) => {
    let kept = known.get(subject);
    if (!kept) known.set(subject, kept = { fact: read(subject) });
    return kept.fact;
  };
}
