import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Policy configs in files, as the engine and its stand-in take them, until they are disposed of. */
export class WrittenConfigs {
    private folder: string | undefined;
    private count = 0;

    /** Writes a config, for this user's eyes alone, and gives its file. */
    write(config: Readonly<Record<string, unknown>>): string {
        this.folder ??= mkdtempSync(join(tmpdir(), "virtio-first-"));
        const file = join(this.folder, `${this.count++}.json`);
        writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
        return file;
    }

    /** Removes what was written. */
    dispose(): void {
        if (this.folder !== undefined) {
            rmSync(this.folder, { recursive: true, force: true });
        }
    }
}
