import assert from "node:assert/strict";
import { fetched } from "../../upstream/fetch";
import { lacking } from "../../upstream/lacking";
import {
    goFields,
    podTemplateHolders,
    pythonConstants,
    pythonList,
    sources,
    tokenTaking,
} from "../../upstream/sources";

describe("the comparison with the sources of truth", () => {
    for (const source of sources.filter(({ origin }) => origin.registry === "installed")) {
        it(`finds nothing lacking among ${source.what}`, () => {
            const { words, unknown } = lacking(source, fetched(source.origin, ""));
            assert.ok(words > 3);
            assert.deepEqual(unknown, []);
        });
    }

    it("names what a source has and a table has not", () => {
        const python = `VNIC_NORMAL = 'normal'\nVNIC_QUANTUM = "quantum"\nOTHER = 'x'\n`;
        assert.deepEqual(pythonConstants(python, "VNIC_"), ["normal", "quantum"]);
        const [vnicTypes] = sources;
        assert.ok(vnicTypes);
        assert.deepEqual(lacking(vnicTypes, [{ file: "portbindings.py", text: python }]), {
            words: 2,
            unknown: ["quantum"],
        });
    });

    it("reads lists of Python, and the names that validators are made for", () => {
        const python = `STANDARDS = [\n    # Virtual CPUs: 'not this'\n    'VCPU',\n    "DPU",\n]\nOTHERS = [\n    'X',\n]\n`;
        assert.deepEqual(pythonList(python, "STANDARDS"), ["VCPU", "DPU"]);
        const classes = sources.find(({ what }) => what === "standard resource classes of Placement");
        assert.ok(classes);
        assert.deepEqual(lacking(classes, [{ file: "__init__.py", text: python }]), { words: 2, unknown: ["DPU"] });
        const validators = `Validator(\n    name='hw:cpu_policy',\n    parameters=[{\n 'name': 'num' }])\nValidator(\n        name=f'resources{{group}}:{c}',\n), Validator(\n    name='hw:vdpa_nic',\n)`;
        const specs = sources.find(({ what }) => what === "extra specs that Nova validates");
        assert.ok(specs);
        assert.deepEqual(lacking(specs, [{ file: "hw.py", text: validators }]), { words: 3, unknown: ["hw:vdpa_nic"] });
    });

    it("reads the fields of a Go struct", () => {
        const go =
            'type A struct {\n\tX *int `json:"x"`\n}\ntype B struct {\n\tBridge *B `json:"bridge,omitempty"`\n}\n';
        assert.deepEqual(goFields(go, "B"), ["bridge"]);
        assert.deepEqual(goFields(go, "C"), []);
    });

    it("reads kinds with pod templates, and resources that take an argument, from declarations", () => {
        const kubernetes = `
        export interface Widget {
            kind?: pulumi.Input<"Widget">;
        }
        export interface WidgetSpec {
            template: pulumi.Input<inputs.core.v1.PodTemplateSpec>;
        }
        export interface Plain {
            kind?: pulumi.Input<"Plain">;
        }`;
        assert.deepEqual(podTemplateHolders(kubernetes), ["Widget"]);
        const openstack = "export interface PortArgs {\n    binding?: pulumi.Input<string>;\n}\n";
        assert.deepEqual(tokenTaking(/^ {4}binding\??:/m)(openstack, "networking/port.d.ts"), [
            "openstack:networking/port:Port",
        ]);
    });
});
