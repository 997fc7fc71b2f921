export interface SampleContact {
  readonly account: number;
  readonly salutation: string | null;
  readonly first: string | null;
  readonly last: string;
  readonly title: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly mobile: string | null;
  readonly notes: string | null;
  readonly place: string | null;
}

/** Street, city, state, postal code, country. */
export const PLACES: Readonly<Record<string, readonly (string | null)[]>> = {
  DE1: ['Müllerstraße 12', 'Berlin', null, '13353', 'Germany'],
  DE2: ['Königsallee 60\nHinterhaus', 'Düsseldorf', null, '40212', 'Germany'],
  US1: ['410 Terry Ave N\nSuite 200', 'Seattle', 'Washington', '98109', 'United States'],
  US2: ['1 Main Street', 'Springfield', 'Illinois', '62701', 'United States'],
  JP: ['千代田区丸の内1-1-1', '東京', '東京都', '100-0005', 'Japan'],
  IL: ['רוטשילד 22', 'תל אביב', null, '6688218', 'Israel'],
};

export const ACCOUNTS: readonly (readonly [name: string, place: string, phone: string])[] = [
  ['Nordwind GmbH', 'DE1', '+49 30 5550 100'],
  ['Müller & Söhne KG', 'DE2', '+49 211 5550 200'],
  ['Fabrikam, Inc.', 'US1', '+1 206 555 0100'],
  ['Adventure Works', 'US2', '+1 217 555 0110'],
  ['株式会社さくら', 'JP', '+81 3 5555 0100'],
  ['Tailspin Toys', 'US1', '+1 206 555 0120'],
  ['Kvarts AS', 'DE1', '+47 22 55 50 10'],
  ['Carmel Optics', 'IL', '+972 3 555 0100'],
  ['Wide World Importers', 'US2', '+1 217 555 0130'],
  ['Łódź Textiles', 'DE2', '+48 42 555 01 00'],
  ['Proseware', 'US1', '+1 206 555 0140'],
  ["O'Hara & Daughters", 'US2', '+1 217 555 0150'],
  ['Blaue Lagune Reisen', 'DE1', '+49 40 5550 300'],
  ['東海テック', 'JP', '+81 52 555 0100'],
  ['Litware', 'US1', '+1 206 555 0160'],
];

/** Account, salutation, first and last name, title, place; `-` for none. */
const LINES = `
0|Ms.|Jürgen-Maria|Müller|Einkauf|DE1
0|Mr.|Jens|Müller|Einkauf|DE1
0|-|Jörg|Weiß|Geschäftsführer|DE1
0|Dr.|Änne|Größer|Leiterin Recht|DE2
1|Mr.|Karl|Söhnlein|Meister|DE2
1|Mrs.|Brigitte|Söhnlein|Buchhaltung|DE2
1|-|Zoë|Strauß|-|-
2|Mr.|John|Smith|CTO|US1
2|Mr.|Jon|Smith|CFO|US1
2|Ms.|Maria|Garcia-López|Head of Sales|US1
2|-|Pat|O'Neil|Buyer|US1
3|Ms.|Grace|Hopper-Lane|Engineer|US2
3|Mr.|Lee|Chang|Engineer|US2
3|-|-|Reception|-|US2
4|-|太郎|佐藤|部長|JP
4|-|花子|佐藤|課長|JP
4|-|健|鈴木|-|JP
4|Mr.|Kenji|Tanaka|Liaison|JP
5|Ms.|Nina|Petrova|Designer|US1
5|Mr.|Tom|Baker|Designer|-
5|-|Alex|Kim|-|US1
6|Mr.|Øystein|Åsgård|Daglig leder|DE1
6|Ms.|Ingrid|Sørensen|Innkjøp|-
6|-|Bjørn|Ødegård|-|DE1
7|Dr.|נועה|כהן|מנהלת|IL
7|Mr.|David|Levi|Optician|IL
7|Mr.|Avi|Ben-Ami|Sales|IL
8|Ms.|Rachel|Green|Importer|US2
8|Mr.|Ross|Green|Importer|US2
8|-|Phoebe|Buff|-|-
8|Prof.|Alan|Grant|Advisor|US2
9|Ms.|Małgorzata|Wiśniewska|Dyrektor|DE2
9|Mr.|Łukasz|Żółć|Zakupy|DE2
9|-|Ewa|Nowak|-|-
10|Mr.|Sam|Wise|Editor|US1
10|Ms.|Rosa|Cotton|Editor|US1
10|Mx.|Robin|Day|Writer|-
10|-|Merry|Brand|-|US1
11|Ms.|Siobhán|O'Hara|Owner|US2
11|Ms.|Aoife|O'Hara|Owner|US2
11|Mr.|Seán|D'Arcy|Driver|-
12|Ms.|Petra|Lagerfeld|Reiseleitung|DE1
12|Mr.|Uwe|Schäfer|Fahrer|DE1
12|-|Heike|Schäfer|-|DE2
12|Dr.|Özlem|Yılmaz|Ärztin|DE1
13|-|一郎|山田|社長|JP
13|-|美咲|伊藤|営業|JP
13|Mr.|Hiro|Nakamura|Engineer|JP
13|-|-|受付|-|JP
14|Mr.|José|Álvarez|Producer|US1
14|Ms.|Chloé|Dubois|Director|US1
14|-|Renée|Faure|-|-
14|Mr.|Ian|MacDonald|Grip|US1
0|Mr.|Peter|Schmidt|IT|DE1
2|Ms.|Emily|Stone|Legal|US1
5|Mr.|Omar|Haddad|Support|US1
8|Ms.|Lucy|Liu|Logistics|US2
10|Mr.|Frank|Ocean|Archive|US1
12|Ms.|Anna|Lindner|Presse|DE2
14|Mr.|Viktor|Horváth|Sound|US1
`;

const NOTES = [
  'Met at the trade fair.\nPrefers calls before noon.\n\n– Sends the order list every first Monday.',
  `Long history.\r\n${'Agreed on the terms of the frame contract; see the minutes. '.repeat(40).trim()}`,
  'Zeile eins\nZeile zwei\n\tmit Einzug & <spitzen> "Zeichen" 🙂',
];

const none = (text: string | undefined) => (text === undefined || text === '-' ? null : text);

/** The mail address of a name that Latin letters can spell; of the others, and of every ninth, none is known. */
function emailOf(first: string | null, last: string, account: number, at: number): string | null {
  const plain = (name: string) =>
    name
      .normalize('NFKD')
      .replace(/ß/g, 'ss')
      .replace(/[^A-Za-z]/g, '')
      .toLowerCase();
  const local = [first ?? '', last]
    .map(plain)
    .filter((part) => part !== '')
    .join('.');
  return local === '' || at % 9 === 4 ? null : `${local}@account${String(account)}.example`;
}

export const CONTACTS: readonly SampleContact[] = LINES.trim()
  .split('\n')
  .map((line, at) => {
    const [number = '0', salutation, first, last = '', title, place] = line.split('|');
    const account = Number(number);
    const [, , main = ''] = ACCOUNTS[account] ?? [];
    const digits = String(10 + at);
    return {
      account,
      salutation: none(salutation),
      first: none(first),
      last,
      title: none(title),
      email: emailOf(none(first), last, account, at),
      phone: at % 8 === 6 ? null : main.replace(/\d\d$/, digits),
      mobile: at % 3 === 0 ? `+1 425 555 01${digits}` : null,
      notes: at % 6 === 2 ? (NOTES[at % NOTES.length] ?? null) : null,
      place: none(place),
    };
  });
