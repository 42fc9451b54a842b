import type * as pulumi from "@pulumi/pulumi";
import { bindingPlugin } from "../../techniques/kubevirt/interface-bindings";
import { interfaceModels } from "../../techniques/kubevirt/interface-models";
import { needsException, type Technique } from "../../techniques/technique";
import type { CheckedChoice } from "../choice";
import { type Check, checkChoiceAt, cidr, type Fail, label, object, shapeFault, shown, words } from "../checks";
import { checkNoChoice } from "../kubernetes/device-choice";
import { isPending, isPlainObject, whenKnown } from "../inputs";
import { checkPlainNamespaces, namedNamespace } from "../kubernetes/network-namespace";
import { type AttachableNetwork, isAttachableNetwork } from "../kubernetes/pod-attachments";
import { checkClaimName } from "./devices";
import { type Binding, type CheckedInterface, checkState, checkTogether, type NetworkKind } from "./interface-rules";
import { interfaceShape } from "./interface-shape";

/** Interfaces whose form has been checked: as KubeVirt takes them, and what they rest on. */
export interface CheckedInterfaces {
    readonly interfaces: readonly Readonly<Record<string, unknown>>[];
    readonly networks: readonly Readonly<Record<string, unknown>>[];
    readonly choices: readonly CheckedChoice[];
}

/** The keys that go to KubeVirt's interface as they are. */
const HANDED_ON = [
    "macAddress",
    "bootOrder",
    "pciAddress",
    "acpiIndex",
    "tag",
    "dhcpOptions",
    "ports",
    "state",
] as const;

/** The MAC address that KubeVirt keeps for the bridge inside the pod. */
const RESERVED_MAC = "02:00:00:00:00:00";

const SOFTWARE: readonly Technique[] = ["virtio", "emulated"];

/**
 * Checks the interfaces of a machine.
 *
 * @param namespace The machine's namespace.
 * @param claims The names of the machine's claims.
 */
export function checkInterfaces(
    component: string,
    fail: Fail,
    given: unknown,
    namespace: pulumi.Input<string> | undefined,
    claims: readonly string[],
): CheckedInterfaces {
    const list: unknown = given ?? [{ name: "default" }];
    if (!Array.isArray(list)) {
        return fail("interfaces", `must be a plain list, and is ${shown(list)}.`);
    }
    const checked = list.map((one: unknown, index) =>
        checkInterface(component, fail, one, `interfaces[${index}]`, namespace, claims),
    );
    checkTogether(fail, checked);
    return {
        interfaces: checked.map((one) => one.made),
        networks: checked.map((one) => one.network),
        choices: checked.flatMap((one) => one.choices),
    };
}

function checkInterface(
    component: string,
    fail: Fail,
    given: unknown,
    argument: string,
    namespace: pulumi.Input<string> | undefined,
    claims: readonly string[],
): CheckedInterface {
    if (!isPlainObject(given)) {
        return fail(argument, `must be an object such as { name: "blue", network: blue }, and is ${shown(given)}.`);
    }
    const fault = shapeFault(given, interfaceShape, ["name"]);
    if (fault !== undefined) {
        fail(argument, `${fault}.`);
    }
    const name = given["name"] as string;
    const kind = kindOf(fail, given["network"], `${argument}.network`);
    const choice = chooseFor(component, fail, given, kind, argument);
    const binding = bindingOf(fail, given, kind, choice, argument);
    const isDefault = given["defaultNetwork"] === true;
    if (isDefault && kind !== "named" && kind !== "own") {
        fail(`${argument}.defaultNetwork`, `is only for a secondary network; leave it out.`);
    }
    checkState(fail, given, binding, isDefault, argument);
    if (typeof binding === "string" && binding === "masquerade" && given["macAddress"] === RESERVED_MAC) {
        fail(`${argument}.macAddress`, `is kept by KubeVirt for the bridge inside the pod; choose another.`);
    }
    if (kind === "claim") {
        checkClaimName(fail, `${argument}.network.claim`, (given["network"] as { claim: unknown }).claim, claims);
    }
    const model = modelOf(fail, given, choice, binding, argument);
    return {
        argument,
        name,
        kind,
        isDefault,
        choices: choice === undefined ? [] : [choice],
        made: {
            name,
            ...bindingKeys(binding),
            ...(model === undefined ? {} : { model }),
            ...Object.fromEntries(HANDED_ON.filter((key) => given[key] !== undefined).map((key) => [key, given[key]])),
        },
        network: { name, ...networkSource(fail, given, kind, isDefault, namespace, argument) },
    };
}

