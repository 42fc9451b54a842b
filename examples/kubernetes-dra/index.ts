import * as virtioFirst from "pulumi-virtio-first";

const namespace = "packet-core";
const driver = "sriovnetwork.k8snetworkplumbingwg.io";
const sriov = { technique: "sriov", exceptionId: "EXC-2026-023" } as const;

// A class of virtual functions, for Dynamic Resource Allocation (Kubernetes 1.34 and the DRA driver for SR-IOV).
const functions = new virtioFirst.kubernetes.DeviceClass("virtual-functions", { ...sriov, driver });

// How the driver sets a function up: it runs the network itself, so the pod needs no annotation, and no device plugin
// has a resource for it.
const n6 = new virtioFirst.kubernetes.NetworkAttachmentDefinition("n6", {
    technique: "sriov",
    exceptionId: "EXC-2026-023",
    metadata: { namespace, name: "n6" },
    requestedElsewhere: true,
    config: {
        type: "sriov",
        vlan: 600,
        spoofchk: "on",
        ipam: { type: "host-local", ranges: [[{ subnet: "10.60.0.0/24" }]] },
    },
});

// A claim is made of it for each pod. The class brings technique and exception ID along.
const uplink = new virtioFirst.kubernetes.ResourceClaimTemplate(
    "uplink",
    {
        metadata: { namespace },
        requests: [{ name: "vf", deviceClass: functions }],
        config: [
            {
                driver,
                parameters: {
                    apiVersion: `${driver}/v1alpha1`,
                    kind: "VfConfig",
                    netAttachDefName: "n6",
                    ifName: "n6",
                },
                requests: ["vf"],
            },
        ],
    },
    { dependsOn: n6 },
);

const probe = new virtioFirst.kubernetes.Pod("probe", {
    metadata: { namespace },
    spec: { containers: [{ name: "probe", image: "registry.example/probe:1.0" }] },
    claims: [{ name: "uplink", template: uplink }],
    epa: { containers: { probe: { exclusiveCpus: 2, memory: "2Gi" } } },
});

export const probeName = probe.metadata.name;
