import { type Fail, objectName } from "./checks";

/** A network that a pod or a virtual machine names, once it is known. */
export interface NamedNetworkParts {
    readonly name: string;
    /** The namespace that the attachment names itself. */
    readonly named: string | undefined;
    /** The namespace that the network was given. */
    readonly home: string | undefined;
    /** True if the network is a component of ours, whose namespace is known. */
    readonly own: boolean;
}

/**
 * The namespace that an attachment names, once its network's name and namespace have been checked: a network of another
 * namespace has to be named so, since Multus with namespace isolation refuses it.
 */
export function namedNamespace(
    fail: Fail,
    argument: string,
    { name, named, home, own }: NamedNetworkParts,
    podNamespace: string | undefined,
): string | undefined {
    const wrongName = objectName(name);
    if (wrongName !== undefined) {
        fail(`${argument}.network`, `${wrongName}.`);
    }
    if (own && named !== undefined && home !== undefined && named !== home) {
        fail(
            `${argument}.namespace`,
            `is "${named}", but the network is in "${home}". Leave it out, or write "${home}".`,
        );
    }
    if (own && named === undefined && home !== podNamespace) {
        fail(`${argument}.network`, elsewhere(home, podNamespace));
    }
    return named;
}

function elsewhere(home: string | undefined, podNamespace: string | undefined): string {
    const said = (namespace: string | undefined): string =>
        namespace === undefined ? "the provider's default namespace" : `namespace "${namespace}"`;
    return (
        `is in ${said(home)}, and the pod in ${said(podNamespace)}: Multus with namespace isolation refuses that. Put ` +
        `both into one namespace, or say that it is meant: { network, namespace: "${home ?? "…"}" }.`
    );
}
