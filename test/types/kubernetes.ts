/**
 * What must compile, and what must not: checked by the compiler alone (`npx tsc -p tsconfig.all.json`). A line under
 * `@ts-expect-error` that compiles is an error of its own. Nothing here is run.
 */
import * as pulumi from "@pulumi/pulumi";
import * as kubernetes from "../../components/kubernetes";
import * as kubevirt from "../../components/kubevirt";

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

        new Network("a", {
            technique: "sriov",
            exceptionId: "EXC-2026-014",
            requestedElsewhere: true,
            config: { type: "sriov" },
        }),

        // @ts-expect-error: a device of a claim and of a device plugin
        new Network("a", { technique: "sriov", ...grounds, requestedElsewhere: true, config: { type: "sriov" } }),
        // @ts-expect-error: a claim's device in software
        new Network("a", { requestedElsewhere: true, config: { type: "bridge" } }),
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

export function devices(template: kubernetes.ResourceClaimTemplate, claim: kubernetes.ResourceClaim): kubernetes.Pod[] {
    const { Pod } = kubernetes;
    const gpu = { resource: "nvidia.com/gpu", technique: "accelerator" } as const;
    const cpus = { exclusiveCpus: 1, memory: "1Gi" };
    return [
        new Pod("a", {
            spec,
            devices: [
                { resource: unknown, technique: "accelerator", exceptionId: "EXC-2026-014", count: 2 },
                { resource: "nvidia.com/gpu", technique: "accelerator", approved: true },
                { resource: "devices.kubevirt.io/kvm" },
            ],
            claims: [
                { name: "a", template },
                { name: "b", claim },
                { name: "c", template: unknown, technique: "sriov", exceptionId: "EXC-2026-014" },
            ],
            epa: { containers: { a: { exclusiveCpus: 2, memory: unknown, hugePages: { "1Gi": "1Gi" } } } },
        }),

        // @ts-expect-error: a device without its resource
        new Pod("a", { spec, devices: [{ technique: "accelerator", exceptionId: "EXC-2026-014" }] }),
        // @ts-expect-error: a device without an exception ID
        new Pod("a", { spec, devices: [{ resource: "nvidia.com/gpu", technique: "accelerator" }] }),
        // @ts-expect-error: only an accelerator can be approved
        new Pod("a", { spec, devices: [{ resource: "openshift.io/fast", technique: "sriov", approved: true }] }),
        // @ts-expect-error: approved and excepted at once
        new Pod("a", { spec, devices: [{ ...gpu, approved: true, exceptionId: "E-1" }] }),
        // @ts-expect-error: a claim of nothing
        new Pod("a", { spec, claims: [{ name: "a" }] }),
        // @ts-expect-error: a claim of two things
        new Pod("a", { spec, claims: [{ name: "a", template, claim }] }),
        // @ts-expect-error: a technique beside a template that brings its own
        new Pod("a", { spec, claims: [{ name: "a", template, technique: "sriov", exceptionId: "EXC-2026-014" }] }),
        // @ts-expect-error: a claim in the place of a template
        new Pod("a", { spec, claims: [{ name: "a", template: claim }] }),
        // @ts-expect-error: huge pages of a size that is none
        new Pod("a", { spec, epa: { containers: { a: { ...cpus, hugePages: { "3Mi": "3Mi" } } } } }),
        // @ts-expect-error: CPUs as text
        new Pod("a", { spec, epa: { containers: { a: { exclusiveCpus: "1", memory: "1Gi" } } } }),
    ];
}

export function classes(own: kubernetes.DeviceClass): unknown[] {
    const { DeviceClass, ResourceClaimTemplate } = kubernetes;
    const sriov = { technique: "sriov", exceptionId: "EXC-2026-014" } as const;
    return [
        new DeviceClass("a", { driver: "dra.cpu" }),
        new DeviceClass("a", { technique: "sriov", exceptionId: "EXC-2026-014", driver: "dra.net" }),
        new DeviceClass("a", { technique: "accelerator", approved: true, driver: "gpu.nvidia.com" }),
        new ResourceClaimTemplate("a", { requests: [{ name: "a", deviceClass: own, count: 2 }] }),
        new ResourceClaimTemplate("a", {
            requests: [{ name: "a", firstAvailable: [{ name: "b", deviceClass: own }] }],
        }),

        // @ts-expect-error: hardware without an exception ID
        new DeviceClass("a", { technique: "sriov", driver: "dra.net" }),
        // @ts-expect-error: a driver that is an Output
        new DeviceClass("a", { driver: unknown }),
        // @ts-expect-error: a request without its class
        new ResourceClaimTemplate("a", { requests: [{ name: "a" }] }),
        // @ts-expect-error: a technique beside a class that brings its own
        new ResourceClaimTemplate("a", { requests: [{ name: "a", deviceClass: own, ...sriov }] }),
        // @ts-expect-error: a class and alternatives
        new ResourceClaimTemplate("a", { requests: [{ name: "a", deviceClass: own, firstAvailable: [] }] }),
    ];
}

