import type { Attachment } from "../techniques/reading";
import type { Verdict } from "./verdict";

/** An attachment, and what was decided on it. */
export interface JudgedAttachment {
    readonly attachment: Attachment;
    /** The exception IDs that the resource names, or that what covers it names. */
    readonly exceptionIds: readonly string[];
    /** Absent where the attachment needs no exception. */
    readonly verdict: Verdict | undefined;
    /** The stable ID of the rule that refuses it; absent where nothing does. */
    readonly rule?: string;
}
