import assert from "node:assert/strict";
import { config, custom, joined, type Manifest, nad, NOT_YET, pod, type Standing } from "./objects";

const NETWORKS = 'metadata.annotations["k8s.v1.cni.cncf.io/networks"]';
const CLAIM = "spec.resourceClaims[0].resourceClaimName";
const TEMPLATE = "spec.resourceClaims[0].resourceClaimTemplateName";

/** An object that only labels another: it says nothing of what that one is. */
function labels(apiVersion: string, kind: string, metadata: Manifest): readonly [Manifest, Standing] {
    return [
        { apiVersion, kind, metadata: { ...metadata, labels: { team: "a" } } },
        { type: `kubernetes:${apiVersion}:${kind}Patch` },
    ];
}

function claim(deviceClassName: string, metadata: Manifest, kind = "ResourceClaim"): Manifest {
    const devices = { requests: [{ name: "r", exactly: { deviceClassName } }] };
    return {
        apiVersion: "resource.k8s.io/v1",
        kind,
        metadata,
        spec: kind === "ResourceClaim" ? { devices } : { spec: { devices } },
    };
}

function deviceClass(name: string, expression: string | undefined, more: Manifest = {}): Manifest {
    const selectors = expression === undefined ? {} : { selectors: [{ cel: { expression } }] };
    return {
        apiVersion: "resource.k8s.io/v1",
        kind: "DeviceClass",
        metadata: { name },
        spec: { ...selectors, ...more },
    };
}

const user = (entry: Manifest, namespace = "default"): Manifest =>
    pod({ namespace, spec: { resourceClaims: [{ name: "d", ...entry }] } });

describe("A patch of a device class", () => {
    const label = labels("resource.k8s.io/v1", "DeviceClass", { name: "mystery" });
    const own = claim("mystery", { name: "c", namespace: "default" });
    const path = "spec.devices.requests[0].exactly.deviceClassName";

    it("that leaves its selectors alone settles no claim, and no user of one", () => {
        assert.deepEqual(joined(own, [label]).short, [`asks unknown ${path}`]);
        assert.deepEqual(joined(user({ resourceClaimName: "c" }), [own, label]).short, [`uses unknown ${CLAIM}`]);
    });

    it("that configures a driver alone settles nothing either", () => {
        const [object, standing] = labels("resource.k8s.io/v1", "DeviceClass", { name: "mystery" });
        const configured = { ...object, spec: { config: [{ opaque: { driver: "dra.cpu", parameters: {} } }] } };
        assert.deepEqual(joined(own, [[configured, standing]]).short, [`asks unknown ${path}`]);
        const reserved = "deviceclass.resource.kubernetes.io/mystery";
        assert.deepEqual(joined(pod({ limits: { [reserved]: 1 } }), [[configured, standing]]).short, [
            `asks unknown spec.containers[0].resources.limits["${reserved}"]`,
        ]);
    });

    it("adds to the class itself, where the stack has both", () => {
        const whole = deviceClass("mystery", "device.driver == 'dra.cpu'");
        assert.deepEqual(joined(own, [whole, label]).short, []);
        const type = "kubernetes:resource.k8s.io/v1:DeviceClassPatch";
        const changed = deviceClass("mystery", "device.driver == 'gpu.nvidia.com'");
        assert.deepEqual(joined(own, [whole, [changed, { type }]]).short, [`asks accelerator ${path}`]);
    });

    it("that states the selectors is what they say", () => {
        const type = "kubernetes:resource.k8s.io/v1:DeviceClassPatch";
        assert.deepEqual(joined(own, [[deviceClass("mystery", "device.driver == 'dra.cpu'"), { type }]]).short, []);
    });
});

