import { strict as assert } from "node:assert";
import * as kubernetes from "../../components/kubernetes";
import * as kubevirt from "../../components/kubevirt";
import { run } from "../components/kubernetes-support";

/** An object as it goes to the API server. */
export interface Manifest {
    readonly apiVersion: string;
    readonly kind: string;
    readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
    readonly [key: string]: unknown;
}

const metadata = { namespace: "apps" };
const operator = { namespace: "sriov-network-operator" };
const exceptionId = "EXC-2026-014";
const sriov = { technique: "sriov", exceptionId } as const;
const vdpa = { technique: "vdpa", exceptionId } as const;
const smartnic = { technique: "smartnic", exceptionId } as const;
const passthrough = { technique: "pci-passthrough", exceptionId } as const;
const accelerator = { technique: "accelerator", exceptionId } as const;
const draDriver = "sriovnetwork.k8snetworkplumbingwg.io";

function networks(): readonly kubernetes.PodAttachment[] {
    const blue = new kubernetes.NetworkAttachmentDefinition("blue", {
        metadata,
        nodeSelector: "kubernetes.io/os=linux",
        config: {
            type: "bridge",
            bridge: "br1",
            vlan: 5,
            capabilities: { ips: true, mac: true },
            ipam: { type: "static" },
        },
        chain: [{ type: "bandwidth", capabilities: { bandwidth: true } }, { type: "tuning" }],
    });
    const fast = new kubernetes.NetworkAttachmentDefinition("fast", {
        ...sriov,
        metadata,
        resourceName: "openshift.io/fast",
        config: { type: "sriov", vlan: 200 },
    });
    return [
        {
            network: blue,
            interface: "data",
            ips: ["10.0.0.5/24"],
            mac: "02:00:00:00:00:05",
            bandwidth: { ingressRate: 1_000_000, ingressBurst: 8_000 },
        },
        { network: fast, interface: "n3" },
    ];
}

function sriovOperator(): void {
    const pool = {
        nodeSelector: { "feature.node.kubernetes.io/network-sriov.capable": "true" },
        numVfs: 8,
        nicSelector: { vendor: "15b3", deviceID: "101d", pfNames: ["ens1f0#0-3"], rootDevices: ["0000:3b:00.0"] },
    };
    new kubernetes.SriovNetworkNodePolicy("functions", {
        ...sriov,
        metadata: operator,
        spec: {
            ...pool,
            resourceName: "functions",
            priority: 10,
            mtu: 9000,
            deviceType: "netdevice",
            isRdma: true,
            linkType: "eth",
            needVhostNet: true,
            excludeTopology: false,
        },
    });
    new kubernetes.SriovNetworkNodePolicy("vdpa", {
        ...vdpa,
        metadata: operator,
        spec: { ...pool, resourceName: "vdpa", eSwitchMode: "switchdev", vdpaType: "vhost" },
    });
    new kubernetes.SriovNetworkNodePolicy("offload", {
        ...smartnic,
        metadata: operator,
        spec: {
            ...pool,
            resourceName: "offload",
            eSwitchMode: "switchdev",
            bridge: {
                ovs: {
                    bridge: { datapathType: "netdev", otherConfig: { a: "b" } },
                    uplink: { interface: { type: "dpdk", mtuRequest: 9000 } },
                },
            },
        },
    });
    const ipam = { type: "whereabouts", range: "10.0.0.0/24" } as const;
    new kubernetes.SriovNetwork("functions", {
        ...sriov,
        metadata: operator,
        spec: {
            networkNamespace: "apps",
            resourceName: "functions",
            vlan: 200,
            vlanQoS: 3,
            vlanProto: "802.1ad",
            spoofChk: "on",
            trust: "off",
            linkState: "auto",
            minTxRate: 10,
            maxTxRate: 100,
            logLevel: "info",
            capabilities: { ips: true },
            metaPlugins: [{ type: "rdma" }, { type: "tuning", mtu: 9000 }],
            ipam,
        },
    });
    new kubernetes.SriovIBNetwork("infiniband", {
        ...sriov,
        metadata: operator,
        spec: { networkNamespace: "apps", resourceName: "infiniband", linkState: "enable", ipam },
    });
    new kubernetes.OVSNetwork("offload", {
        ...smartnic,
        metadata: operator,
        spec: {
            networkNamespace: "apps",
            resourceName: "offload",
            bridge: "br-ex",
            vlan: 5,
            mtu: 9000,
            trunk: [{ id: 7 }, { minID: 10, maxID: 20 }],
            interfaceType: "dpdk",
            ipam,
        },
    });
}