function kindOf(fail: Fail, network: unknown, argument: string): NetworkKind {
    if (network === undefined || network === "pod") {
        return "pod";
    }
    if (isAttachableNetwork(network)) {
        return "own";
    }
    if (isPlainObject(network)) {
        const forms: [NetworkKind, string, Readonly<Record<string, Check>>, string[]][] = [
            ["pod", "pod", { pod: object({ vmNetworkCIDR: cidr, vmIPv6NetworkCIDR: cidr }) }, ["pod"]],
            ["named", "name", { name: words, namespace: label }, ["name"]],
            ["claim", "claim", { claim: words, request: words }, ["claim", "request"]],
        ];
        for (const [kind, key, keys, required] of forms) {
            if (network[key] !== undefined) {
                const fault = shapeFault(network, keys, required);
                return fault === undefined ? kind : fail(argument, `${fault}.`);
            }
        }
    }
    return fail(
        argument,
        `must be "pod", a network component, { name: "<NetworkAttachmentDefinition>" } or { claim, request }, and is ${shown(network)}.`,
    );
}

/** The choice that an interface rests on; none where a claim brings it. */
function chooseFor(
    component: string,
    fail: Fail,
    given: Readonly<Record<string, unknown>>,
    kind: NetworkKind,
    argument: string,
): CheckedChoice | undefined {
    if (kind === "claim") {
        checkNoChoice(fail, argument, given, "claim");
        return undefined;
    }
    if (kind === "own" && needsException((given["network"] as AttachableNetwork).attachable.choice.technique)) {
        checkNoChoice(fail, argument, given, "network component");
        return (given["network"] as AttachableNetwork).attachable.choice;
    }
    const { binding } = given;
    const allowed: readonly Technique[] = isPlainObject(binding)
        ? ["virtio", "sriov", "vdpa", "smartnic", "unknown"]
        : binding === "sriov"
          ? ["sriov"]
          : SOFTWARE;
    if (binding === "sriov" && given["technique"] === undefined) {
        fail(
            `${argument}.technique`,
            `is missing: binding "sriov" hands a virtual function to the guest. Add technique: "sriov" and exceptionId: "<ID>", ` +
                `or use binding "bridge" for virtio.`,
        );
    }
    return checkChoiceAt(component, argument, given, allowed);
}

function bindingOf(
    fail: Fail,
    given: Readonly<Record<string, unknown>>,
    kind: NetworkKind,
    choice: CheckedChoice | undefined,
    argument: string,
): Binding {
    const { binding } = given;
    const at = `${argument}.binding`;
    const hardware = choice === undefined || needsException(choice.technique);
    if (isPlainObject(binding)) {
        const fault = shapeFault(binding, { plugin: words }, ["plugin"]);
        if (fault !== undefined) {
            fail(at, `${fault}.`);
        }
        return checkPlugin(fail, binding["plugin"] as string, choice, at);
    }
    const usual = kind === "pod" ? "masquerade" : hardware ? "sriov" : "bridge";
    const allowed: Readonly<Record<NetworkKind, readonly string[]>> = {
        pod: ["masquerade", "passt", "bridge"],
        named: hardware ? ["sriov"] : ["bridge"],
        own: hardware ? ["sriov"] : ["bridge"],
        claim: ["sriov"],
    };
    const chosen = binding ?? usual;
    if (typeof chosen !== "string" || !allowed[kind].includes(chosen)) {
        const where = {
            pod: "the cluster's own network",
            named: "this network",
            own: "this network",
            claim: "a claim",
        }[kind];
        return fail(
            at,
            `must be ${allowed[kind].map((word) => `"${word}"`).join(" or ")}, or { plugin }, on ${where}, and is ${shown(chosen)}.`,
        );
    }
    if (chosen === "sriov" && choice !== undefined && choice.technique !== "sriov") {
        fail(
            at,
            `"sriov" is technique "sriov", but the network is "${choice.technique}"; bind it by a plugin: { plugin: "…" }.`,
        );
    }
    return chosen as Binding;
}

