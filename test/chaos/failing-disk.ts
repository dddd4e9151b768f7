import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file system on a device of its own that can fail under whoever uses it. */
export interface FailingDisk {
  readonly path: string;
  /** From now on it can only be read, as after an error of the device: by those too who had opened files for writing. */
  fail(): void;
  /** Checks it and mounts it again. Nobody may be using it. */
  repair(): void;
  /** Safe to call twice. */
  unmount(): void;
}

const deviceBytes = 16 * 1_048_576;

/** Whether this process may mount a file as a device: as root, with loop devices and ext4. */
export const canMountDevices = mayMountDevices();

/**
 * Mounts an empty ext4 on a file. One in memory would not do: as long as anybody has a file open for writing, the kernel
 * refuses to make it read-only, while a file system that met an error refuses the writes instead (ext4(5), `abort`).
 */
export function mountFailingDisk(): FailingDisk {
  const folder = mkdtempSync(join(tmpdir(), 'svcmon-device-'));
  const [device, path] = [join(folder, 'device'), join(folder, 'disk')];
  try {
    mkdirSync(path);
    format(device);
    mount(device, path);
  } catch (thrown) {
    rmSync(folder, { recursive: true });
    throw thrown;
  }
  let mounted = true;
  return {
    path,
    fail: () => run('mount', ['-o', 'remount,abort', path]),
    repair() {
      run('umount', [path]);
      mounted = false;
      check(device);
      mount(device, path);
      mounted = true;
    },
    unmount() {
      if (mounted) run('umount', ['-l', path]);
      mounted = false;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function format(device: string): void {
  writeFileSync(device, '');
  truncateSync(device, deviceBytes);
  run('mkfs.ext4', ['-q', '-F', device]);
}

function mount(device: string, path: string): void {
  run('mount', ['-o', 'loop,errors=remount-ro', device, path]);
}

/** e2fsck(8): 1 says that there was something to mend. */
function check(device: string): void {
  try {
    run('e2fsck', ['-f', '-y', device]);
  } catch (thrown) {
    if (!(thrown instanceof Error && 'status' in thrown && thrown.status === 1)) throw thrown;
  }
}

function mayMountDevices(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  try {
    mountFailingDisk().unmount();
    return true;
  } catch {
    return false;
  }
}

function run(command: string, args: readonly string[]): void {
  execFileSync(command, args, { stdio: 'ignore' });
}
