import assert from "node:assert/strict";
import { fetched } from "../../upstream/fetch";
import { lacking } from "../../upstream/lacking";
import { goFields, podTemplateHolders, pythonConstants, sources, tokenTaking } from "../../upstream/sources";

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
