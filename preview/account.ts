/** Collects what a preview tells, and hands it on as it comes. */

import type { PreviewFault } from "./fault";
import type { PreviewEvent } from "./options";
import type { Diagnostic, InvokeRecord, PolicyFinding } from "./result";
import { Decision } from "./settle";

/** The running account of one preview. */
export class Account {
    public readonly diagnostics: Diagnostic[] = [];
    public readonly findings: PolicyFinding[] = [];
    public readonly invokes: InvokeRecord[] = [];
    /** Rejects with the first fault. */
    public readonly aborted: Promise<never>;
    private readonly abortion = new Decision<never>();
    private firstFault: PreviewFault | undefined;
    private lastActivity = Date.now();

    public constructor(private readonly onEvent: ((event: PreviewEvent) => void) | undefined) {
        this.aborted = this.abortion.promise;
    }

    /** The first fault, or undefined. */
    public get fault(): PreviewFault | undefined {
        return this.firstFault;
    }

    /** Ends the preview with a fault. Only the first counts. */
    public abort(fault: PreviewFault): void {
        this.firstFault ??= fault;
        this.abortion.reject(fault);
    }

    /** Notes a sign of life from the program. */
    public touch(): void {
        this.lastActivity = Date.now();
    }

    /** Seconds since the last sign of life. */
    public get silence(): number {
        return (Date.now() - this.lastActivity) / 1000;
    }

    public diagnostic(diagnostic: Diagnostic): void {
        this.diagnostics.push(diagnostic);
        this.tell({ kind: "diagnostic", diagnostic });
    }

    public finding(finding: PolicyFinding): void {
        this.findings.push(finding);
        this.tell({ kind: "finding", finding });
    }

    public invoke(invoke: InvokeRecord): void {
        this.invokes.push(invoke);
        this.tell({ kind: "invoke", invoke });
    }

    /** Hands an event to the caller, whose faults are not ours. */
    public tell(event: PreviewEvent): void {
        try {
            this.onEvent?.(event);
        } catch {
            // A caller that cannot show progress still gets the result.
        }
    }
}