/** @returns a claim template whose request `vf` is a virtual function. */
function dynamicResourceAllocation(): kubernetes.ResourceClaimTemplate {
    const functions = new kubernetes.DeviceClass("functions", {
        ...sriov,
        driver: draDriver,
        selectors: [`device.attributes["${draDriver}"].vendor == "8086"`],
        config: [{ driver: draDriver, parameters: { kind: "VfConfig" } }],
        extendedResourceName: "example.com/functions",
    });
    new kubernetes.ResourceClaim("shared", {
        metadata,
        requests: [
            {
                name: "best",
                firstAvailable: [
                    { name: "two", deviceClass: functions, count: 2 },
                    { name: "one", deviceClass: functions },
                ],
            },
        ],
    });
    return new kubernetes.ResourceClaimTemplate("functions", {
        metadata,
        requests: [
            { name: "vf", deviceClass: functions, count: 2, selectors: ["true"] },
            { name: "rest", deviceClass: functions, all: true, adminAccess: true },
        ],
        constraints: [{ requests: ["vf", "rest"], matchAttribute: "resource.kubernetes.io/pcieRoot" }],
        config: [{ driver: draDriver, parameters: { kind: "VfConfig", ifName: "net1" }, requests: ["vf"] }],
    });
}

function workloads(attachments: readonly kubernetes.PodAttachment[], template: kubernetes.ResourceClaimTemplate): void {
    const labels = { app: "upf" };
    const spec = {
        containers: [{ name: "upf", image: "upf:1" }],
        nodeSelector: kubernetes.nodeFeatures({ numa: true, profiles: ["network-intensive"] }),
    };
    const pods = { metadata: { labels }, spec };
    const jobPods = { spec: { ...spec, restartPolicy: "Never" } };
    const selector = { matchLabels: labels };
    const additions: kubernetes.WorkloadAdditions = {
        attachments,
        devices: [{ resource: "nvidia.com/gpu", count: 2, ...accelerator }],
        claims: [{ name: "fast", template, request: "vf" }],
        epa: {
            containers: {
                upf: { exclusiveCpus: 4, memory: "8Gi", hugePages: { "1Gi": "4Gi" }, ephemeralStorage: "1Gi" },
            },
            numa: { schedulerName: "topo-aware-scheduler", onlyNumaNodes: true },
            isolation: { runtimeClassName: "performance-cnf", irqLoadBalancing: "disable" },
        },
    };
    const marked = { metadata, markPodTemplate: true, ...additions };
    new kubernetes.Pod("pod", { metadata, spec, ...additions });
    new kubernetes.Deployment("deployment", { ...marked, spec: { selector, template: pods } });
    new kubernetes.StatefulSet("statefulset", { ...marked, spec: { selector, serviceName: "upf", template: pods } });
    new kubernetes.DaemonSet("daemonset", { ...marked, spec: { selector, template: pods } });
    new kubernetes.ReplicaSet("replicaset", { ...marked, spec: { selector, template: pods } });
    new kubernetes.Job("job", { ...marked, spec: { template: jobPods } });
    new kubernetes.CronJob("cronjob", {
        ...marked,
        spec: { schedule: "0 0 * * *", jobTemplate: { spec: { template: jobPods } } },
    });
    new kubernetes.DevicePluginConfig("pools", {
        metadata: { namespace: "kube-system", name: "sriovdp-config" },
        pools: [{ ...sriov, resourceName: "fast", selectors: { vendors: ["8086"], pfNames: ["ens1f0#0-3"] } }],
    });
    new kubernetes.NodeFeatureRule("assignment", {
        rules: [
            {
                name: "profile",
                labels: { [kubernetes.anuketProfileLabel("network-intensive")]: "true" },
                matchFeatures: [{ feature: "cpu.cpuid", matchExpressions: { AVX512F: { op: "Exists" } } }],
            },
        ],
    });
}

