import assert from "node:assert/strict";
import fc from "fast-check";
import { type Given, refused } from "../policy-pack/harness";

/*
 * The verdict worked out a second time, slowly and obviously, from what the specification and the platforms' documents
 * say. Nothing here comes from the project's own tables.
 */

const TODAY = "2026-06-15";
const PROJECT = "core";

interface Exception {
    readonly id: string;
    readonly techniques: readonly string[];
    readonly projects: readonly string[];
    readonly validFrom: string;
    readonly expires: string;
}

const exception: fc.Arbitrary<Exception> = fc.record({
    id: fc.constantFrom("EXC-1", "EXC-2", "EXC-3"),
    techniques: fc.subarray(["sriov", "pci-passthrough", "vdpa", "smartnic", "accelerator"], { minLength: 1 }),
    projects: fc.constantFrom([PROJECT], ["other"], ["*"]),
    validFrom: fc.constantFrom("2026-01-01", "2026-06-15", "2026-07-01"),
    expires: fc.constantFrom("2026-05-31", "2026-06-15", "2026-12-31"),
});
const register = fc.uniqueArray(exception, { selector: ({ id }) => id, maxLength: 3 });

function entryOf({ id, techniques, projects, validFrom, expires }: Exception): object {
    const approval = { owner: "team@operator.example", approvedBy: "board", approvedOn: "2026-01-01" };
    const order = expires < validFrom ? { validFrom: "2026-01-01" } : { validFrom };
    return { id, techniques, scope: { projects }, reason: "It is needed for now.", ...approval, ...order, expires };
}

/** True if one of the IDs allows the technique here and today. */
function allowed(technique: string, ids: readonly string[], exceptions: readonly Exception[]): boolean {
    for (const id of ids) {
        for (const one of exceptions) {
            const from = one.expires < one.validFrom ? "2026-01-01" : one.validFrom;
            if (
                one.id === id &&
                one.techniques.includes(technique) &&
                (one.projects.includes(PROJECT) || one.projects.includes("*")) &&
                from <= TODAY &&
                TODAY <= one.expires
            ) {
                return true;
            }
        }
    }
    return false;
}

/** The names of the resources that must be refused. */
function expectedOf(resources: readonly Asked[], exceptions: readonly Exception[]): string[] {
    const names: string[] = [];
    for (const { given, technique, ids } of resources) {
        if (technique !== undefined && !allowed(technique, ids, exceptions)) {
            names.push(given.name);
        }
    }
    return names.sort();
}

/** A resource, the one technique that it asks for if that is hardware, and the IDs that it carries. */
interface Asked {
    readonly given: Given;
    readonly technique: string | undefined;
    readonly ids: readonly string[];
}