describe("A patch of a claim", () => {
    const metadata = { name: "gpu", namespace: "default" };

    it("that leaves its requests alone settles nothing", () => {
        const claims = labels("resource.k8s.io/v1", "ResourceClaim", metadata);
        assert.deepEqual(joined(user({ resourceClaimName: "gpu" }), [claims]).short, [`uses unknown ${CLAIM}`]);
        const templates = labels("resource.k8s.io/v1", "ResourceClaimTemplate", metadata);
        assert.deepEqual(joined(user({ resourceClaimTemplateName: "gpu" }), [templates]).short, [
            `uses unknown ${TEMPLATE}`,
        ]);
    });

    it("takes nothing from the claim itself", () => {
        const patch = labels("resource.k8s.io/v1", "ResourceClaim", metadata);
        assert.deepEqual(joined(user({ resourceClaimName: "gpu" }), [patch, claim("dra.cpu", metadata)]).short, []);
        assert.deepEqual(joined(user({ resourceClaimName: "gpu" }), [patch, claim("gpu.nvidia.com", metadata)]).short, [
            `uses accelerator ${CLAIM}`,
        ]);
    });
});

describe("A claim in a namespace that one side leaves out", () => {
    it("is not known to be the one that a pod names", () => {
        const cpus = claim("dra.cpu", { name: "gpu" });
        assert.deepEqual(joined(user({ resourceClaimName: "gpu" }, "prod"), [cpus]).short, [`uses unknown ${CLAIM}`]);
        const hidden = claim("dra.cpu", { name: "gpu", namespace: NOT_YET });
        assert.deepEqual(joined(user({ resourceClaimName: "gpu" }, "prod"), [hidden]).short, [`uses unknown ${CLAIM}`]);
        const template = claim("dra.cpu", { name: "gpu" }, "ResourceClaimTemplate");
        assert.deepEqual(joined(user({ resourceClaimTemplateName: "gpu" }, "prod"), [template]).short, [
            `uses unknown ${TEMPLATE}`,
        ]);
    });

    it("adds its hardware all the same", () => {
        const gpus = claim("gpu.nvidia.com", { name: "gpu" });
        assert.deepEqual(joined(user({ resourceClaimName: "gpu" }, "prod"), [gpus]).short, [
            `uses unknown ${CLAIM}`,
            `uses accelerator ${CLAIM}`,
        ]);
    });

    it("is it where both leave it out, or state the same", () => {
        const bare = user({ resourceClaimName: "gpu" });
        const plain = { ...bare, metadata: { name: "pod" } };
        assert.deepEqual(joined(plain, [claim("dra.cpu", { name: "gpu" })]).short, []);
        const stated = claim("dra.cpu", { name: "gpu", namespace: "prod" });
        assert.deepEqual(joined(user({ resourceClaimName: "gpu" }, "prod"), [stated]).short, []);
        const both = [claim("dra.cpu", { name: "gpu" }), stated];
        assert.deepEqual(joined(user({ resourceClaimName: "gpu" }, "prod"), both).short, []);
    });
});

describe("A network of the stack that settles nothing", () => {
    const patch = labels("k8s.cni.cncf.io/v1", "NetworkAttachmentDefinition", { name: "net-a", namespace: "prod" });
    const joins = pod({ networks: "net-a", namespace: "prod" });
    const machine = custom(
        "kubevirt.io/v1",
        "VirtualMachineInstance",
        {
            domain: { devices: { interfaces: [{ name: "a", bridge: {} }] } },
            networks: [{ name: "a", multus: { networkName: "net-a" } }],
        },
        { namespace: "prod" },
    );

    it("since it is a patch that leaves the configuration alone, cannot be verified", () => {
        assert.deepEqual(joined(joins, [patch]).rules, ["unverifiable"]);
        assert.deepEqual(joined(machine, [patch]).rules, ["unverifiable"]);
        assert.deepEqual(joined(joins, [patch, nad("net-a", { type: "bridge" }, undefined, "prod")]).rules, []);
    });

    it("since its namespace is not stated, or may be any, cannot be verified", () => {
        const open = { ...nad("net-a", { type: "bridge" }), metadata: { name: "net-a" } };
        assert.deepEqual(joined(joins, [open]).rules, ["unverifiable"]);
        assert.deepEqual(joined(machine, [open]).rules, ["unverifiable"]);
        const key = "v1.multus-cni.io/default-network";
        const soft = nad("soft", { type: "bridge" }, undefined, "kube-system");
        assert.deepEqual(joined(pod({ annotations: { [key]: "soft" } }), [soft]).rules, ["unverifiable"]);
        assert.deepEqual(joined(pod({ annotations: { [key]: "kube-system/soft" } }), [soft]).rules, []);
    });

    it("settles where it is of the whole cluster", () => {
        const everywhere = custom("k8s.ovn.org/v1", "ClusterUserDefinedNetwork", {}, { name: "net-a" });
        assert.deepEqual(joined(joins, [everywhere]).rules, []);
        const own = custom("k8s.ovn.org/v1", "UserDefinedNetwork", {}, { name: "net-a", namespace: undefined });
        assert.deepEqual(joined(joins, [own]).rules, ["unverifiable"]);
        const danm = custom("danm.io/v1", "ClusterNetwork", {}, { name: "net-a", namespace: undefined });
        assert.deepEqual(joined(joins, [danm]).rules, []);
    });

    for (const [words, declared] of [
        ["a patch", patch],
        ["a bridge without a namespace", { ...nad("net-a", { type: "bridge" }), metadata: { name: "net-a" } }],
        ["a bridge", nad("net-a", { type: "bridge" }, undefined, "prod")],
    ] as const) {
        it(`is hardware under ${words}, where config says that the name is`, () => {
            const context = config({ networks: { "prod/net-a": "sriov" } });
            assert.ok(joined(joins, [declared], context).short.includes(`uses sriov ${NETWORKS}`));
            assert.ok(
                joined(machine, [declared], context).short.includes("uses sriov spec.networks[0].multus.networkName"),
            );
        });
    }

    it("is verified by config that knows the name as software", () => {
        const context = config({ networks: { "prod/net-a": "virtio" } });
        assert.deepEqual(joined(joins, [patch], context).rules, []);
        assert.deepEqual(joined(machine, [patch], context).rules, []);
    });
});