export function pools(): unknown[] {
    const { SriovNetworkNodePolicy: Policy, SriovNetwork, OVSNetwork, DevicePluginConfig } = kubernetes;
    const base = { resourceName: unknown, nodeSelector: { a: unknown }, numVfs: 8, nicSelector: { vendor: unknown } };
    const excepted = { exceptionId: "EXC-2026-014" };
    const vdpa = { ...base, eSwitchMode: "switchdev", vdpaType: "vhost" } as const;
    return [
        new Policy("a", { technique: "sriov", ...excepted, spec: { ...base, deviceType: "vfio-pci" } }),
        new Policy("a", { technique: "sriov", ...excepted, spec: { ...base, isRdma: true } }),
        new Policy("a", {
            technique: "vdpa",
            ...excepted,
            spec: { ...base, eSwitchMode: "switchdev", vdpaType: "vhost" },
        }),
        new Policy("a", { technique: "smartnic", ...excepted, spec: { ...base, eSwitchMode: "switchdev" } }),
        new SriovNetwork("a", { technique: "vdpa", ...excepted, spec: { resourceName: unknown } }),
        new OVSNetwork("a", { technique: "smartnic", ...excepted, spec: { resourceName: "a" } }),
        new DevicePluginConfig("a", {
            pools: [{ technique: "vdpa", ...excepted, resourceName: "a", selectors: { vdpaType: "vhost" } }],
        }),

        // @ts-expect-error: in software
        new Policy("a", { spec: base }),
        // @ts-expect-error: without an exception ID
        new Policy("a", { technique: "sriov", spec: base }),
        // @ts-expect-error: RDMA excludes vfio-pci
        new Policy("a", { technique: "sriov", ...excepted, spec: { ...base, deviceType: "vfio-pci", isRdma: true } }),
        // @ts-expect-error: vDPA needs its type
        new Policy("a", { technique: "vdpa", ...excepted, spec: { ...base, eSwitchMode: "switchdev" } }),
        // @ts-expect-error: vDPA needs switchdev
        new Policy("a", { technique: "vdpa", ...excepted, spec: { ...base, vdpaType: "vhost" } }),
        // @ts-expect-error: vDPA excludes vfio-pci
        new Policy("a", { technique: "vdpa", ...excepted, spec: { ...vdpa, deviceType: "vfio-pci" } }),
        // @ts-expect-error: SR-IOV is a pool without vDPA
        new Policy("a", { technique: "sriov", ...excepted, spec: { ...base, vdpaType: "vhost" } }),
        // @ts-expect-error: a SmartNIC has its switch on
        new Policy("a", { technique: "smartnic", ...excepted, spec: base }),
        // @ts-expect-error: what decides is plain
        new Policy("a", { technique: "sriov", ...excepted, spec: { ...base, deviceType: unknown } }),
        // @ts-expect-error: a network of an operator is hardware
        new SriovNetwork("a", { spec: { resourceName: "a" } }),
        // @ts-expect-error: an Open vSwitch network is no plain function
        new OVSNetwork("a", { technique: "sriov", ...excepted, spec: { resourceName: "a" } }),
        // @ts-expect-error: a vDPA pool needs its type
        new DevicePluginConfig("a", { pools: [{ technique: "vdpa", ...excepted, resourceName: "a", selectors: {} }] }),
    ];
}

