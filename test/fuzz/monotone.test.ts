import assert from "node:assert/strict";
import fc from "fast-check";
import { ruleExamples } from "../../policy-pack/rule-examples";
import { type Given, refused } from "../policy-pack/harness";

/** Hardware without an exception, one resource each, as small as can be. */
const HARDWARE: readonly Given[] = [
    ...["direct", "direct-physical", "macvtap", "vdpa", "virtio-forwarder", "remote-managed", "accelerator-direct"].map(
        (vnicType): Given => ({
            type: "openstack:networking/port:Port",
            name: vnicType,
            props: { binding: { vnicType } },
        }),
    ),
    {
        type: "openstack:networking/port:Port",
        name: "by-specs",
        props: { valueSpecs: { "binding:vnic_type": "direct" } },
    },
    {
        type: "openstack:compute/flavor:Flavor",
        name: "gpu",
        props: { extraSpecs: { "pci_passthrough:alias": "a100:1" } },
    },
    {
        type: "kubernetes:core/v1:Pod",
        name: "pod",
        props: {
            apiVersion: "v1",
            kind: "Pod",
            metadata: { name: "pod" },
            spec: { containers: [{ name: "c", resources: { limits: { "intel.com/intel_sriov_netdevice": "1" } } }] },
        },
    },
    {
        type: "kubernetes:k8s.cni.cncf.io/v1:NetworkAttachmentDefinition",
        name: "nad",
        props: {
            apiVersion: "k8s.cni.cncf.io/v1",
            kind: "NetworkAttachmentDefinition",
            metadata: { name: "nad" },
            spec: { config: '{"cniVersion":"1.0.0","type":"host-device","device":"eth1"}' },
        },
    },
    {
        type: "kubernetes:kubevirt.io/v1:VirtualMachine",
        name: "vm",
        props: {
            apiVersion: "kubevirt.io/v1",
            kind: "VirtualMachine",
            metadata: { name: "vm" },
            spec: { template: { spec: { domain: { devices: { hostDevices: [{ name: "d", deviceName: "a/b" }] } } } } },
        },
    },
];

const word = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.constantFrom(
        "normal", "virtio", "none", "bridge", "name", "namespace", "type", "model", "labels", "description", "binding",
        "vnicType", "vnic_type", "value_specs", "valueSpecs", "profile", "technique", "approved", "exceptionId",
        "exception-id", "exception", "virtio-first", "spec", "metadata", "template", "config", "status", "kind2", "true",
    ), // prettier-ignore
);
const value = fc.letrec((tie) => ({
    value: fc.oneof(
        { maxDepth: 3 },
        word,
        fc.constantFrom(null, true, false, 0, 1),
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(word, tie("value"), { maxKeys: 3, noNullPrototype: true }),
    ),
})).value;

/** Every map of a value, by its path. */
function mapsIn(from: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
    if (Array.isArray(from)) {
        return from.flatMap((inner, index) => mapsIn(inner, [...path, index]));
    }
    return typeof from === "object" && from !== null
        ? [path, ...Object.entries(from).flatMap(([key, inner]) => mapsIn(inner, [...path, key]))]
        : [];
}

/** The value with a key more in the map at a path; what is there already stays. */
function grown(from: unknown, path: readonly (string | number)[], key: string, added: unknown): unknown {
    const [step, ...rest] = path;
    if (step === undefined) {
        const map = from as Record<string, unknown>;
        return Object.hasOwn(map, key) ? map : { ...map, [key]: added };
    }
    if (Array.isArray(from)) {
        return from.map((inner, index) => (index === step ? grown(inner, rest, key, added) : (inner as unknown)));
    }
    const map = from as Record<string, unknown>;
    return { ...map, [step]: grown(map[step], rest, key, added) };
}

describe("a resource that is refused", function () {
    this.timeout(300_000);

    for (const given of HARDWARE) {
        it(`stays refused, whatever is added to it: ${given.type} ${given.name}`, async () => {
            assert.ok((await refused([given])).length > 0);
            const additions = fc.array(fc.tuple(fc.nat(), word, value), { minLength: 1, maxLength: 4 });
            await fc.assert(
                fc.asyncProperty(additions, async (all) => {
                    const props = all.reduce<unknown>((sofar, [at, key, added]) => {
                        const maps = mapsIn(sofar);
                        return grown(sofar, maps[at % maps.length] ?? [], key, added);
                    }, given.props);
                    const more = { ...given, props: props as Readonly<Record<string, unknown>> };
                    assert.ok((await refused([more])).length > 0, JSON.stringify(props));
                }),
                { numRuns: 400 },
            );
        });
    }

    it("stays refused beside any other stack that passes", async () => {
        const others = Object.values(ruleExamples).flatMap(({ right }) => Object.entries(right.resources));
        for (const given of HARDWARE) {
            const stack = others.map(([name, { type, properties }], index): Given => ({
                type,
                name: `${name}-${index}`,
                props: properties,
            }));
            const said = await refused([...stack, given]);
            assert.ok(
                said.some(({ resource, message }) => resource === given.name || message.includes(given.name)),
                given.name,
            );
        }
    });
});
