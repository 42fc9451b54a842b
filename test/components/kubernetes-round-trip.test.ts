import { strict as assert } from "node:assert";
import * as kubernetes from "../../components/kubernetes";
import type { Technique } from "../../techniques/technique";
import { assertGranted, assertSoftware, seen } from "./kubernetes-judged";
import { run } from "./kubernetes-support";

const NAD = "kubernetes:k8s.cni.cncf.io/v1:NetworkAttachmentDefinition::net";
const POD = "kubernetes:core/v1:Pod::probe";
const DEPLOYMENT = "kubernetes:apps/v1:Deployment::upf";

const metadata = { namespace: "apps" };
const spec = { containers: [{ name: "upf", image: "upf:1" }] };
const deployment = { selector: { matchLabels: { a: "b" } }, template: { metadata: { labels: { a: "b" } }, spec } };
const ID = "EXC-2026-014";
const grounds = { exceptionId: ID, resourceName: "openshift.io/fast" } as const;

/** Every form of network under every technique. */
const hardware: Readonly<Partial<Record<Technique, kubernetes.NetworkAttachmentDefinitionArgs[]>>> = {
    sriov: [
        { technique: "sriov", ...grounds, config: { type: "sriov", vlan: 5 } },
        { technique: "sriov", ...grounds, config: { type: "ib-sriov" }, chain: [{ type: "rdma" }] },
        { technique: "sriov", exceptionId: ID, resourceName: "acme.com/vfs", config: { type: "sriov" } },
        { technique: "sriov", exceptionId: ID, requestedElsewhere: true, config: { type: "sriov", vlan: 600 } },
    ],
    vdpa: [
        { technique: "vdpa", ...grounds, config: { type: "sriov" } },
        { technique: "vdpa", ...grounds, config: { type: "ovs", bridge: "br-ex" } },
        { technique: "vdpa", ...grounds, config: { type: "kube-ovn", provider: "net.apps.ovn" } },
        {
            technique: "vdpa",
            ...grounds,
            config: { type: "ovn-k8s-cni-overlay", topology: "layer2", netAttachDefName: "apps/net" },
        },
    ],
    smartnic: [
        { technique: "smartnic", ...grounds, config: { type: "ovs" } },
        { technique: "smartnic", ...grounds, config: { type: "sriov" } },
        {
            technique: "smartnic",
            ...grounds,
            config: { type: "accelerated-bridge" },
            chain: [{ type: "tuning", mtu: 9000 }],
        },
    ],
    "pci-passthrough": [
        { technique: "pci-passthrough", exceptionId: ID, config: { type: "host-device", pciBusID: "0000:3b:00.0" } },
        {
            technique: "pci-passthrough",
            exceptionId: ID,
            resourceName: "intel.com/whole",
            config: { type: "host-device" },
        },
    ],
    unknown: [{ technique: "unknown", exceptionId: ID, config: { freeForm: { type: "vendor-cni" } } }],
};

describe("what the components make, as the policy pack sees it", () => {
    for (const [technique, networks] of Object.entries(hardware) as [
        Technique,
        kubernetes.NetworkAttachmentDefinitionArgs[],
    ][]) {
        for (const args of networks) {
            const form = "type" in args.config ? args.config.type : "a free form";
            it(`is granted ${technique} by ${form}${typeof args.resourceName === "string" ? ` from ${args.resourceName}` : ""}`, async () => {
                const resources = await run(() => {
                    const net = new kubernetes.NetworkAttachmentDefinition("net", { ...args, metadata });
                    new kubernetes.Pod("probe", { metadata, spec, attachments: [net] });
                    return new kubernetes.Deployment("upf", {
                        metadata,
                        spec: deployment,
                        attachments: [{ network: net, interface: "n3" }],
                    });
                });
                assertGranted(resources, technique, [ID], [NAD, POD, DEPLOYMENT]);
            });
        }
    }

    const software: kubernetes.NetworkAttachmentDefinitionArgs[] = [
        { config: { type: "bridge", vlan: 5, ipam: { type: "whereabouts", range: "10.0.0.0/24" } } },
        { config: { type: "macvlan", master: "eth1" } },
        { config: { type: "ipvlan" } },
        { config: { type: "vlan", master: "eth1", vlanId: 5 } },
        { config: { type: "tap" }, chain: [{ type: "tuning" }, { type: "vrf", vrfname: "red" }] },
        { config: { type: "ovs", bridge: "br-ex" }, resourceName: "ovs-cni.network.kubevirt.io/br-ex" },
        { config: { type: "macvtap" }, resourceName: "macvtap.network.kubevirt.io/eth1" },
        { config: { type: "ovn-k8s-cni-overlay", topology: "layer2", netAttachDefName: "apps/net" } },
        { config: { type: "kube-ovn", provider: "net.apps.ovn" } },
        { config: { type: "dummy" } },
        { config: { type: "ptp" } },
        { config: { type: "cnv-bridge" }, chain: [{ type: "cnv-tuning" }] },
    ];
    for (const args of software) {
        it(`needs no exception with ${"type" in args.config ? args.config.type : ""}`, async () => {
            const resources = await run(() => {
                const net = new kubernetes.NetworkAttachmentDefinition("net", { ...args, metadata });
                return new kubernetes.Deployment("upf", { metadata, spec: deployment, attachments: [net] });
            });
            assertSoftware(resources);
            assert.deepEqual(
                seen(resources).flatMap((one) => one.notices),
                [],
            );
        });
    }
});
