import type { RuleId } from "./rules";

/** A stack, as small as shows the matter: name to type and properties, and the pack's config where it takes part. */
export interface ExampleStack {
    readonly resources: Readonly<Record<string, ExampleResource>>;
    /** Config of `paravirtual-io`. */
    readonly config?: Readonly<Record<string, unknown>>;
}

/** A resource of an example. */
export interface ExampleResource {
    readonly type: string;
    readonly properties: Readonly<Record<string, unknown>>;
}

/** What a rule reports, and what it lets be. */
export interface RuleExample {
    readonly wrong: ExampleStack;
    readonly right: ExampleStack;
}

const ID = "EXC-2026-014";
const TAG = `virtio-first:exception-id=${ID}`;
const RESOURCE = "openshift.io/fast";

const port = (properties: ExampleResource["properties"]): ExampleResource => ({
    type: "openstack:networking/port:Port",
    properties: { networkId: "core", ...properties },
});
const instance = (properties: ExampleResource["properties"]): ExampleResource => ({
    type: "openstack:compute/instance:Instance",
    properties: { flavorName: "m1.large", imageName: "debian-12", networks: [{ uuid: "core" }], ...properties },
});
const fast = (tags: readonly string[] = [TAG]): ExampleResource => port({ binding: { vnicType: "direct" }, tags });
const kubernetes = (apiVersion: string, kind: string, metadata: object, rest: object): ExampleResource => ({
    type: `kubernetes:${apiVersion === "v1" ? "core/v1" : apiVersion}:${kind}`,
    properties: { apiVersion, kind, metadata: { namespace: "apps", ...metadata }, ...rest },
});
const marked = { "virtio-first/exception-id": ID, "virtio-first/technique": "sriov" };
const network = (annotations: object, config: object = { type: "sriov" }): ExampleResource =>
    kubernetes(
        "k8s.cni.cncf.io/v1",
        "NetworkAttachmentDefinition",
        { name: "fast", annotations },
        {
            spec: { config: JSON.stringify({ cniVersion: "1.0.0", ...config }) },
        },
    );
const offered = network({ "k8s.v1.cni.cncf.io/resourceName": RESOURCE, ...marked });
const pool = (deviceType: string): ExampleResource =>
    kubernetes(
        "sriovnetwork.openshift.io/v1",
        "SriovNetworkNodePolicy",
        { name: "fast", annotations: marked },
        {
            spec: {
                resourceName: "fast",
                numVfs: 4,
                deviceType,
                nodeSelector: { nic: "fast" },
                nicSelector: { vendor: "8086" },
            },
        },
    );
const policy = pool("netdevice");
const userSpace = pool("vfio-pci");
const pod = (annotations: object, resources: object, more: object = {}): ExampleResource =>
    kubernetes(
        "v1",
        "Pod",
        { name: "probe", annotations },
        {
            spec: { containers: [{ name: "probe", image: "registry.example/probe:1", resources }], ...more },
        },
    );
const joins = { "k8s.v1.cni.cncf.io/networks": "fast", ...marked };
const pinned = (count: string) => ({
    requests: { cpu: "2", memory: "1Gi", [RESOURCE]: count },
    limits: { cpu: "2", memory: "1Gi", [RESOURCE]: count },
});
const withHugePages = {
    requests: { ...pinned("1").requests, "hugepages-1Gi": "2Gi" },
    limits: { ...pinned("1").limits, "hugepages-1Gi": "2Gi" },
};
const trunk = (portId: string): ExampleResource => ({
    type: "openstack:networking/trunk:Trunk",
    properties: { portId, adminStateUp: true, tags: [TAG] },
});
const machine = (
    domain: object,
    networks: object[] = [{ name: "default", pod: {} }],
    annotations: object = {},
): ExampleResource =>
    kubernetes(
        "kubevirt.io/v1",
        "VirtualMachine",
        { name: "vm", annotations },
        {
            spec: { template: { spec: { domain, networks } } },
        },
    );

const onFunction = machine(
    { devices: { interfaces: [{ name: "n", sriov: {} }] } },
    [{ name: "n", multus: { networkName: "fast" } }],
    marked,
);

