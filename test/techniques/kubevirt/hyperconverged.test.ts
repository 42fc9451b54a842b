import assert from "node:assert/strict";
import { custom, joined, type Manifest, NOT_YET, read, short } from "../kubernetes/objects";

const JSON_PATCH = "kubevirt.kubevirt.io/jsonpatch";
const AT = `metadata.annotations["${JSON_PATCH}"]`;

function hyperconverged(spec: unknown, annotations: unknown = {}): Manifest {
    return custom("hco.kubevirt.io/v1beta1", "HyperConverged", spec, { annotations });
}

const offers = (object: Manifest): string[] => short(read(object).attachments);
const patched = (patch: unknown): string[] =>
    offers(hyperconverged({}, { [JSON_PATCH]: typeof patch === "string" ? patch : JSON.stringify(patch) }));

describe("The HyperConverged object", () => {
    const plugin = { downwardAPI: "device-info", sidecarImage: "registry.example/vdpa" };
    const machine = custom("kubevirt.io/v1", "VirtualMachineInstance", {
        domain: { devices: { interfaces: [{ name: "a", binding: { name: "acme" } }] } },
    });

    it("offers the binding plugins that it registers", () => {
        const object = hyperconverged({ networkBinding: { acme: plugin, soft: { domainAttachmentType: "tap" } } });
        assert.deepEqual(offers(object), ["offers vdpa|sriov|smartnic spec.networkBinding.acme"]);
        assert.deepEqual(joined(machine, [object]).short, [
            "asks vdpa|sriov|smartnic spec.domain.devices.interfaces[0].binding.name",
        ]);
        assert.deepEqual(offers(hyperconverged({ networkBinding: NOT_YET })), ["offers unknown spec.networkBinding"]);
    });

    it("offers what its patch adds to KubeVirt's configuration, at any depth", () => {
        const device = { pciDeviceSelector: "8086:1", resourceName: "acme.io/nic" };
        const permitted = `offers pci-passthrough ${AT}.permittedHostDevices.pciHostDevices[0]`;
        for (const [path, value] of [
            ["/spec/configuration/permittedHostDevices/pciHostDevices/-", device],
            ["/spec/configuration/permittedHostDevices/pciHostDevices/0", device],
            ["/spec/configuration/permittedHostDevices/pciHostDevices", [device]],
            ["/spec/configuration/permittedHostDevices", { pciHostDevices: [device] }],
            ["/spec/configuration", { permittedHostDevices: { pciHostDevices: [device] } }],
            ["/spec", { configuration: { permittedHostDevices: { pciHostDevices: [device] } } }],
        ] as const) {
            assert.deepEqual(patched([{ op: "add", path, value }]), [permitted]);
            assert.deepEqual(patched([{ op: "replace", path, value }]), [permitted]);
        }
        assert.deepEqual(patched([{ op: "add", path: "/spec/configuration/network/binding/a~1b", value: plugin }]), [
            `offers vdpa|sriov|smartnic ${AT}.network.binding["a/b"]`,
        ]);
    });

    it("is unknown where the patch cannot be read, is not known yet, or moves parts", () => {
        for (const patch of ["[{", "words", { op: "add" }, [{ op: "move", from: "/a", path: "/b" }], [{ op: "add" }]]) {
            assert.deepEqual(patched(patch), [`offers unknown ${AT}`]);
        }
        assert.deepEqual(offers(hyperconverged({}, { [JSON_PATCH]: NOT_YET })), [`offers unknown ${AT}`]);
        assert.deepEqual(offers(hyperconverged({}, NOT_YET)), [`offers unknown ${AT}`]);
    });

    it("is nothing where the patch sets something else, or takes something away", () => {
        const gates = { op: "add", path: "/spec/configuration/developerConfiguration/featureGates/-", value: "X" };
        assert.deepEqual(patched([gates]), []);
        assert.deepEqual(patched([{ op: "remove", path: "/spec/configuration/permittedHostDevices" }]), []);
        assert.deepEqual(patched(""), []);
        assert.deepEqual(offers(hyperconverged({})), []);
    });
});
