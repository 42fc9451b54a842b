import type { NoticeRule } from "../techniques/reading";

/** The policies of the pack, in the order in which they run. */
export const POLICIES = ["paravirtual-io", "attachment-health", "exception-lifecycle"] as const;

/** The name of one policy. */
export type PolicyName = (typeof POLICIES)[number];

/** What a rule is, for messages and for the documents. */
export interface Rule {
    /** The policy that reports it, unless config raises it to mandatory: then `paravirtual-io` does. */
    readonly policy: PolicyName;
    /** What makes the rule report. */
    readonly cause: string;
    /** What to do about it. */
    readonly fix: string;
}

/** Rules of `paravirtual-io`: what refuses. */
const refusals = {
    "missing-exception-id": {
        policy: "paravirtual-io",
        cause: "A resource asks for, offers or uses a hardware technique and names no exception ID.",
        fix: "Use virtio, or add the marker with the ID of an exception of the transition plan.",
    },
    undecidable: {
        policy: "paravirtual-io",
        cause:
            "A resource asks for something that cannot be read or placed (not known at preview, malformed, or unheard of) " +
            "and rests on no exception whose techniques list unknown.",
        fix: "Give the value as a plain literal, let config classify the name, or name an exception that lists unknown.",
    },
    "malformed-exception-id": {
        policy: "paravirtual-io",
        cause: "The exception ID has not the form that IDs have.",
        fix: "Write the ID as it stands in the register.",
    },
    "unknown-exception-id": {
        policy: "paravirtual-io",
        cause: "The exception ID is not in the register.",
        fix: "Correct the ID, or have the exception added to the register.",
    },
    "exception-for-other-technique": {
        policy: "paravirtual-io",
        cause: "The exception was granted for other techniques.",
        fix: "Use a technique that the exception lists, or have the exception extended.",
    },
    "exception-out-of-scope": {
        policy: "paravirtual-io",
        cause: "The exception was granted for another project, stack, resource or namespace.",
        fix: "Ask for an exception whose scope holds this resource.",
    },
    "exception-not-yet-valid": {
        policy: "paravirtual-io",
        cause: "The exception's first day of validity lies ahead.",
        fix: "Wait for that day, or have validFrom moved.",
    },
    "exception-expired": {
        policy: "paravirtual-io",
        cause: "The exception's last day of validity is past.",
        fix: "Go back to virtio as the transition plan says, or have the exception renewed: its ID stays, its date moves.",
    },
    "register-required": {
        policy: "paravirtual-io",
        cause: "Config asks for a register (requireRegister), and none is configured.",
        fix: "Give the register in config: exceptions, or registerFile.",
    },
    "register-fault": {
        policy: "paravirtual-io",
        cause: "The register is configured, and is missing, empty or unreadable. Nothing passes under it.",
        fix: "Mend the register at the place that the message names.",
    },
    "config-fault": {
        policy: "paravirtual-io",
        cause: "The pack's config holds an unknown key or an impossible value.",
        fix: "Mend the config at the place that the message names.",
    },
    remediated: {
        policy: "paravirtual-io",
        cause: "Config sets the level remediate, and what nothing allowed was turned back into its virtio form.",
        fix: "Write the virtio form into the program, or have an exception entered and name it.",
    },
    "reader-fault": {
        policy: "paravirtual-io",
        cause: "A rule of the pack failed on a resource. The resource is refused, since it could not be judged.",
        fix: "Report the fault to the makers of the pack, with the resource's type.",
    },
} as const satisfies Record<string, Rule>;

