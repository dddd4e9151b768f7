import { expect, test } from 'vitest';
import { htmlStyle } from '../../../src/reporting/html-style.ts';
import { slaStyle } from '../../../src/reporting/sla/html-style.ts';

/** The colours of both sheets by where they hold, in their order: light, dark, print. */
function palettes(): readonly Readonly<Record<string, string>>[] {
  const blocks = [htmlStyle, slaStyle].map((style) => [...style.matchAll(/:root \{([^}]*)\}/g)]);
  return [0, 1, 2].map((index) => {
    const texts = blocks.map((found) => found[index]?.[1] ?? '').join('');
    return Object.fromEntries(
      [...texts.matchAll(/--([a-z-]+): (#[0-9a-f]{6})/g)].map(([, name, value]) => [name, value]),
    );
  });
}

/** WCAG 2.2: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(first: string, second: string): number {
  const [dark = 0, light = 0] = [luminance(first), luminance(second)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((from) => {
    const share = Number.parseInt(color.slice(from, from + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const themes = ['light', 'dark', 'print'].map((name, index) => [name, palettes()[index] ?? {}] as const);

test.each(themes)('text can be read: %s', (_name, colors) => {
  const { page = '', on = '', red = '', amber = '' } = colors;
  for (const name of ['text', 'quiet', 'healthy', 'unhealthy', 'unknown']) {
    expect(contrast(colors[name] ?? page, page), name).toBeGreaterThanOrEqual(4.5);
  }
  expect(contrast(on, red)).toBeGreaterThanOrEqual(4.5);
  expect(contrast(colors['on-amber'] ?? amber, amber)).toBeGreaterThanOrEqual(4.5);
});

test.each(themes)('what is drawn can be seen: %s', (_name, colors) => {
  const { page = '' } = colors;
  for (const name of ['up', 'amber', 'red', 'hatch', 'data']) {
    expect(contrast(colors[name] ?? page, page), name).toBeGreaterThanOrEqual(3);
  }
});