function machines(template: kubernetes.ResourceClaimTemplate): void {
    const small = new kubevirt.VirtualMachineInstancetype("small", {
        metadata,
        spec: { cpu: { guest: 4 }, memory: { guest: "8Gi" } },
        hostDevices: [{ name: "card", deviceName: "example.com/nvme", ...passthrough }],
        gpus: [{ name: "gpu", deviceName: "nvidia.com/GA102", ...accelerator }],
    });
    const linux = new kubevirt.VirtualMachinePreference("linux", {
        metadata,
        spec: { devices: { preferredDiskBus: "virtio" } },
    });
    new kubevirt.VirtualMachineClusterInstancetype("small", {
        spec: {
            cpu: { guest: 4, dedicatedCPUPlacement: true },
            memory: { guest: "8Gi", hugepages: { pageSize: "1Gi" } },
        },
    });
    new kubevirt.VirtualMachineClusterPreference("linux");
    const root = {
        disks: [{ name: "root", disk: { bus: "virtio" } }],
        networkInterfaceMultiqueue: true,
    };
    const volumes = [{ name: "root", containerDisk: { image: "disk:1" } }];
    new kubevirt.VirtualMachine("typed", {
        metadata,
        spec: { runStrategy: "Always", template: { spec: { domain: { devices: root }, volumes } } },
        instancetype: small,
        preference: linux,
    });
    new kubevirt.VirtualMachine("pinned", {
        metadata,
        spec: {
            runStrategy: "Halted",
            template: {
                spec: {
                    domain: {
                        cpu: {
                            cores: 4,
                            dedicatedCpuPlacement: true,
                            isolateEmulatorThread: true,
                            numa: { guestMappingPassthrough: {} },
                        },
                        memory: { guest: "8Gi", hugepages: { pageSize: "1Gi" } },
                        devices: root,
                    },
                    volumes,
                },
            },
        },
        interfaces: [
            { name: "default", ports: [{ port: 80, protocol: "TCP" }] },
            {
                name: "blue",
                network: { name: "blue", namespace: "apps" },
                macAddress: "02:00:00:00:00:06",
                state: "up",
                bootOrder: 1,
            },
            { name: "old", network: { name: "old" }, technique: "emulated", model: "e1000e" },
            { name: "fast", network: { name: "fast" }, binding: "sriov", ...sriov },
            { name: "plugin", network: { name: "plugin" }, binding: { plugin: "vdpa" }, ...vdpa },
        ],
        hostDevices: [{ name: "card", deviceName: "example.com/nvme", ...passthrough }],
        gpus: [{ name: "gpu", deviceName: "nvidia.com/GA102", ...accelerator }],
        claims: [{ name: "fast", template }],
        markTemplate: true,
    });
}

/** Everything that the components render, of every kind that they have. */
export async function rendered(): Promise<readonly Manifest[]> {
    const resources = await run(() => {
        const attachments = networks();
        sriovOperator();
        const template = dynamicResourceAllocation();
        workloads(attachments, template);
        machines(template);
    });
    return resources.filter(({ custom }) => custom).map(({ checked }) => manifest(checked));
}

/** Runs a program and gives the one object of a kind that it renders. */
export async function renderedKind(kind: string, program: () => unknown): Promise<Manifest> {
    const resources = await run(program);
    const found = resources.filter(({ custom, checked }) => custom && checked["kind"] === kind);
    assert.equal(found.length, 1, `one ${kind}`);
    return manifest(found[0]?.checked);
}

/** As JSON holds it: without what is undefined. */
function manifest(inputs: unknown): Manifest {
    return JSON.parse(JSON.stringify(inputs)) as Manifest;
}
