import assert from "node:assert/strict";
import fc from "fast-check";
import { type Given, judge, unknown } from "./harness";
import { entry } from "./support";

const TOKENS = [
    "openstack:networking/port:Port",
    "openstack:compute/instance:Instance",
    "openstack:compute/flavor:Flavor",
    "openstack:images/image:Image",
    "openstack:orchestration/stackV1:StackV1",
    "openstack:networking/trunk:Trunk",
    "kubernetes:core/v1:Pod",
    "kubernetes:apps/v1:Deployment",
    "kubernetes:batch/v1:CronJob",
    "kubernetes:core/v1:PodList",
    "kubernetes:core/v1:ConfigMap",
    "kubernetes:k8s.cni.cncf.io/v1:NetworkAttachmentDefinition",
    "kubernetes:sriovnetwork.openshift.io/v1:SriovNetworkNodePolicy",
    "kubernetes:kubevirt.io/v1:VirtualMachine",
    "kubernetes:resource.k8s.io/v1:ResourceClaim",
    "kubernetes:helm.sh/v3:Release",
] as const;

/** Words that the readers look for, so that generated properties get past their first step. */
const WORDS = [
    "binding",
    "vnicType",
    "profile",
    "valueSpecs",
    "binding:vnic_type",
    "direct",
    "networks",
    "port",
    "tags",
    "extraSpecs",
    "pci_passthrough:alias",
    "apiVersion",
    "kind",
    "metadata",
    "annotations",
    "spec",
    "containers",
    "resources",
    "limits",
    "k8s.v1.cni.cncf.io/networks",
    "config",
    "template",
    "items",
    "name",
    "namespace",
    "devices",
    "interfaces",
    "sriov",
    "virtio-first/exception-id",
    "EXC-2026-014",
    "intel.com/sriov_a",
    '{"type":"sriov"}',
    "[",
    "__proto__",
    "constructor",
    "toString",
    unknown,
];

const word = fc.oneof(fc.constantFrom(...WORDS), fc.string({ maxLength: 8 }));
const { value } = fc.letrec((tie) => ({
    leaf: fc.oneof(word, fc.constant(null), fc.boolean(), fc.double({ noNaN: true, noDefaultInfinity: true })),
    value: fc.oneof(
        { maxDepth: 5, depthSize: "small" },
        tie("leaf"),
        fc.array(tie("value"), { maxLength: 4 }),
        fc.dictionary(word, tie("value"), { maxKeys: 5, noNullPrototype: true }),
    ),
}));
const properties = fc.dictionary(word, value, { maxKeys: 6, noNullPrototype: true });

describe("the pack on anything at all", () => {
    it("never throws, never falls back to an advisory that it could not run, and always gives a rule", async () => {
        await fc.assert(
            fc.asyncProperty(fc.constantFrom(...TOKENS), properties, properties, async (type, props, outputs) => {
                const given: Given = { type, name: "any", props: props, outputs: outputs };
                const said = await judge([given], { config: { exceptions: [entry()] } });
                for (const { message, rule } of said) {
                    assert.ok(!/can't run policy|can't be known/.test(message), message);
                    assert.notEqual(rule, "", message);
                    assert.notEqual(rule, "reader-fault", message);
                }
            }),
            { numRuns: 600 },
        );
    });

    it("judges a deeply nested resource and a huge one", async () => {
        let deep: unknown = "sriov";
        for (let depth = 0; depth < 400; depth++) {
            deep = { spec: deep };
        }
        const wide = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`key${index}`, "x".repeat(20)]));
        const given = (name: string, spec: unknown): Given => ({
            type: "kubernetes:apps/v1:Deployment",
            name,
            props: { apiVersion: "apps/v1", kind: "Deployment", metadata: { name }, spec },
        });
        const said = await judge([given("deep", deep), given("wide", wide)]);
        assert.ok(said.every(({ rule }) => rule !== "reader-fault"));
    });

    it("refuses a resource at any marker that names no good exception, wherever the marker stands", async () => {
        await fc.assert(
            fc.asyncProperty(properties, async (more) => {
                const props = { ...more, binding: { vnicType: "direct" }, tags: [] };
                const said = await judge([{ type: "openstack:networking/port:Port", name: "p", props: props }], {
                    config: { exceptions: [entry({ id: "EXC-2026-099" })] },
                });
                assert.ok(said.some(({ level }) => level === "mandatory"));
            }),
            { numRuns: 300 },
        );
    });

    it("never prints a secret, wherever a policy can see it", async () => {
        const secret = "s3cr3t-pa55word";
        const resources: Given[] = [
            {
                type: "openstack:networking/port:Port",
                name: "a",
                props: {
                    binding: { vnicType: secret, profile: secret },
                    valueSpecs: { [secret]: secret, "binding:vnic_type": secret },
                    tags: [secret],
                    description: secret,
                },
            },
            {
                type: "openstack:compute/instance:Instance",
                name: "b",
                props: {
                    flavorName: secret,
                    imageName: secret,
                    networks: [{ port: secret, uuid: secret }],
                    metadata: { k: secret },
                    userData: secret,
                },
            },
            {
                type: "openstack:compute/flavor:Flavor",
                name: "c",
                props: { extraSpecs: { "pci_passthrough:alias": secret, "accel:device_profile": secret } },
            },
            {
                type: "openstack:orchestration/stackV1:StackV1",
                name: "d",
                props: {
                    templateOpts: {
                        Bin: `resources:\n  p:\n    type: OS::Neutron::Port\n    properties:\n      binding:vnic_type: ${secret}\n`,
                    },
                },
            },
            {
                type: "kubernetes:k8s.cni.cncf.io/v1:NetworkAttachmentDefinition",
                name: "e",
                props: {
                    apiVersion: "k8s.cni.cncf.io/v1",
                    kind: "NetworkAttachmentDefinition",
                    metadata: { name: "e" },
                    spec: { config: `{"type":"${secret}"}` },
                },
            },
            {
                type: "kubernetes:core/v1:Pod",
                name: "f",
                props: {
                    apiVersion: "v1",
                    kind: "Pod",
                    metadata: { name: "f", annotations: { "k8s.v1.cni.cncf.io/networks": `[{"name": ${secret}` } },
                    spec: {
                        containers: [{ name: "c", env: [{ name: "A", value: secret }], command: [secret] }],
                        volumes: [{ name: "v", hostPath: { path: `/dev/${secret}` } }],
                    },
                },
            },
            {
                type: "kubernetes:kubevirt.io/v1:VirtualMachine",
                name: "g",
                props: {
                    apiVersion: "kubevirt.io/v1",
                    kind: "VirtualMachine",
                    metadata: { name: "g" },
                    spec: {
                        template: {
                            spec: {
                                domain: {
                                    devices: { interfaces: [{ name: "x", model: secret, binding: { name: "y" } }] },
                                },
                            },
                        },
                    },
                },
            },
        ];
        const said = await judge(resources);
        assert.ok(said.length >= 6);
        for (const { message } of said) {
            assert.ok(!message.includes(secret), message);
        }
    });
});
