import { type Classified, classify, type ClassificationKey, type ReadContext } from "../classification";
import { matchesEverything } from "../glob";
import type { Notice, ReferenceKind } from "../reading";
import { needsException } from "../technique";

/** How a kind of thing is joined. */
export interface JoinedKind {
    /** The part of config that classifies it. */
    readonly key: ClassificationKey;
    /** What messages call it. */
    readonly word: string;
}

const joinedKinds: ReadonlyMap<ReferenceKind, JoinedKind> = new Map<ReferenceKind, JoinedKind>([
    ["port", { key: "ports", word: "port" }],
    ["flavor", { key: "flavors", word: "flavor" }],
    ["flavor-name", { key: "flavors", word: "flavor" }],
    ["image", { key: "images", word: "image" }],
    ["image-name", { key: "images", word: "image" }],
    ["volume", { key: "images", word: "volume" }],
    ["network", { key: "networks", word: "network" }],
    ["loadbalancer-flavor", { key: "loadBalancerFlavors", word: "load balancer flavor" }],
    ["loadbalancer-flavor-profile", { key: "loadBalancerFlavors", word: "load balancer flavor profile" }],
    ["cluster-template", { key: "flavors", word: "cluster template" }],
]);

/** How references of a kind are joined, or `undefined` where they bring no device. */
export function joinedKind(kind: ReferenceKind): JoinedKind | undefined {
    return joinedKinds.get(kind);
}

/**
 * What config calls a thing outside the stack. A name that is not known yet is called something only if config calls
 * everything of its kind software or no device.
 */
export function calledByConfig(
    context: ReadContext,
    kind: ReferenceKind,
    name: string | undefined,
): Classified | undefined {
    const key = joinedKinds.get(kind)?.key;
    if (key === undefined) {
        return undefined;
    }
    if (name !== undefined) {
        return classify(context, key, name);
    }
    const patterns = Object.entries(context.classification[key] ?? {});
    const harmless = patterns.every(([, word]) => word === "none" || !needsException(word));
    return harmless ? patterns.find(([glob]) => matchesEverything(glob))?.[1] : undefined;
}

/** Something that is named and cannot be seen from here. */
export interface Unseen {
    readonly path: string;
    readonly kind: ReferenceKind;
    /** True where the name itself is not known yet, so that config cannot be asked about it. */
    readonly notKnown?: true;
}

/** The one notice for all that a resource names and nobody can see. */
export function unverifiable(unseen: readonly Unseen[]): Notice {
    const things = [...new Set(unseen.map(({ path, kind }) => `${path} (${joinedKinds.get(kind)?.word ?? kind})`))];
    const keys = [...new Set(unseen.map(({ kind }) => joinedKinds.get(kind)?.key ?? "resources"))];
    const hidden = [...new Set(unseen.filter(({ notKnown }) => notKnown === true).map(({ path }) => path))];
    return {
        rule: "unverifiable",
        path: unseen[0]?.path ?? "",
        text:
            `Not verifiable here: this names what the stack does not declare: ${things.join(", ")}. ` +
            `Say in the pack's config what it is (${keys.join(", ")}), or declare it in this stack.` +
            (hidden.length === 0
                ? ""
                : ` ${hidden.join(", ")} ${hidden.length === 1 ? "is" : "are"} not known yet (looked up, perhaps), so config ` +
                  "cannot be asked: write the name or ID plainly, such as flavorName in place of a looked-up flavorId."),
    };
}
