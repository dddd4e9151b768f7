import { useState } from 'preact/hooks';
import { announce } from '../state/announce.ts';

/** Copies a text; says that it did. */
export function CopyButton({
  text,
  what,
  label = 'Copy',
}: {
  readonly text: string | (() => string);
  /** For screen readers: `Copy the command`. */
  readonly what: string;
  readonly label?: string;
}) {
  const [outcome, setOutcome] = useState<'idle' | 'copied' | 'failed'>('idle');
  const copy = async () => {
    const isCopied = await copied(typeof text === 'string' ? text : text());
    setOutcome(isCopied ? 'copied' : 'failed');
    announce(isCopied ? 'Copied' : 'Not copied');
    setTimeout(() => setOutcome('idle'), 2_000);
  };
  const words = { idle: label, copied: 'Copied', failed: 'Not copied' } as const;
  return (
    <button type="button" class="button" onClick={() => void copy()}>
      {words[outcome]}
      {outcome === 'idle' && label === 'Copy' && <span class="hidden"> {what}</span>}
    </button>
  );
}

// Without HTTPS a browser has no clipboard to write to, except through a selection.
async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    area.className = 'hidden';
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
  }
}
