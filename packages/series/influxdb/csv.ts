/** A record of an answer: the name of its measurement, then its columns without the unused `tags`. */
export interface CsvRecord {
  readonly name: string;
  readonly row: string[];
}

/** Records of InfluxQL's CSV, headers and blank lines included. A field in quotes may hold commas, doubled quotes and line breaks. */
export function csvRecords(text: string): CsvRecord[] {
  const records: CsvRecord[] = [];
  let fields: string[] = [];
  for (let at = 0; at < text.length; ) {
    const end = text[at] === '"' ? endOfQuoted(text, at) : endOfPlain(text, at);
    fields.push(text[at] === '"' ? unquoted(text, at, end) : text.slice(at, end));
    if (text[end] !== ',') {
      records.push({ name: fields[0] ?? '', row: fields.slice(2) });
      fields = [];
    } else if (end + 1 === text.length) fields.push('');
    at = end + 1;
  }
  return records;
}

function endOfPlain(text: string, start: number): number {
  for (let at = start; at < text.length; at += 1) {
    const sign = text.charCodeAt(at);
    if (sign === comma || sign === lineFeed) return at;
  }
  return text.length;
}

const comma = 0x2c;
const lineFeed = 0x0a;

/** The place after the closing quote; a doubled quote closes nothing. */
function endOfQuoted(text: string, start: number): number {
  for (let at = start + 1; ; at += 2) {
    at = text.indexOf('"', at);
    if (at < 0) return text.length;
    if (text[at + 1] !== '"') return at + 1;
  }
}

function unquoted(text: string, start: number, end: number): string {
  const inside = text.slice(start + 1, end - 1);
  return inside.includes('"') ? inside.replaceAll('""', '"') : inside;
}
