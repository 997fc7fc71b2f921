import { useRef } from 'react';
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { usePhoto, type Pictured } from './use-photo.tsx';

const useStyles = makeStyles({
  face: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    flexShrink: 0,
    inlineSize: '2.5rem',
    blockSize: '2.5rem',
    borderRadius: tokens.borderRadiusCircular,
    fontSize: tokens.fontSizeBase300,
    fontWeight: tokens.fontWeightSemibold,
    // Forced colours take the ground away; the ring stays.
    outline: `${tokens.strokeWidthThin} solid transparent`,
    '@media (max-width: 15rem)': { display: 'none' },
  },
  photo: {
    inlineSize: '100%',
    blockSize: '100%',
    borderRadius: tokens.borderRadiusCircular,
    objectFit: 'cover',
  },
  teal: { backgroundColor: tokens.colorPaletteTealBackground2, color: tokens.colorPaletteTealForeground2 },
  purple: { backgroundColor: tokens.colorPalettePurpleBackground2, color: tokens.colorPalettePurpleForeground2 },
  plum: { backgroundColor: tokens.colorPalettePlumBackground2, color: tokens.colorPalettePlumForeground2 },
  navy: { backgroundColor: tokens.colorPaletteNavyBackground2, color: tokens.colorPaletteNavyForeground2 },
  forest: { backgroundColor: tokens.colorPaletteForestBackground2, color: tokens.colorPaletteForestForeground2 },
  brown: { backgroundColor: tokens.colorPaletteBrownBackground2, color: tokens.colorPaletteBrownForeground2 },
  steel: { backgroundColor: tokens.colorPaletteSteelBackground2, color: tokens.colorPaletteSteelForeground2 },
  anchor: { backgroundColor: tokens.colorPaletteAnchorBackground2, color: tokens.colorPaletteAnchorForeground2 },
});
const COLOURS = ['teal', 'purple', 'plum', 'navy', 'forest', 'brown', 'steel', 'anchor'] as const;

/** Someone's photo; until it is there, and where there is none, their initials on a colour that is always theirs. An ornament: the name stands beside it. */
export function Face({
  name,
  person,
}: {
  readonly name: string;
  readonly person: Pictured & { readonly email: string };
}) {
  const styles = useStyles();
  const face = useRef<HTMLSpanElement>(null);
  const photo = usePhoto(face, person);
  return (
    <span ref={face} aria-hidden className={mergeClasses(styles.face, styles[colourOf(person.email || name)])}>
      {photo === undefined ? (
        initials(name)
      ) : (
        <img src={photo.url} alt="" className={styles.photo} onError={photo.spoilt} />
      )}
    </span>
  );
}

/** `Ada Park` and `Park, Ada (Contoso)`: AP; one word: its first letter. */
export function initials(name: string): string {
  const bare = name.replace(/\(.*?\)|\[.*?\]/g, '').trim();
  const [last, first] = bare.includes(',') ? bare.split(',') : [];
  const words = (first === undefined ? bare : `${first} ${last}`)
    .split(/[\s@]+/)
    .filter((word) => /^[\p{L}\d]/u.test(word));
  const ends = words.length > 1 && !bare.includes('@') ? [words[0], words.at(-1)] : words.slice(0, 1);
  return ends.map((word) => [...(word ?? '')][0]?.toLocaleUpperCase() ?? '').join('');
}

function colourOf(key: string): (typeof COLOURS)[number] {
  let sum = 0;
  for (const sign of key) sum = (sum * 31 + (sign.codePointAt(0) ?? 0)) % 65_521;
  return COLOURS[sum % COLOURS.length] ?? 'teal';
}
