/** The exit codes of every command; 0 and 1 are as the Pulumi engine's. */
export const ExitCode = {
    /** All went well; nothing mandatory was violated. */
    ok: 0,
    /** Something mandatory was violated, or the program failed. */
    refused: 1,
    /** The command was called wrongly, or on a project or stack that is not there. */
    usage: 2,
    /** It could not be decided. */
    undecided: 3,
} as const;