/** Rules of `attachment-health`: advice. Config can raise `unverifiable` and `emulated`. */
const advice = {
    unverifiable: {
        policy: "attachment-health",
        cause: "A resource names a thing outside this stack, and config does not say what it is.",
        fix: "Declare the thing in this stack, or classify its name in config.",
    },
    "opaque-executor": {
        policy: "attachment-health",
        cause: "A resource makes other resources that the pack cannot see.",
        fix: "Check what it makes where it is made, or register the resources with Pulumi.",
    },
    emulated: {
        policy: "attachment-health",
        cause: "A NIC model is emulated: software, but not para-virtualised.",
        fix: "Use virtio (VMXNET3 on VMware).",
    },
    "host-access": {
        policy: "attachment-health",
        cause: "A pod could reach a device of the host, though it asks for none.",
        fix: "Take away the host path, the privilege or the host's network if the workload can do without.",
    },
    baremetal: {
        policy: "attachment-health",
        cause: "A port of a bare-metal server is no NIC of a virtual machine; the rule does not speak of it.",
        fix: "Nothing, if the server is meant to be bare metal.",
    },
    "security-group-without-effect": {
        policy: "attachment-health",
        cause: "Security groups stand on a hardware port; Neutron accepts them, and they filter nothing.",
        fix: "Set noSecurityGroups, and filter in the workload or in the fabric.",
    },
    "trunk-on-virtual-function": {
        policy: "attachment-health",
        cause: "A trunk has a hardware port as its parent; the server becomes active and the trunk stays down.",
        fix: "Put the trunk on a virtio port.",
    },
    "annotation-without-request": {
        policy: "attachment-health",
        cause: "A pod is attached to a hardware network and requests no device for it.",
        fix: "Request the network's device-plugin resource in a container.",
    },
    "request-without-annotation": {
        policy: "attachment-health",
        cause: "A pod requests a network device and is attached to no network that uses it.",
        fix: "Add the network to the Multus annotation, unless the workload drives the device itself.",
    },
    "request-count-differs": {
        policy: "attachment-health",
        cause: "The number of requested devices differs from the number of attachments.",
        fix: "Request one device for each attachment.",
    },
    "network-without-resource-name": {
        policy: "attachment-health",
        cause: "A network of a hardware type names no device-plugin resource.",
        fix: "Add the annotation k8s.v1.cni.cncf.io/resourceName.",
    },
    "pool-not-in-stack": {
        policy: "attachment-health",
        cause: "No device pool of this stack provides the resource that a network or a pod names.",
        fix: "Check that the pool exists on the cluster.",
    },
    "cpu-not-pinned": {
        policy: "attachment-health",
        cause: "A workload with a hardware attachment has no exclusive CPUs.",
        fix: "Give every container integer CPU limits equal to its requests (QoS class Guaranteed).",
    },
    "huge-pages-missing": {
        policy: "attachment-health",
        cause: "A workload uses a device from user space (vfio, vhost) and requests no huge pages.",
        fix: "Request hugepages-1Gi or hugepages-2Mi.",
    },
    "pool-driver-mismatch": {
        policy: "attachment-health",
        cause: "A virtual machine uses a pool whose devices are bound to a kernel driver.",
        fix: "Use a pool with deviceType vfio-pci.",
    },
    "binding-mismatch": {
        policy: "attachment-health",
        cause: "The binding of a KubeVirt interface does not fit the network that it joins.",
        fix: "Use sriov on a network with a device, and bridge or masquerade on one without.",
    },
    "annotation-misplaced": {
        policy: "attachment-health",
        cause: "The Multus annotation stands on the workload, where nothing reads it.",
        fix: "Move it to the pod template's metadata.",
    },
} as const satisfies Record<NoticeRule, Rule>;

/** Rules of `exception-lifecycle`: what becomes of exceptions. */
const lifecycle = {
    "exception-used": {
        policy: "exception-lifecycle",
        cause: "A hardware attachment rests on an exception: always said, never silent.",
        fix: "Nothing now; the transition plan says when to go back to virtio.",
    },
    "exceptions-unverified": {
        policy: "exception-lifecycle",
        cause: "Exception IDs are used, and no register is configured to check them against.",
        fix: "Give the register in config: exceptions, or registerFile.",
    },
    "exception-expiring": {
        policy: "exception-lifecycle",
        cause: "An exception in use expires soon.",
        fix: "Go back to virtio before that day, or have the exception renewed.",
    },
    "exception-unused": {
        policy: "exception-lifecycle",
        cause: "An exception that names this stack is used by nothing in it.",
        fix: "Take it out of the register.",
    },
    "exception-over-broad": {
        policy: "exception-lifecycle",
        cause: "An exception's scope matches everything, or is a name alone.",
        fix: "Narrow the scope to the stacks and resources that need it.",
    },
    "transition-milestone-past": {
        policy: "exception-lifecycle",
        cause: "A milestone of an exception's transition is past and the exception is still in use.",
        fix: "Report on the transition, or move the milestone with its owner.",
    },
    "register-warning": {
        policy: "exception-lifecycle",
        cause: "An entry of the register can be used and is questionable.",
        fix: "Follow the message.",
    },
} as const satisfies Record<string, Rule>;

/** Every rule that the pack can report, by its stable ID. */
export const rules = { ...refusals, ...advice, ...lifecycle } as const satisfies Record<string, Rule>;

/** The stable ID of a rule. */
export type RuleId = keyof typeof rules;
