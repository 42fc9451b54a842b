import { remembered } from "./memo";
import type { Platform } from "./platform";
import { NO_MARKERS, type Reading } from "./reading";

/** A resource that makes others which the stack does not show. */
interface OpaqueKind {
    readonly token: RegExp;
    /** What it is, for a message. */
    readonly label: string;
}

/** Resources of any provider that hide what they make behind code or commands. */
const kinds: readonly OpaqueKind[] = [
    { token: /^pulumi-(?:nodejs|python):dynamic(?:[:/]|$)/, label: "a dynamic resource, made by code of the program" },
    { token: /^command:/, label: "a command, or a file for one" },
];

/** What the token names, if it hides what it makes. */
const opaqueKind = remembered((type): OpaqueKind | undefined => kinds.find(({ token }) => token.test(type)));

/** Resources that hide what they make: each is one notice, since nothing of it can be read. */
export const opaque: Platform = {
    name: "opaque",

    knows: (type) => opaqueKind(type) !== undefined,

    read(view): Reading | undefined {
        const kind = opaqueKind(view.type);
        if (kind === undefined) {
            return undefined;
        }
        const text =
            `This is ${kind.label}: what it makes is not part of the stack, so it cannot be verified here. ` +
            "Make ports, machines and workloads by resources of their own.";
        return {
            attachments: [],
            notices: [{ rule: "opaque-executor", path: "", text }],
            markers: NO_MARKERS,
            definitions: [],
            references: [],
        };
    },

    join: () => ({ attachments: [], notices: [] }),
};
