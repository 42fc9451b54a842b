import type { ExitCode } from "./result";

/** An end of the preview that is no verdict: what is wrong, where and what to do, and the exit code that says so. */
export class PreviewFault extends Error {
    public constructor(
        public readonly exitCode: Exclude<ExitCode, 0>,
        message: string,
    ) {
        super(message);
        this.name = "PreviewFault";
    }
}

/** The preview was called wrongly: exit code 2. */
export function usage(message: string): PreviewFault {
    return new PreviewFault(2, message);
}

/** The preview could not decide: exit code 3. */
export function undecided(message: string): PreviewFault {
    return new PreviewFault(3, message);
}

/** Any thrown thing in words. */
export function messageOf(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}
