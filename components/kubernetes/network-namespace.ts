import { type Fail, objectName } from "../checks";
import { isPending } from "../inputs";

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
    checkNamespaces(fail, argument, { named, home, own }, podNamespace);
    return named;
}

/** {@link namedNamespace} for what is plain, before the network's name is known. */
export function checkPlainNamespaces(
    fail: Fail,
    argument: string,
    { named, home, own }: { readonly named: unknown; readonly home: unknown; readonly own: boolean },
    podNamespace: unknown,
): void {
    if (![named, home, podNamespace].some(isPending)) {
        const known = { named: named as string | undefined, home: home as string | undefined, own };
        checkNamespaces(fail, argument, known, podNamespace as string | undefined);
    }
}

function checkNamespaces(
    fail: Fail,
    argument: string,
    { named, home, own }: Omit<NamedNetworkParts, "name">,
    podNamespace: string | undefined,
): void {
    if (own && named !== undefined && home !== undefined && named !== home) {
        fail(
            `${argument}.namespace`,
            `is "${named}", but the network is in "${home}". Leave it out, or write "${home}".`,
        );
    }
    if (own && named === undefined && home !== podNamespace) {
        fail(`${argument}.network`, elsewhere(home, podNamespace));
    }
}

function elsewhere(home: string | undefined, podNamespace: string | undefined): string {
    const said = (namespace: string | undefined): string =>
        namespace === undefined ? "the provider's default namespace" : `namespace "${namespace}"`;
    return (
        `is in ${said(home)}, and the pod in ${said(podNamespace)}: Multus with namespace isolation refuses that. Put ` +
        `both into one namespace, or say that it is meant: { network, namespace: "${home ?? "…"}" }.`
    );
}
