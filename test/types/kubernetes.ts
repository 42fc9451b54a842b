/**
 * What must compile, and what must not: checked by the compiler alone (`npx tsc -p tsconfig.all.json`). A line under
 * `@ts-expect-error` that compiles is an error of its own. Nothing here is run.
 */
import * as pulumi from "@pulumi/pulumi";
import * as kubernetes from "../../components/kubernetes";

const unknown: pulumi.Output<string> = pulumi.output("x");
const grounds = { exceptionId: "EXC-2026-014", resourceName: "openshift.io/fast" };
const spec = { containers: [{ name: "a" }] };

export function networks(): kubernetes.NetworkAttachmentDefinition[] {
    const { NetworkAttachmentDefinition: Network } = kubernetes;
    return [
        new Network("a", { config: { type: "bridge", bridge: "br1" } }),
        new Network("a", { technique: "virtio", config: { type: "ovs", bridge: "br1" } }),
        new Network("a", { technique: "sriov", ...grounds, config: { type: "sriov" } }),
        new Network("a", { technique: "vdpa", ...grounds, config: { type: "ovs" }, chain: [{ type: "rdma" }] }),
        new Network("a", { technique: "smartnic", ...grounds, config: { type: "accelerated-bridge" } }),
        new Network("a", {
            technique: "pci-passthrough",
            exceptionId: "EXC-2026-014",
            config: { type: "host-device", device: "eth1" },
        }),
        new Network("a", { metadata: { namespace: unknown }, config: { type: "bridge" }, nodeSelector: unknown }),
        new Network("a", { config: { type: "bridge", ipam: { type: "whereabouts", range: unknown } } }),
        new Network("a", { config: { freeForm: { type: "vendor-cni" } } }),
        new Network("a", { technique: "unknown", exceptionId: "EXC-2026-014", config: { freeForm: { type: "x" } } }),

        // @ts-expect-error: no configuration
        new Network("a", {}),
        // @ts-expect-error: hardware without an exception ID
        new Network("a", { technique: "sriov", resourceName: "openshift.io/fast", config: { type: "sriov" } }),
        // @ts-expect-error: an exception ID in software
        new Network("a", { config: { type: "bridge" }, exceptionId: "EXC-2026-014" }),
        // @ts-expect-error: an exception ID with virtio
        new Network("a", { technique: "virtio", exceptionId: "EXC-2026-014", config: { type: "bridge" } }),
        // @ts-expect-error: an exception ID that is an Output
        new Network("a", { technique: "sriov", ...grounds, exceptionId: unknown, config: { type: "sriov" } }),
        // @ts-expect-error: a technique that is no literal
        new Network("a", { technique: "sriov" as string, ...grounds, config: { type: "sriov" } }),
        // @ts-expect-error: a technique that Kubernetes cannot do
        new Network("a", { technique: "vmxnet3", config: { type: "bridge" } }),
        // @ts-expect-error: a hardware plugin in software
        new Network("a", { config: { type: "sriov" } }),
        // @ts-expect-error: a software plugin as hardware
        new Network("a", { technique: "sriov", ...grounds, config: { type: "bridge" } }),
        // @ts-expect-error: another technique's plugin
        new Network("a", { technique: "sriov", ...grounds, config: { type: "host-device", device: "eth1" } }),
        // @ts-expect-error: a pool network without its resource
        new Network("a", { technique: "sriov", exceptionId: "EXC-2026-014", config: { type: "sriov" } }),
        // @ts-expect-error: an approval is only for accelerators
        new Network("a", { technique: "sriov", ...grounds, approved: true, config: { type: "sriov" } }),
        // @ts-expect-error: RDMA behind software
        new Network("a", { config: { type: "bridge" }, chain: [{ type: "rdma" }] }),
        // @ts-expect-error: a key of another plugin
        new Network("a", { config: { type: "macvlan", bridge: "br1" } }),
        // @ts-expect-error: an Output in what decides
        new Network("a", { config: { type: "bridge", bridge: unknown } }),
        // @ts-expect-error: a software switch needs its bridge
        new Network("a", { config: { type: "ovs" } }),
        // @ts-expect-error: an IPAM without its ranges
        new Network("a", { config: { type: "bridge", ipam: { type: "host-local" } } }),
    ];
}

export function pods(own: kubernetes.NetworkAttachmentDefinition): kubernetes.Pod[] {
    const { Pod } = kubernetes;
    return [
        new Pod("a", { spec }),
        new Pod("a", { spec, attachments: [own, { network: own, interface: unknown }, { network: unknown }] }),
        new Pod("a", { spec, attachments: [{ network: "a", technique: "sriov", ...grounds }] }),
        new Pod("a", {
            spec,
            attachments: [{ network: "a", technique: "vdpa", exceptionId: "EXC-2026-014", requestedElsewhere: true }],
        }),
        new Pod("a", {
            spec,
            attachments: [{ network: "a", technique: "pci-passthrough", exceptionId: "EXC-2026-014" }],
        }),

        // @ts-expect-error: no network
        new Pod("a", { spec, attachments: [{ interface: "n3" }] }),
        // @ts-expect-error: hardware without an exception ID
        new Pod("a", { spec, attachments: [{ network: "a", technique: "sriov", resourceName: "openshift.io/fast" }] }),
        // @ts-expect-error: an exception ID in software
        new Pod("a", { spec, attachments: [{ network: "a", exceptionId: "EXC-2026-014" }] }),
        // @ts-expect-error: a technique beside a network that brings its own
        new Pod("a", { spec, attachments: [{ network: own, technique: "sriov", exceptionId: "EXC-2026-014" }] }),
        // @ts-expect-error: a pool network without its resource
        new Pod("a", { spec, attachments: [{ network: "a", technique: "sriov", exceptionId: "EXC-2026-014" }] }),
        // @ts-expect-error: a technique that pods cannot have
        new Pod("a", { spec, attachments: [{ network: "a", technique: "vmxnet3" }] }),
        // @ts-expect-error: a misspelt key
        new Pod("a", { spec, attachments: [{ network: "a", interfaceName: "n3" }] }),
        // @ts-expect-error: a pod has no template to mark
        new Pod("a", { spec, markPodTemplate: true }),
    ];
}

export function templates(own: kubernetes.NetworkAttachmentDefinition): void {
    const plain: kubernetes.PodTemplate = kubernetes.attachNetworks({ spec }, [own]);
    const later: pulumi.Output<kubernetes.PodTemplate> = kubernetes.attachNetworks(pulumi.output({ spec }), [own]);
    // @ts-expect-error: a plain template stays plain
    const wrong: pulumi.Output<kubernetes.PodTemplate> = kubernetes.attachNetworks({ spec }, [own]);
    [plain, later, wrong];
}
