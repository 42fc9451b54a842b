import assert from "node:assert/strict";
import { configSchema } from "../../policy-pack/config-schema";
import { initialConfigOf, type ParavirtualIoOptions } from "../../policy-pack/options";

describe("options of the policies", () => {
    it("are those of the config schema, and the level", () => {
        const every: Required<ParavirtualIoOptions> = {
            enforcementLevel: "mandatory",
            exceptions: [],
            registerFile: "exceptions.yaml",
            requireRegister: true,
            exceptionIdPattern: "^X",
            expiryWarningDays: 30,
            forecastDate: "2030-01-01",
            unverifiable: "off",
            emulated: "off",
            offers: "advisory",
            approvedAccelerators: ["nvidia.com/gpu"],
            publicClouds: true,
            baseline: [],
            baselineFile: "baseline.json",
            flavors: { "m1.*": "none" },
            images: {},
            ports: {},
            networks: { "ns/net": "sriov" },
            resources: {},
            pciAliases: {},
            loadBalancerFlavors: {},
            cniTypes: {},
            bindings: {},
            deviceClasses: {},
        };
        const { enforcementLevel, ...keys } = every;
        assert.ok(enforcementLevel);
        assert.deepEqual(Object.keys(keys).sort(), Object.keys(configSchema.properties).sort());
    });

    it("become the config that a pack starts with", () => {
        assert.deepEqual(initialConfigOf({}), {});
        assert.deepEqual(
            initialConfigOf({ all: "advisory", paravirtualIo: { offers: "off" }, exceptionLifecycle: "disabled" }),
            {
                "paravirtual-io": { enforcementLevel: "advisory", offers: "off" },
                "attachment-health": "advisory",
                "exception-lifecycle": "disabled",
            },
        );
        assert.deepEqual(
            initialConfigOf({ all: "advisory", paravirtualIo: { enforcementLevel: "mandatory" } })["paravirtual-io"],
            {
                enforcementLevel: "mandatory",
            },
        );
    });

    it("hold the level of a policy wherever there is config for it, since the SDK takes none for advisory", () => {
        assert.deepEqual(initialConfigOf({ paravirtualIo: { offers: "off" }, attachmentHealth: "advisory" }), {
            "paravirtual-io": { enforcementLevel: "mandatory", offers: "off" },
            "attachment-health": "advisory",
        });
        assert.deepEqual(initialConfigOf({ paravirtualIo: { enforcementLevel: undefined as never } }), {
            "paravirtual-io": { enforcementLevel: "mandatory" },
        });
    });
});