/** A binding plugin that the tables know gives one technique; of others, the policy pack's config may know. */
function checkPlugin(fail: Fail, plugin: string, choice: CheckedChoice | undefined, argument: string): Binding {
    const row = bindingPlugin(plugin);
    if (row !== undefined && choice !== undefined && !row.techniques.includes(choice.technique)) {
        fail(
            argument,
            `is plugin "${plugin}", which is ${row.techniques.map((word) => `"${word}"`).join(" or ")}, and not ` +
                `"${choice.technique}". Give that technique${row.techniques.some(needsException) ? " and its exceptionId" : ""}.`,
        );
    }
    return { plugin };
}

function bindingKeys(binding: Binding): Record<string, unknown> {
    if (typeof binding !== "string") {
        return { binding: { name: binding.plugin } };
    }
    return { [binding === "passt" ? "passtBinding" : binding]: {} };
}

/** The NIC model of a software interface, written out so that no preference changes it. */
function modelOf(
    fail: Fail,
    given: Readonly<Record<string, unknown>>,
    choice: CheckedChoice | undefined,
    binding: Binding,
    argument: string,
): string | undefined {
    const model = given["model"];
    if (choice === undefined || needsException(choice.technique) || typeof binding !== "string") {
        return model === undefined
            ? undefined
            : fail(`${argument}.model`, `is not accepted: the binding brings the device. Leave it out.`);
    }
    if (isPending(model)) {
        return fail(`${argument}.model`, `decides about the technique, so it must be plain.`);
    }
    const word = typeof model === "string" ? model : "virtio";
    const technique = interfaceModels[word as keyof typeof interfaceModels];
    if (technique !== choice.technique) {
        const fix =
            technique === "emulated"
                ? `is "${word}", an emulated NIC: add technique: "emulated", or leave the model out for virtio.`
                : `is virtio with technique "emulated": name the emulated NIC, such as "e1000e", or leave technique out.`;
        fail(`${argument}.model`, fix);
    }
    return word;
}

function networkSource(
    fail: Fail,
    given: Readonly<Record<string, unknown>>,
    kind: NetworkKind,
    isDefault: boolean,
    namespace: pulumi.Input<string> | undefined,
    argument: string,
): Record<string, unknown> {
    const { network } = given;
    if (kind === "pod") {
        return { pod: isPlainObject(network) ? network["pod"] : {} };
    }
    if (kind === "claim") {
        const { claim, request } = network as { claim: string; request: string };
        return { resourceClaim: { claimName: claim, requestName: request } };
    }
    const own = isAttachableNetwork(network) ? network.attachable : undefined;
    const named = network as { name: pulumi.Input<string>; namespace?: pulumi.Input<string> };
    const parts = {
        name: own?.name ?? named.name,
        named: (own === undefined ? named.namespace : given["namespace"]) as pulumi.Input<string> | undefined,
        home: own?.namespace,
        machine: namespace,
    };
    checkPlainNamespaces(fail, argument, { ...parts, own: own !== undefined }, namespace);
    const networkName = whenKnown(parts, (known) => {
        const other = namedNamespace(fail, argument, { ...known, own: own !== undefined }, known.machine);
        return other === undefined || other === known.machine ? known.name : `${other}/${known.name}`;
    });
    return { multus: { networkName, ...(isDefault ? { default: true } : {}) } };
}