async function refusedNames(resources: readonly Asked[], exceptions: readonly Exception[]): Promise<string[]> {
    const config = { exceptions: exceptions.map(entryOf), flavors: { "*": "none" }, images: { "*": "virtio" } };
    const said = await refused(
        resources.map(({ given }) => given),
        { config, now: `${TODAY}T12:00:00Z`, project: PROJECT },
    );
    return [
        ...new Set(said.map(({ resource, message }) => resource || (/"([^"]+)"/.exec(message)?.[1] ?? message))),
    ].sort();
}

const ids = fc.subarray(["EXC-1", "EXC-2", "EXC-9"]);
/** Neutron's vnic_types, as its documents describe them. */
const VNIC_TYPES: Readonly<Record<string, string | undefined>> = {
    normal: undefined,
    direct: "sriov",
    macvtap: "sriov",
    "direct-physical": "pci-passthrough",
    vdpa: "vdpa",
    "virtio-forwarder": "vdpa",
    "remote-managed": "smartnic",
    "accelerator-direct": "accelerator",
    "accelerator-direct-physical": "accelerator",
};

const port = fc
    .record({
        vnicType: fc.option(fc.constantFrom(...Object.keys(VNIC_TYPES)), { nil: undefined }),
        route: fc.constantFrom("binding", "valueSpecs"),
        ids,
    })
    .map(({ vnicType, route, ids: carried }): Omit<Asked, "given"> & { props: Readonly<Record<string, unknown>> } => ({
        technique: vnicType === undefined ? undefined : VNIC_TYPES[vnicType],
        ids: carried,
        props: {
            networkId: "net",
            tags: ["green", ...carried.map((id) => `virtio-first:exception-id=${id}`)],
            ...(vnicType === undefined
                ? {}
                : route === "binding"
                  ? { binding: { vnicType } }
                  : { valueSpecs: { "binding:vnic_type": vnicType } }),
        },
    }));

/** Extended resources, as their device plugins' documents describe them. */
const RESOURCES: Readonly<Record<string, string | undefined>> = {
    cpu: undefined,
    memory: undefined,
    "hugepages-1Gi": undefined,
    "nvidia.com/gpu": "accelerator",
    "amd.com/gpu": "accelerator",
    "devices.kubevirt.io/kvm": undefined,
};
const CNI: Readonly<Record<string, string | undefined>> = {
    bridge: undefined,
    macvlan: undefined,
    ipvlan: undefined,
    "host-device": "pci-passthrough",
};

const annotations = (carried: readonly string[]): object =>
    carried.length === 0 ? {} : { annotations: { "virtio-first/exception-id": carried.join(",") } };

const pod = fc
    .record({ resource: fc.constantFrom(...Object.keys(RESOURCES)), init: fc.boolean(), ids })
    .map(({ resource, init, ids: carried }) => ({
        technique: RESOURCES[resource],
        ids: carried,
        props: {
            apiVersion: "v1",
            kind: "Pod",
            metadata: { name: "p", namespace: "apps", ...annotations(carried) },
            spec: {
                containers: [{ name: "plain" }],
                [init ? "initContainers" : "containers"]: [
                    { name: "c", resources: { limits: { [resource]: "1" }, requests: { [resource]: "1" } } },
                ],
            },
        },
    }));
const network = fc
    .record({ type: fc.constantFrom(...Object.keys(CNI)), chained: fc.boolean(), ids })
    .map(({ type, chained, ids: carried }) => {
        const plugin = { type, device: "eth1", master: "eth0", bridge: "br1" };
        const config = {
            cniVersion: "1.0.0",
            name: "n",
            ...(chained ? { plugins: [plugin, { type: "tuning" }] } : plugin),
        };
        return {
            technique: CNI[type],
            ids: carried,
            props: {
                apiVersion: "k8s.cni.cncf.io/v1",
                kind: "NetworkAttachmentDefinition",
                metadata: { name: "n", namespace: "apps", ...annotations(carried) },
                spec: { config: JSON.stringify(config) },
            },
        };
    });

const KINDS = {
    "ports of OpenStack": ["openstack:networking/port:Port", port],
    "pods with device-plugin resources": ["kubernetes:core/v1:Pod", pod],
    "networks of Kubernetes": ["kubernetes:k8s.cni.cncf.io/v1:NetworkAttachmentDefinition", network],
} as const;

describe("the pack's verdict is that of the specification, worked out by hand", function () {
    this.timeout(300_000);

    for (const [what, [type, arbitrary]] of Object.entries(KINDS)) {
        it(`on ${what}`, async () => {
            await fc.assert(
                fc.asyncProperty(
                    fc.array(arbitrary as fc.Arbitrary<Omit<Asked, "given"> & { props: Given["props"] }>, {
                        minLength: 1,
                        maxLength: 6,
                    }),
                    register,
                    async (all, exceptions) => {
                        const resources = all.map(({ technique, ids: carried, props }, index): Asked => {
                            const name = `r${index}`;
                            const metadata = props?.["metadata"];
                            const named =
                                metadata === undefined ? props : { ...props, metadata: { ...metadata, name } };
                            return { given: { type, name, props: named ?? {} }, technique, ids: carried };
                        });
                        assert.deepEqual(
                            await refusedNames(resources, exceptions),
                            expectedOf(resources, exceptions),
                            JSON.stringify(resources),
                        );
                    },
                ),
                { numRuns: 400 },
            );
        });
    }
});
