import type { CheckedChoice } from "../choice";
import type { Fail } from "../checks";
import { isPlainObject } from "../inputs";

/**
 * What KubeVirt's admission webhooks refuse of interfaces. Source: KubeVirt `pkg/network/admitter`.
 */

/** The kinds of networks that an interface can be on. */
export type NetworkKind = "pod" | "named" | "own" | "claim";

/** How an interface is bound to its network. */
export type Binding = "masquerade" | "bridge" | "passt" | "sriov" | { readonly plugin: string };

/** An interface whose form has been checked. */
export interface CheckedInterface {
    readonly argument: string;
    readonly name: string;
    readonly kind: NetworkKind;
    readonly isDefault: boolean;
    readonly made: Readonly<Record<string, unknown>>;
    readonly network: Readonly<Record<string, unknown>>;
    readonly choices: readonly CheckedChoice[];
}

/** The states that KubeVirt takes with each binding. */
export function checkState(
    fail: Fail,
    given: Readonly<Record<string, unknown>>,
    binding: Binding,
    isDefault: boolean,
    argument: string,
): void {
    const { state } = given;
    if (binding === "sriov" && (state === "up" || state === "down")) {
        fail(`${argument}.state`, `is "${state}", which a virtual function does not take; leave it out.`);
    }
    if (state === "absent" && (binding !== "bridge" || isDefault)) {
        fail(`${argument}.state`, `is "absent", which only binding "bridge" on a secondary network takes.`);
    }
}

/** What KubeVirt's admission refuses across interfaces. */
export function checkTogether(fail: Fail, interfaces: readonly CheckedInterface[]): void {
    const names = interfaces.map(({ name }) => name);
    const twice = interfaces.find(({ name }, index) => names.indexOf(name) !== index);
    if (twice !== undefined) {
        fail(`${twice.argument}.name`, `is "${twice.name}", as another's is; give each interface a name of its own.`);
    }
    const onPod = interfaces.filter(({ kind }) => kind === "pod");
    const defaults = interfaces.filter(({ isDefault }) => isDefault);
    const secondPod = onPod[1];
    if (secondPod !== undefined) {
        fail(
            `${secondPod.argument}.network`,
            `is the cluster's own network a second time; one interface can be on it.`,
        );
    }
    const secondDefault = defaults[1];
    if (secondDefault !== undefined) {
        fail(`${secondDefault.argument}.defaultNetwork`, `is a second default network; a machine has one.`);
    }
    if (onPod[0] !== undefined && defaults[0] !== undefined) {
        fail(
            `${defaults[0].argument}.defaultNetwork`,
            `takes the place of the cluster's own network, on which "${onPod[0].name}" is.`,
        );
    }
    const claimed = interfaces.find(({ kind }) => kind === "claim");
    if (claimed !== undefined && interfaces.some(({ kind }) => kind === "named" || kind === "own")) {
        fail(
            `${claimed.argument}.network`,
            `is a claim beside networks by Multus; KubeVirt takes only one of the two in a machine.`,
        );
    }
    const orders = interfaces.map(({ made }) => made["bootOrder"]).filter((order) => typeof order === "number");
    if (new Set(orders).size < orders.length) {
        fail("interfaces", `hold one bootOrder twice; each device has an order of its own.`);
    }
    for (const { argument, made } of interfaces) {
        const ports = Array.isArray(made["ports"]) ? made["ports"] : [];
        const portNames = ports.flatMap((one: unknown) =>
            isPlainObject(one) && typeof one["name"] === "string" ? [one["name"]] : [],
        );
        if (new Set(portNames).size < portNames.length) {
            fail(`${argument}.ports`, `hold one name twice; give each port a name of its own.`);
        }
    }
}
