import { MOST_PHOTO_BYTES } from '../../server/connectors/photo.ts';

const begins = (text: string) => Buffer.from(`${text} and so on`, 'latin1');

/** As pictures of each form begin; nobody looks further. */
export const PICTURES = {
  'image/jpeg': begins('\u00ff\u00d8\u00ff\u00e0'),
  'image/png': begins('\u0089PNG\r\n\u001a\n'),
  'image/gif': begins('GIF89a'),
} as const;

/** What a service may hold as a photo, and nobody is shown. */
export const NO_PICTURES: Readonly<Record<string, Buffer>> = {
  'a script that calls itself a picture': Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="go()"/>'),
  'another form': Buffer.from('RIFF....WEBPVP8 '),
  'half a beginning': PICTURES['image/png'].subarray(0, 4),
  'one byte too many': Buffer.concat([PICTURES['image/jpeg'], Buffer.alloc(MOST_PHOTO_BYTES)]).subarray(
    0,
    MOST_PHOTO_BYTES + 1,
  ),
};
