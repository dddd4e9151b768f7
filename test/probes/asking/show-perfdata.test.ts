import { expect, test } from 'vitest';
import { parsePerfdata } from '../../../src/probes/asking/perfdata.ts';
import { showPerfdata } from '../../../src/probes/asking/show-perfdata.ts';

test.each([
  ['a time with a limit', 'time=0.000151s;;;0.000000;10.000000', 'time 0.2 ms'],
  ['a limit', 'time=0.15s;;10', 'time 150 ms, critical above 10 s'],
  ['two limits', 'rta=12ms;100;500;0', 'rta 12 ms, warning above 100 ms, critical above 500 ms'],
  ['a part', 'load=12%;80;90', 'load 12 %, warning above 80 %, critical above 90 %'],
  ['bytes', "'/var'=2643MB;5948;;0;5958", '/var 2643 MB, warning above 5948 MB'],
  ['a counter', 'in=17c', 'in 17'],
  ['a number', 'users=3;20;50', 'users 3, warning above 20, critical above 50'],
  ['a lower limit', 'free=7;10:;5:', 'free 7, warning below 10, critical below 5'],
  ['a range', 'temp=20;10:30', 'temp 20, warning below 10 or above 30'],
  ['a range to stay out of', 'temp=20;@10:30;@~:5', 'temp 20, warning from 10 to 30, critical up to 5'],
  ['a limit that is none', 'x=1;abc', 'x 1, warning above abc'],
  ['an upper limit for what may be negative', 'drift=-3;~:5', 'drift -3, warning above 5'],
  ['several', 'a=1s b=2B', 'a 1.0 s; b 2 B'],
  ['none', '', ''],
])('%s is written as people read it', (_name, data, text) => {
  expect(showPerfdata(parsePerfdata(`OK | ${data}`))).toBe(text);
});