describe("A pool in software", () => {
    const dummy = deviceClass("d", 'device.attributes["dra.net"].type == "dummy"', {
        extendedResourceName: "openshift.io/sriov_a",
    });
    const fast = nad("fast", { type: "sriov" }, "openshift.io/sriov_a");

    it("never takes the place of hardware: of a network, of who joins it, of a request", () => {
        assert.deepEqual(joined(fast, [dummy]).short, ["asks sriov|vdpa|smartnic spec.config.type"]);
        assert.deepEqual(joined(pod({ networks: "fast" }), [fast, dummy]).short, [
            `uses sriov|vdpa|smartnic ${NETWORKS}`,
        ]);
        assert.deepEqual(joined(pod({ limits: { "openshift.io/sriov_a": 1 } }), [dummy]).short, [
            'asks sriov|vdpa|smartnic spec.containers[0].resources.limits["openshift.io/sriov_a"]',
        ]);
    });

    it("nor of a name that nobody knows, which a device plugin may serve too", () => {
        const nic = { ...dummy, spec: { ...(dummy["spec"] as Manifest), extendedResourceName: "unlisted.io/nic" } };
        assert.deepEqual(joined(pod({ limits: { "unlisted.io/nic": 1 } }), [nic]).short, [
            'asks unknown spec.containers[0].resources.limits["unlisted.io/nic"]',
        ]);
    });

    it("is what a class's own resource name stands for", () => {
        const name = "deviceclass.resource.kubernetes.io/d";
        assert.deepEqual(joined(pod({ limits: { [name]: 1 } }), [dummy]).short, [
            `asks virtio spec.containers[0].resources.limits["${name}"]`,
        ]);
    });
});

describe("A patch of an instance type", () => {
    const machine = custom("kubevirt.io/v1", "VirtualMachine", {
        instancetype: { name: "big", kind: "VirtualMachineInstancetype" },
        template: { spec: { domain: { devices: {} } } },
    });
    const group = "instancetype.kubevirt.io/v1beta1";

    it("does not show what its machines take", () => {
        const patch = labels(group, "VirtualMachineInstancetype", { name: "big", namespace: "default" });
        assert.deepEqual(joined(machine, [patch]).rules, ["unverifiable"]);
        const whole = custom(group, "VirtualMachineInstancetype", { cpu: { guest: 2 } }, { name: "big" });
        assert.deepEqual(joined(machine, [whole]).rules, []);
        assert.deepEqual(joined(machine, [patch, whole]).rules, []);
        const open = { ...whole, metadata: { name: "big" } };
        assert.deepEqual(joined(machine, [open]).rules, ["unverifiable"]);
    });
});
