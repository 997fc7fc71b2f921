/** Begins now what will be asked for soon: the first who asks gets that, whatever came of it; everybody later begins anew. */
export function ahead<T>(load: () => Promise<T>): () => Promise<T> {
  let begun: Promise<T> | undefined = load();
  begun.catch(() => undefined);
  return () => {
    const given = begun ?? load();
    begun = undefined;
    return given;
  };
}