export function machines(
    net: kubernetes.NetworkAttachmentDefinition,
    type: kubevirt.VirtualMachineInstancetype,
): kubevirt.VirtualMachine[] {
    const { VirtualMachine: Machine } = kubevirt;
    const domain = { domain: { devices: {}, cpu: { cores: 2 }, memory: { guest: unknown } } };
    const machine = { runStrategy: unknown, template: { spec: domain } };
    const excepted = { exceptionId: "EXC-2026-014" };
    const named = { network: { name: unknown } } as const;
    const device = { name: "a", deviceName: "a/b" };
    const nic = (one: kubevirt.VirtualMachineInterface) => new Machine("a", { spec: machine, interfaces: [one] });
    return [
        new Machine("a", { spec: machine }),
        new Machine("a", {
            spec: machine,
            interfaces: [
                { name: "a" },
                { name: "b", network: net, macAddress: unknown },
                { name: "c", ...named, state: "absent" },
                { name: "d", ...named, binding: "sriov", technique: "sriov", ...excepted },
                { name: "e", ...named, binding: { plugin: "vdpa" }, technique: "vdpa", ...excepted },
                { name: "f", technique: "emulated", model: "e1000" },
                { name: "g", network: { claim: "a", request: "b" } },
            ],
            hostDevices: [{ name: "a", deviceName: unknown, technique: "pci-passthrough", ...excepted }],
            gpus: [
                { name: "a", deviceName: "a/b", technique: "accelerator", approved: true },
                { name: "b", claim: "a", request: "b" },
            ],
            claims: [{ name: "a", template: unknown, technique: "accelerator", ...excepted }],
            instancetype: type,
            preference: { name: "linux" },
        }),

        // @ts-expect-error: without a spec
        new Machine("a", {}),
        // @ts-expect-error: raw interfaces
        new Machine("a", { spec: { ...machine, template: { spec: { domain: { devices: { interfaces: [] } } } } } }),
        // @ts-expect-error: a field that KubeVirt does not have
        new Machine("a", { spec: { ...machine, template: { spec: { domain: { devices: {}, cpus: 2 } } } } }),
        // @ts-expect-error: SR-IOV without an exception ID
        nic({ name: "a", ...named, binding: "sriov", technique: "sriov" }),
        // @ts-expect-error: SR-IOV in software
        new Machine("a", { spec: machine, interfaces: [{ name: "a", ...named, binding: "sriov" }] }),
        // @ts-expect-error: an emulated NIC that is not asked for as such
        new Machine("a", { spec: machine, interfaces: [{ name: "a", model: "e1000" }] }),
        // @ts-expect-error: an exception ID in software
        new Machine("a", { spec: machine, interfaces: [{ name: "a", ...excepted }] }),
        // @ts-expect-error: masquerade on a secondary network
        new Machine("a", { spec: machine, interfaces: [{ name: "a", ...named, binding: "masquerade" }] }),
        // @ts-expect-error: a technique beside a claim
        nic({ name: "a", network: { claim: "a", request: "b" }, technique: "sriov", ...excepted }),
        // @ts-expect-error: a host device is passed through, by that name
        new Machine("a", { spec: machine, hostDevices: [{ ...device, technique: "sriov", ...excepted }] }),
        // @ts-expect-error: a GPU in software
        new Machine("a", { spec: machine, gpus: [{ name: "a", deviceName: "a/b" }] }),
    ];
}

export function instancetypes(): unknown[] {
    const { VirtualMachineInstancetype: Type, VirtualMachinePreference: Preferred } = kubevirt;
    const shape = { cpu: { guest: 2, dedicatedCPUPlacement: true }, memory: { guest: unknown } };
    return [
        new Type("a", { spec: shape }),
        new Type("a", {
            spec: shape,
            gpus: [{ name: "a", deviceName: "a/b", technique: "accelerator", exceptionId: "EXC-2026-014" }],
        }),
        new Preferred("a", {}),
        new Preferred("a", { technique: "emulated", preferredInterfaceModel: "rtl8139" }),

        // @ts-expect-error: without CPUs
        new Type("a", { spec: { memory: { guest: "1Gi" } } }),
        // @ts-expect-error: the machine's spelling
        new Type("a", { spec: { cpu: { guest: 2, dedicatedCpuPlacement: true }, memory: { guest: "1Gi" } } }),
        // @ts-expect-error: claims are a machine's own
        new Type("a", { spec: shape, gpus: [{ name: "a", claim: "b", request: "c" }] }),
        // @ts-expect-error: an emulated NIC that is not asked for as such
        new Preferred("a", { preferredInterfaceModel: "e1000" }),
    ];
}

export function helpers(): unknown[] {
    return [
        kubernetes.nodeFeatures({ numa: true, profiles: ["network-intensive"], assignment: ["iommu"] }),
        kubernetes.markException("EXC-2026-014", "kubernetes:*::upf*", "sriov"),
        new kubernetes.NodeFeatureRule("a", { detect: ["vdpa"] }),

        // @ts-expect-error: a profile that is none
        kubernetes.nodeFeatures({ profiles: ["fast"] }),
        // @ts-expect-error: what a label cannot tell
        kubernetes.nodeFeatures({ numa: false }),
        // @ts-expect-error: a technique that needs no exception
        kubernetes.markException("EXC-2026-014", "upf", "virtio"),
        // @ts-expect-error: an ability that is none
        new kubernetes.NodeFeatureRule("a", { detect: ["gpu"] }),
    ];
}

/** A data volume template says where its data comes from; it needs no name of a volume there. */
export const imported: kubevirt.api.DataVolumeTemplateSpec = {
    metadata: { name: "root" },
    spec: { source: { http: { url: "https://images.example/root.qcow2" } } },
};
