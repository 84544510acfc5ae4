import { between, type Draw, draws, pick } from './random.ts';

/** A member of a Roblox community; series, Hyra and prplManagement name the same ones by the same id. */
export interface Member {
  userId: number;
  username: string;
  displayName: string;
  /** `false`: the account was deleted; services keep the id and lose the name. */
  exists: boolean;
}

const MEMBERS = [
  ['nova_keller', 'Nova'],
  ['ItsBramble', 'Bramble'],
  ['captain_odile', 'Captain Odile'],
  ['TeaWithMika', 'Mika'],
  ['RookRiverton', 'Rook'],
  ['lumen_ash', 'Lumen'],
  ['PixelPetra', 'Petra'],
  ['SirTobyWells', 'Sir Toby'],
  ['juniper_vale', 'Juniper'],
  ['MarlowTheGreat', 'Marlow'],
  ['quietfjord', 'Fjord'],
  ['AnaSolstice', 'Ana ☀'],
  ['zephyrine0', 'Zéphyrine'],
  ['DocHalloway', 'Doc Halloway'],
  ['old_hand_77', ''],
  ['velvet_otter', 'Otter'],
  ['KingOfCrumbs', 'Crumbs'],
  ['sage_montrose', 'Sage'],
  ['BlueTramline', 'Tram'],
  ['ivy_and_iron', 'Ivy'],
  ['NightShiftNed', 'Ned'],
  ['haru_minato', '港ハル'],
  ['PenelopePost', 'Penny'],
  ['cobaltwren', 'Wren'],
] as const;

const FIRST = ['amber', 'brisk', 'cedar', 'dusty', 'ember', 'frost', 'golden', 'hazel', 'indigo', 'jolly'] as const;
const SECOND = [
  'falcon',
  'harbor',
  'lantern',
  'maple',
  'nimbus',
  'orchid',
  'puffin',
  'quartz',
  'rover',
  'sparrow',
] as const;

/** Hosts are the first of the members: the same few people run most of the sessions. */
export const HOSTS = 15;

/** The community, the same for every service that is made with the same seed. */
export function community(seed: number): Member[] {
  const draw = draws(seed, 0xc0de);
  const userId = (): number => between(draw, 21_000_000, 7_400_000_000);
  const named = MEMBERS.map(([username, displayName], n) => ({
    userId: userId(),
    username,
    displayName: displayName || username,
    exists: n !== 14,
  }));
  const others = Array.from({ length: 40 }, () => {
    const username = `${pick(draw, FIRST)}_${pick(draw, SECOND)}${between(draw, 1, 999)}`;
    return { userId: userId(), username, displayName: username, exists: true };
  });
  return [...named, ...others];
}

const GIVEN = [
  'Maya',
  'Jonas',
  'Priya',
  'Luca',
  'Hannah',
  'Tomás',
  'Aiko',
  'Fatima',
  'Oskar',
  'Chloé',
  'Daniel',
  'Zofia',
] as const;
const FAMILY = [
  'Brandt',
  'Okafor',
  'Silva',
  'Novak',
  'Tanaka',
  'Haddad',
  'Murphy',
  'Lindqvist',
  'Rossi',
  'O’Neill',
] as const;

/** A guest of a video room. */
export const guestName = (draw: Draw): string => `${pick(draw, GIVEN)} ${pick(draw, FAMILY)}`;

const PATIENTS = [
  'أحمد المنصوري',
  'فاطمة الزهراء بنعلي',
  'محمد عبد الرحمن',
  'نورة القحطاني',
  'إيمان الشريف',
  'خالد بن سالم',
  'ليلى حداد',
  'يوسف الكندي',
  'سارة Johnson',
  'John Doe',
  'Marie-Claire Dubois',
  'عمر Al-Farouq',
  'Elif Yıldız',
  'Dr. Hans Müller',
  'مُنى عبدُ الله',
  'Rania El-Sayed',
] as const;

export interface Named {
  id: number;
  name: string;
}

/** The patients of the clinic. */
export const patients: readonly Named[] = PATIENTS.map((name, id) => ({ id, name }));

/** Those who treat them. */
export const staff: readonly Named[] = [
  'Dr. Smith',
  'د. هدى الراشد',
  'د. سامي Haddad',
  'Dr. Amina Yusuf',
  'أ. ريم العتيبي',
].map((name, id) => ({ id, name }));

/** What they offer. */
export const treatments: readonly Named[] = [
  'استشارة طبية',
  'فحص عام',
  'علاج طبيعي',
  'Physiotherapy',
  'تنظيف الأسنان Dental cleaning',
  'Nutrition follow-up',
  'جلسة نفسية',
].map((name, id) => ({ id, name }));
