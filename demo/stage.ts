import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot, ScriptError } from '../scripts/run.mjs';
import { type Chat, startChat } from './chat.ts';
import { type DemoServices, startServices } from './services.ts';

/** What svcmon finds around it in the demo. */
export interface Stage {
  /**
   * svcmon's working directory, with a copy of config/demo.yaml: the history and the alert files come here, and what is
   * changed in the dashboard changes nothing in the checkout. Nothing is left of it in the end.
   */
  readonly folder: string;
  /** For svcmon: our own, and the variables that the configuration refers to. */
  readonly environment: NodeJS.ProcessEnv;
  readonly services: DemoServices;
  readonly chat: Chat;
  clear(): Promise<void>;
}

/** Starts the services and the chat, in a new folder for temporary files. Rejects with a ScriptError where nothing can be written. */
export async function setStage(): Promise<Stage> {
  const folder = await makeFolder();
  const removeFolder = () => rm(folder, { recursive: true, force: true, maxRetries: 3 });
  try {
    await mkdir(join(folder, 'config'));
    await cp(join(projectRoot, 'config', 'demo.yaml'), join(folder, 'config', 'demo.yaml'));
    const services = await startServices(folder);
    const chat = await startChat();
    return {
      folder,
      environment: { ...process.env, ...services.environment, DEMO_CHAT: chat.webhookUrl },
      services,
      chat,
      async clear() {
        await Promise.all([services.stop(), chat.stop()]);
        await removeFolder();
      },
    };
  } catch (error) {
    await removeFolder();
    throw error;
  }
}

async function makeFolder(): Promise<string> {
  const folder = join(tmpdir(), 'svcmon-demo-');
  try {
    const made = await mkdtemp(folder);
    await writeFile(join(made, '.writable'), '');
    return made;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ScriptError(
      `the demo needs a folder for its files and cannot write one: ${why}. Set TMPDIR to another place.`,
      { cause },
    );
  }
}
