import { expect, test } from 'vitest';
import { foundPlace } from '../../../renderer/records/found-place.ts';

test('the typed text is found in a value, accents and case aside', () => {
  expect(foundPlace('Onça Anã', 'onca')).toEqual({ from: 0, to: 4 });
  expect(foundPlace('GPA.3312-4455', 'gpa.3312')).toEqual({ from: 0, to: 8 });
});

test('letters that grow when they are typed plainly are marked whole', () => {
  expect(foundPlace('Gießener Straße', 'strasse')).toEqual({ from: 9, to: 15 });
  expect(foundPlace('Nguyễn Văn Đức', 'duc')).toEqual({ from: 11, to: 14 });
  expect(foundPlace('O’Neil', "o'ne")).toEqual({ from: 0, to: 4 });
  expect(foundPlace('ＧＰＡ．33', 'gpa.3')).toEqual({ from: 0, to: 5 });
});

test('of several words the last one that is there is marked', () => {
  expect(foundPlace('Maré Anã', 'silva mare')).toEqual({ from: 0, to: 4 });
});

test('places count characters, so that no picture is cut in two', () => {
  expect(foundPlace('😀😀abc', 'abc')).toEqual({ from: 2, to: 5 });
});

test('nothing typed and nothing found mark nothing', () => {
  expect(foundPlace('abc', '')).toBeNull();
  expect(foundPlace('abc', 'x')).toBeNull();
});
