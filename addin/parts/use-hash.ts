import { useEffect, useState } from 'react';

/** The place that the address names after `#/`, so that a link and a reload come back to it; `usual` where it names none of them. */
export function useHash<P extends string>(places: readonly P[], usual: P): P {
  const read = () => {
    const named = location.hash.replace(/^#\/?/, '');
    return places.find((place) => place === named) ?? usual;
  };
  const [place, setPlace] = useState(read);
  const key = places.join(' ');
  useEffect(() => {
    const hear = () => setPlace(read());
    hear();
    addEventListener('hashchange', hear);
    return () => removeEventListener('hashchange', hear);
  }, [key]);
  return place;
}
