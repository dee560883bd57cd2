import type { Language } from './markets.ts';
import type { Random } from './random.ts';

/** Words of made-up names: things and colours, no given or family names, so nobody is meant. */
const words: Readonly<Record<Language, readonly [first: string, second: string]>> = {
  en: [
    'Blue Quiet Amber Rusty Silver Northern Lucky Paper Velvet Hidden',
    'Heron Lantern Comet Meadow Otter Harbour Pixel Willow Drum Kite',
  ],
  es: [
    'Zorro Luna Cactus Río Ñandú Estrella Búho Tambor Nube Colibrí',
    'Azul Dorado Veloz Serena Feliz Nocturna Sureña Gigante Libre Añil',
  ],
  pt: [
    'Arara Maré Coração Sabiá Trovão Ipê Onça Jangada Canção Farol',
    'Azul Dourada Veloz Mansa Feliz Noturna Grandão Livre Anã Clarão',
  ],
  id: [
    'Rubah Bintang Kopi Hujan Layang Ombak Elang Melati Gunung Senja',
    'Biru Emas Cepat Tenang Ceria Malam Selatan Raya Bebas Jingga',
  ],
  tr: [
    'Mavi Gümüş Çılgın Sessiz Işık Altın Kızıl Şanslı Rüzgâr Küçük',
    'Yıldız Kuş Deniz Ağaç Tilki Güneş Çınar Gölge Şimşek Bulut',
  ],
  ar: [
    'نجمة قمر صقر وردة بحر نخلة غيمة لؤلؤة برق نسيم',
    'الليل الصحراء الفجر الأزرق الشمال الحرة الذهب السماء الجنوب الصباح',
  ],
  ja: [
    '月の 青い 静かな 銀の 夜の 小さな 桜の 雪の 風の 星の',
    'うさぎ キツネ 灯台 電車 カモメ 太鼓 折り紙 カエル 雲 ペンギン',
  ],
  vi: [
    'Sao Mây Gió Sóng Hạc Trăng Sen Cáo Diều Biển',
    'Xanh Vàng Băng Đêm Nhỏ Hiền Trắng Nắng Xa Đỏ',
  ],
};

/** What a hostile or careless person types into a name field; some of it is always in view. */
export const hostileNames: readonly string[] = [
  '<img src=x onerror=alert(1)>',
  '=HYPERLINK("https://lumolive-coins.example/free","Free coins")',
  "Robert'); DROP TABLE accounts;--",
  'Amber\u202Egnp.exe\u202C Kite',
  'ملكة \u200Fالبث\u200E 🌟',
  '@SUM(1+1)*cmd|calc',
  'Zalgo C\u0336\u0321o\u0334\u031Bi\u0337\u0322n\u0335s',
  '👩‍👩‍👧‍👦 Família Arco-íris 🏳️‍🌈',
  "L'Étoile d'Été",
  '"Quoted", with commas;\tand a tab',
  'Lumo Live Support\u200B',
  '../../etc/passwd\n{{constructor}}',
];

const latin: Readonly<Record<string, string>> = { ı: 'i', ø: 'o', đ: 'd', ş: 's', ğ: 'g' };

/** Lower-case ASCII of a name, for user names and addresses; empty where nothing Latin is left. */
function slug(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[ıøđşğ]/g, (letter) => latin[letter] ?? '')
    .normalize('NFKD')
    .replaceAll(/[^a-z]/g, '');
}

export interface NameTag {
  readonly display: string;
  readonly username: string;
}

/** A display name in the tongue and a user name that is unique by its number. */
export function nameTag(random: Random, language: Language, number: number): NameTag {
  const [firsts, seconds] = words[language];
  const first = random.pick(firsts.split(' '));
  const second = random.pick(seconds.split(' '));
  const joined = language === 'ja' ? first + second : `${first} ${second}`;
  const base = slug(joined) || slug(`${random.pick(words.en[1].split(' '))}`);
  const username = `${base}${number}`;
  const hostile = hostileNames[number - 1];
  if (hostile !== undefined) return { display: hostile, username };
  const turn = random.int(1, 20);
  const display =
    turn === 1 ? `${joined} ✨` : turn === 2 && language === 'en' ? `O'${joined}` : joined;
  return { display, username };
}
