import type { Findings } from "./findings";

/** Says that what a resource does is hidden from a policy. */
export function noticeOpaque(found: Pick<Findings, "notice">, path: string, label: string): void {
    found.notice(
        "opaque-executor",
        path,
        `This is ${label}: what it makes is not part of the stack, so it cannot be verified here. ` +
            "Hold it to the rule where it is written, or bring its objects into the stack.",
    );
}
