import { readFile, stat } from 'node:fs/promises';
import type { ReportFile } from '../domain/report-file.ts';

/** What can be attached to a mail, and the names of the files that cannot. */
export interface Attachments {
  readonly attached: readonly { readonly filename: string; readonly content: Buffer; readonly contentType: string }[];
  readonly missing: readonly string[];
}

// Many servers take mails up to 25 MB; in base64 a third is added.
const mostBytes = 15_000_000;

/** Reads the files of a report, as many of them as fit into a mail. Never rejects: the message counts more than its files. */
export async function readAttachments(files: readonly ReportFile[]): Promise<Attachments> {
  const attached: Attachments['attached'][number][] = [];
  const missing: string[] = [];
  let room = mostBytes;
  for (const { name, path, mediaType } of files) {
    const content = await contentOf(path, room);
    if (content === undefined) {
      missing.push(name);
      continue;
    }
    room -= content.length;
    attached.push({ filename: name, content, contentType: `${mediaType}; charset=utf-8` });
  }
  return { attached, missing };
}

async function contentOf(path: string, mostSize: number): Promise<Buffer | undefined> {
  try {
    return (await stat(path)).size > mostSize ? undefined : await readFile(path);
  } catch {
    return undefined;
  }
}