const entry = {
    id: ID,
    techniques: ["sriov"],
    scope: { projects: ["core"], stacks: ["dev"], resources: ["openstack:networking/port:Port::fast"] },
    reason: "The user plane needs it.",
    owner: "core@operator.example",
    approvedBy: "board@operator.example",
    approvedOn: "2026-01-15",
    expires: "2035-12-31",
};
const register = (...changes: object[]): ExampleStack["config"] => ({
    exceptions: changes.map((change) => ({ ...entry, ...change })),
});
const underRegister = (change: object): ExampleStack => ({ resources: { fast: fast() }, config: register(change) });
const allowed = underRegister({});

/**
 * For each rule a stack that it reports and one that it does not, for people to read; a test runs the pack over each. Two
 * rules have none: `remediated` speaks of a change that the pack has made, `reader-fault` of a fault of the pack itself.
 */
export const ruleExamples: Readonly<Partial<Record<RuleId, RuleExample>>> = {
    "missing-exception-id": { wrong: { resources: { fast: fast([]) } }, right: { resources: { fast: fast() } } },
    undecidable: {
        wrong: { resources: { fast: port({ binding: { vnicType: "quantum" } }) } },
        right: { resources: { fast: port({ binding: { vnicType: "normal" } }) } },
    },
    "malformed-exception-id": {
        wrong: { resources: { fast: fast(["virtio-first:exception-id=the one of May"]) } },
        right: { resources: { fast: fast() } },
    },
    "unknown-exception-id": { wrong: underRegister({ id: "EXC-2026-099" }), right: allowed },
    "exception-for-other-technique": { wrong: underRegister({ techniques: ["vdpa"] }), right: allowed },
    "exception-out-of-scope": { wrong: underRegister({ scope: { stacks: ["prod"] } }), right: allowed },
    "exception-not-yet-valid": { wrong: underRegister({ validFrom: "2034-01-01" }), right: allowed },
    "exception-expired": { wrong: underRegister({ expires: "2026-03-31" }), right: allowed },
    "register-required": {
        wrong: { resources: { fast: fast() }, config: { requireRegister: true } },
        right: { resources: { fast: fast() }, config: { requireRegister: true, ...register({}) } },
    },
    "register-fault": { wrong: underRegister({ expires: "31 December" }), right: allowed },
    "config-fault": {
        wrong: { resources: { slow: port({}) }, config: { requireRegistre: true } },
        right: { resources: { slow: port({}) }, config: { requireRegister: true } },
    },
    unverifiable: {
        wrong: { resources: { vm: instance({}) } },
        right: {
            resources: { vm: instance({}) },
            config: { flavors: { "m1.*": "none" }, images: { "debian-*": "virtio" } },
        },
    },
    "opaque-executor": {
        wrong: { resources: { script: { type: "command:local:Command", properties: { create: "./attach.sh" } } } },
        right: { resources: { slow: port({}) } },
    },
    emulated: {
        wrong: {
            resources: {
                old: {
                    type: "openstack:images/image:Image",
                    properties: { name: "old", properties: { hw_vif_model: "e1000" } },
                },
            },
        },
        right: {
            resources: {
                old: {
                    type: "openstack:images/image:Image",
                    properties: { name: "old", properties: { hw_vif_model: "virtio" } },
                },
            },
        },
    },
    "host-access": {
        wrong: { resources: { probe: pod({}, {}, { hostNetwork: true }) } },
        right: { resources: { probe: pod({}, {}) } },
    },
    baremetal: {
        wrong: { resources: { metal: port({ binding: { vnicType: "baremetal" } }) } },
        right: { resources: { metal: port({ binding: { vnicType: "normal" } }) } },
    },
    "security-group-without-effect": {
        wrong: {
            resources: { fast: port({ binding: { vnicType: "direct" }, tags: [TAG], securityGroupIds: ["web"] }) },
        },
        right: { resources: { fast: port({ binding: { vnicType: "direct" }, tags: [TAG], noSecurityGroups: true }) } },
    },
    "trunk-on-virtual-function": {
        wrong: {
            resources: { fast: { ...fast(), properties: { ...fast().properties, id: "p1" } }, trunk: trunk("p1") },
        },
        right: { resources: { slow: port({ id: "p1" }), trunk: trunk("p1") } },
    },
    "annotation-without-request": {
        wrong: { resources: { policy, fast: offered, probe: pod(joins, { requests: { cpu: "2" } }) } },
        right: { resources: { policy, fast: offered, probe: pod(joins, pinned("1")) } },
    },
    "request-without-annotation": {
        wrong: { resources: { policy, fast: offered, probe: pod(marked, pinned("1")) } },
        right: { resources: { policy, fast: offered, probe: pod(joins, pinned("1")) } },
    },
    "request-count-differs": {
        wrong: { resources: { policy, fast: offered, probe: pod(joins, pinned("2")) } },
        right: { resources: { policy, fast: offered, probe: pod(joins, pinned("1")) } },
    },
    "network-without-resource-name": {
        wrong: { resources: { fast: network(marked) } },
        right: { resources: { policy, fast: offered } },
    },
    "pool-not-in-stack": {
        wrong: { resources: { fast: offered, probe: pod(joins, pinned("1")) } },
        right: { resources: { policy, fast: offered, probe: pod(joins, pinned("1")) } },
    },
    "cpu-not-pinned": {
        wrong: {
            resources: {
                policy,
                fast: offered,
                probe: pod(joins, { requests: { [RESOURCE]: "1" }, limits: { [RESOURCE]: "1" } }),
            },
        },
        right: { resources: { policy, fast: offered, probe: pod(joins, pinned("1")) } },
    },
    "huge-pages-missing": {
        wrong: { resources: { policy: userSpace, fast: offered, probe: pod(joins, pinned("1")) } },
        right: { resources: { policy: userSpace, fast: offered, probe: pod(joins, withHugePages) } },
    },
    "pool-driver-mismatch": {
        wrong: { resources: { policy, fast: offered, vm: onFunction } },
        right: { resources: { policy: userSpace, fast: offered, vm: onFunction } },
    },
    "annotation-misplaced": {
        wrong: {
            resources: {
                web: kubernetes(
                    "apps/v1",
                    "Deployment",
                    { name: "web", annotations: { "k8s.v1.cni.cncf.io/networks": "blue" } },
                    {
                        spec: { template: { metadata: {}, spec: { containers: [{ name: "web", image: "web:1" }] } } },
                    },
                ),
            },
        },
        right: {
            resources: {
                web: kubernetes(
                    "apps/v1",
                    "Deployment",
                    { name: "web" },
                    {
                        spec: {
                            template: {
                                metadata: { annotations: { "k8s.v1.cni.cncf.io/networks": "blue" } },
                                spec: { containers: [{ name: "web", image: "web:1" }] },
                            },
                        },
                    },
                ),
            },
        },
    },
    "binding-mismatch": {
        wrong: {
            resources: {
                policy,
                fast: offered,
                vm: machine(
                    { devices: { interfaces: [{ name: "n", bridge: {} }] } },
                    [{ name: "n", multus: { networkName: "fast" } }],
                    marked,
                ),
            },
        },
        right: {
            resources: { vm: machine({ devices: { interfaces: [{ name: "default", masquerade: {} }] } }) },
        },
    },
    "exception-used": {
        wrong: allowed,
        right: { resources: { slow: port({}) }, config: register({ scope: { projects: ["other"] } }) },
    },
    "exceptions-unverified": { wrong: { resources: { fast: fast() } }, right: allowed },
    "exception-expiring": { wrong: underRegister({ expires: "2026-12-20" }), right: allowed },
    "exception-unused": { wrong: { resources: { slow: port({}) }, config: register({}) }, right: allowed },
    "exception-over-broad": { wrong: underRegister({ scope: { projects: ["*"] } }), right: allowed },
    "transition-milestone-past": {
        wrong: underRegister({
            transition: { target: "virtio", milestones: [{ name: "measure", date: "2026-02-01", done: false }] },
        }),
        right: underRegister({
            transition: { target: "virtio", milestones: [{ name: "measure", date: "2026-02-01", done: true }] },
        }),
    },
    "register-warning": { wrong: underRegister({ approvedBy: "core@operator.example" }), right: allowed },
};
