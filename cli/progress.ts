import type { PreviewEvent } from "../preview";
import type { Io } from "./io";

const PHASES: Readonly<Record<string, string>> = {
    starting: "starting the program and the policy packs",
    program: "running the program",
    "stack-policies": "judging the stack as a whole",
};

/** Shows on standard error what a preview is doing: redrawn in place on a terminal, a line for each phase elsewhere. */
export class Progress {
    private resources = 0;
    private phase = "";
    private drawn = false;

    constructor(
        private readonly io: Io,
        private readonly shown: boolean,
    ) {}

    show(event: PreviewEvent): void {
        if (!this.shown) {
            return;
        }
        if (event.kind === "phase") {
            this.phase = PHASES[event.phase] ?? "";
            if (!this.io.interactive && this.phase !== "") {
                this.io.err(`… ${this.phase}`);
            }
        } else if (event.kind === "resource") {
            this.resources++;
        }
        if (this.io.interactive && this.phase !== "") {
            this.draw(
                `… ${this.phase}${this.resources > 0 ? ` (${this.resources} ${this.resources === 1 ? "resource" : "resources"})` : ""}`,
            );
        }
    }

    /** Takes the line away, so that the report starts on a clean one. */
    clear(): void {
        if (this.drawn) {
            process.stderr.write("\r\u001b[K");
            this.drawn = false;
        }
    }

    private draw(line: string): void {
        process.stderr.write(`\r\u001b[K${line}`);
        this.drawn = true;
    }
}
