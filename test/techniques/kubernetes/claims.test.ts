import assert from "node:assert/strict";
import { draDrivers, shippedClasses } from "../../../techniques/kubernetes/dra-drivers";
import { config, custom, joined, type Manifest, nad, NOT_YET, pod, read, short, techniques } from "./objects";

function claim(devices: unknown, name = "claim"): Manifest {
    return custom("resource.k8s.io/v1", "ResourceClaim", { devices }, { name });
}

function template(devices: unknown, name = "template"): Manifest {
    return custom("resource.k8s.io/v1", "ResourceClaimTemplate", { spec: { devices } }, { name });
}

function of(deviceClassName: unknown, more: Manifest = {}): Manifest {
    return { requests: [{ name: "r", exactly: { deviceClassName, ...more } }] };
}

function deviceClass(name: string, expressions: readonly string[], more: Manifest = {}): Manifest {
    const selectors = expressions.map((expression) => ({ cel: { expression } }));
    return { apiVersion: "resource.k8s.io/v1", kind: "DeviceClass", metadata: { name }, spec: { selectors, ...more } };
}

/** What a class of each driver offers; "" for nothing. */
const drivers: Record<string, string> = {
    "sriovnetwork.k8snetworkplumbingwg.io": "sriov",
    "dra.net": "pci-passthrough|sriov",
    "dra.cpu": "",
    "gpu.nvidia.com": "accelerator",
    "compute-domain.nvidia.com": "accelerator",
    "gpu.resource.nvidia.com": "accelerator",
    "gpu.amd.com": "accelerator",
    "gpu.intel.com": "accelerator",
    "gaudi.intel.com": "accelerator",
    "qat.intel.com": "accelerator",
    "gpu.resource.intel.com": "accelerator",
    "gaudi.resource.intel.com": "accelerator",
    "qat.resource.intel.com": "accelerator",
    "neuron.aws.com": "accelerator",
    "tpu.google.com": "accelerator",
};

describe("DRA drivers", () => {
    it("are all told apart by this test", () => {
        assert.deepEqual(draDrivers.map(({ driver }) => driver).sort(), Object.keys(drivers).sort());
    });

    for (const [driver, technique] of Object.entries(drivers)) {
        it(`a class of ${driver} offers ${technique || "no network or accelerator device"}`, () => {
            for (const expression of [`device.driver == '${driver}'`, `device.driver=="${driver}"`]) {
                assert.equal(techniques(deviceClass("c", [expression])).join(), technique);
            }
        });

        it(`the class named ${driver} is known where it stands elsewhere`, () => {
            assert.equal(techniques(claim(of(driver))).join(), technique);
        });

        it(`a ResourceClass of ${driver} offers the same`, () => {
            const old = {
                apiVersion: "resource.k8s.io/v1alpha2",
                kind: "ResourceClass",
                metadata: { name: "c" },
                driverName: driver,
            };
            assert.equal(techniques(old).join(), technique);
        });
    }

    for (const [attributes, technique] of [
        ["device.driver == 'gpu.nvidia.com' && device.attributes['gpu.nvidia.com'].type == 'vfio'", "pci-passthrough"],
        ["device.driver == 'gpu.amd.com' && device.attributes['gpu.amd.com'].type == 'vfio'", "pci-passthrough"],
        ["device.attributes['sriovnetwork.k8snetworkplumbingwg.io'].interfaceType == 'Regular'", "pci-passthrough"],
        ["device.attributes['sriovnetwork.k8snetworkplumbingwg.io'].EswitchMode == 'switchdev'", "smartnic"],
        ['has(device.attributes["dra.net"].type) && device.attributes["dra.net"].type == "dummy"', "virtio"],
        ['device.attributes["dra.net"].virtual == true', "virtio"],
        ['device.attributes["dra.net"].isSriovVf == true', "sriov"],
        [
            'device.attributes["dra.net"].type == "dummy" || device.attributes["dra.net"].rdma == true',
            "pci-passthrough|sriov",
        ],
        ['!(device.attributes["dra.net"].type == "dummy")', "pci-passthrough|sriov"],
        [
            'device.attributes["dra.net"].ifName == "eth0" ? true : device.attributes["dra.net"].type == "dummy"',
            "pci-passthrough|sriov",
        ],
        ['device.attributes["dra.net"].type != "dummy"', "pci-passthrough|sriov"],
        ['device.attributes["dra.net"].virtual == trueish', "pci-passthrough|sriov"],
    ] as const) {
        it(`the selector ${attributes} leaves ${technique}`, () => {
            assert.equal(techniques(deviceClass("c", [attributes])).join(), technique);
            const selectors = [{ cel: { expression: attributes } }];
            assert.equal(techniques(claim(of("free-name", { selectors }))).join(), technique);
        });
    }
});

describe("A device class", () => {
    it("is unknown where its driver is none of ours, or not named", () => {
        assert.deepEqual(techniques(deviceClass("c", ["device.driver == 'acme.io'"])), ["unknown"]);
        assert.deepEqual(techniques(deviceClass("c", ["device.capacity['x'].y > 3"])), ["unknown"]);
        assert.deepEqual(techniques(deviceClass("c", [])), ["unknown"]);
        assert.deepEqual(techniques({ ...deviceClass("c", []), spec: NOT_YET }), ["unknown"]);
    });

    it("of an unknown driver is what config says of its name", () => {
        const acme = deviceClass("c", ["device.driver == 'acme.io'"]);
        assert.deepEqual(techniques(acme, config({ deviceClasses: { c: "accelerator" } })), ["accelerator"]);
        assert.deepEqual(techniques(acme, config({ deviceClasses: { c: "none" } })), []);
    });

    it("of a driver of ours is not what config says", () => {
        const gpu = deviceClass("c", ["device.driver == 'gpu.nvidia.com'"]);
        assert.deepEqual(techniques(gpu, config({ deviceClasses: { c: "none" } })), ["accelerator"]);
    });

    it("of which our tables know a part is not what config says", () => {
        const part = deviceClass("c", ["device.driver == 'acme.io' || device.driver == 'gpu.nvidia.com'"]);
        assert.deepEqual(techniques(part, config({ deviceClasses: { c: "none" } })), ["unknown", "accelerator"]);
    });

    it("is the subject of what it offers", () => {
        assert.equal(read(deviceClass("c", ["device.driver == 'gpu.nvidia.com'"])).attachments[0]?.subject, "c");
    });

    it("as a patch that leaves its selectors alone says nothing", () => {
        const type = "kubernetes:resource.k8s.io/v1:DeviceClassPatch";
        assert.deepEqual(techniques(deviceClass("c", []), undefined, { type }), []);
        assert.deepEqual(techniques(deviceClass("c", ["device.driver == 'dra.net'"]), undefined, { type }), [
            "pci-passthrough|sriov",
        ]);
        assert.deepEqual(techniques({ ...deviceClass("c", []), spec: NOT_YET }, undefined, { type }), ["unknown"]);
    });

    it("that lets several drivers through offers each", () => {
        const both = deviceClass("c", ["device.driver == 'gpu.nvidia.com' || device.driver == 'dra.net'"]);
        assert.deepEqual(techniques(both), ["accelerator", "pci-passthrough|sriov"]);
    });

    it("whose configuration names a driver is of that driver", () => {
        const more = { config: [{ opaque: { driver: "sriovnetwork.k8snetworkplumbingwg.io", parameters: {} } }] };
        assert.deepEqual(techniques(deviceClass("c", [], more)), ["sriov"]);
    });
});

describe("A resource claim", () => {
    for (const [words, object] of [
        ["v1", claim(of("gpu.nvidia.com"))],
        [
            "v1beta1",
            {
                ...claim({ requests: [{ name: "r", deviceClassName: "gpu.nvidia.com" }] }),
                apiVersion: "resource.k8s.io/v1beta1",
            },
        ],
        [
            "v1alpha3",
            {
                ...claim({ requests: [{ name: "r", deviceClassName: "gpu.nvidia.com" }] }),
                apiVersion: "resource.k8s.io/v1alpha3",
            },
        ],
        ["v1alpha2", custom("resource.k8s.io/v1alpha2", "ResourceClaim", { resourceClassName: "gpu.nvidia.com" })],
        ["a template", template(of("gpu.nvidia.com"))],
        [
            "a template of v1alpha2",
            custom("resource.k8s.io/v1alpha2", "ResourceClaimTemplate", {
                spec: { resourceClassName: "gpu.nvidia.com" },
            }),
        ],
    ] as const) {
        it(`is read in the form of ${words}`, () => {
            assert.deepEqual(techniques(object as Manifest), ["accelerator"]);
        });
    }

    it("with alternatives asks for each of them", () => {
        const firstAvailable = [
            { name: "a", deviceClassName: "gpu.nvidia.com" },
            { name: "b", deviceClassName: "dra.net" },
        ];
        assert.deepEqual(short(read(claim({ requests: [{ name: "r", firstAvailable }] })).attachments), [
            "asks accelerator spec.devices.requests[0].firstAvailable[0].deviceClassName",
            "asks pci-passthrough|sriov spec.devices.requests[0].firstAvailable[1].deviceClassName",
        ]);
    });

    for (const [words, devices] of [
        ["devices", NOT_YET],
        ["requests", { requests: NOT_YET }],
        ["one request", { requests: [NOT_YET] }],
        ["the exact request", { requests: [{ name: "r", exactly: NOT_YET }] }],
        ["alternatives", { requests: [{ name: "r", firstAvailable: NOT_YET }] }],
        ["the class", of(NOT_YET)],
    ] as const) {
        it(`is unknown where ${words} cannot be known yet`, () => {
            assert.deepEqual(techniques(claim(devices)), ["unknown"]);
        });
    }

    it("for a class with a free name is unknown until the stack, or config, places it", () => {
        const object = claim(of("multinic"));
        assert.deepEqual(techniques(object), ["unknown"]);
        assert.equal(read(object).attachments[0]?.provisional, true);
        assert.deepEqual(techniques(object, config({ deviceClasses: { multinic: "sriov" } })), ["sriov"]);
        assert.deepEqual(techniques(object, config({ deviceClasses: { multinic: "none" } })), []);
        const dranet = deviceClass("multinic", ["device.driver == 'dra.net'"]);
        assert.deepEqual(joined(object, [dranet]).short, [
            "asks pci-passthrough|sriov spec.devices.requests[0].exactly.deviceClassName",
        ]);
        const cpus = deviceClass("multinic", ["device.driver == 'dra.cpu'"]);
        assert.deepEqual(joined(object, [cpus]).short, []);
        assert.deepEqual(joined(object, []).short, ["asks unknown spec.devices.requests[0].exactly.deviceClassName"]);
        assert.equal(joined(object, []).attachments[0]?.provisional, undefined);
    });

    it("whose selectors only read attributes is what its class says", () => {
        const selectors = [{ cel: { expression: 'device.attributes["dra.net"].numaNode == 0' } }];
        const object = claim(of("vf", { selectors }));
        assert.deepEqual(techniques(object), ["pci-passthrough|sriov"]);
        assert.equal(read(object).attachments[0]?.provisional, true);
        const vfs = deviceClass("vf", ["device.driver == 'sriovnetwork.k8snetworkplumbingwg.io'"]);
        assert.deepEqual(
            joined(object, [vfs]).attachments.map((each) => each.techniques.join("|")),
            ["sriov"],
        );
    });

    it("for a software interface is software only if its class lets that driver through", () => {
        const devices = {
            ...of("multinic"),
            config: [{ opaque: { driver: "dra.net", parameters: { interface: { type: "IPVLAN" } } } }],
        };
        assert.deepEqual(techniques(claim(devices)), ["unknown"]);
        assert.deepEqual(joined(claim(devices), [deviceClass("multinic", ["device.driver == 'dra.net'"])]).short, [
            "asks virtio spec.devices.requests[0].exactly.deviceClassName",
        ]);
        const vfs = deviceClass("multinic", ["device.driver == 'sriovnetwork.k8snetworkplumbingwg.io'"]);
        assert.deepEqual(joined(claim(devices), [vfs]).short, [
            "asks sriov spec.devices.requests[0].exactly.deviceClassName",
        ]);
        const mixed = deviceClass("multinic", [
            "device.driver == 'dra.net' || device.driver == 'sriovnetwork.k8snetworkplumbingwg.io'",
        ]);
        assert.deepEqual(
            joined(claim(devices), [mixed]).attachments.map((each) => each.techniques.join("|")),
            ["pci-passthrough|sriov", "sriov"],
        );
        const own = { ...devices, requests: [{ name: "r", exactly: { deviceClassName: "dra.net" } }] };
        assert.deepEqual(techniques(claim(own)), ["virtio"]);
        const other = {
            ...own,
            config: [
                { requests: ["else"], opaque: { driver: "dra.net", parameters: { interface: { type: "IPVLAN" } } } },
            ],
        };
        assert.deepEqual(techniques(claim(other)), ["pci-passthrough|sriov"]);
    });

    it("for a software interface is so only in the requests that its configuration is for", () => {
        const firstAvailable = [
            { name: "a", deviceClassName: "dra.net" },
            { name: "b", deviceClassName: "dra.net" },
        ];
        const ipvlan = (...requests: string[]): Manifest => ({
            requests,
            opaque: { driver: "dra.net", parameters: { interface: { type: "ipvlan" } } },
        });
        const asks = (config_: Manifest): string[] =>
            techniques(claim({ requests: [{ name: "r", firstAvailable }], config: [config_] }));
        assert.deepEqual(asks(ipvlan("r/a")), ["virtio", "pci-passthrough|sriov"]);
        assert.deepEqual(asks(ipvlan("other", "r")), ["virtio", "virtio"]);
        assert.deepEqual(asks(ipvlan()), ["virtio", "virtio"]);
        assert.deepEqual(asks(ipvlan("a")), ["pci-passthrough|sriov", "pci-passthrough|sriov"]);
        const other = { opaque: { driver: "dra.net", parameters: { interface: { type: "other" } } } };
        assert.deepEqual(asks(other), ["pci-passthrough|sriov", "pci-passthrough|sriov"]);
    });

    it("names no network where its configuration names none", () => {
        const devices = {
            ...of("dra.net"),
            config: [{ opaque: { driver: "dra.net", parameters: { netAttachDefName: "" } } }, {}],
        };
        assert.deepEqual(
            read(claim(devices)).references.map(({ kind }) => kind),
            ["device-class"],
        );
    });

    it("names the network that its driver runs on the device", () => {
        const parameters = { kind: "VfConfig", netAttachDefName: "vf-net", netAttachDefNamespace: "nets" };
        const devices = {
            ...of("dra.net"),
            config: [{ opaque: { driver: "sriovnetwork.k8snetworkplumbingwg.io", parameters } }],
        };
        const named = read(claim(devices)).references.find(({ kind }) => kind === "nad");
        assert.deepEqual([named?.value, named?.namespace], ["vf-net", "nets"]);
    });

    it("for a class that a driver's chart ships is known by name", () => {
        assert.deepEqual(Object.keys(shippedClasses).sort(), [
            "compute-domain-daemon.nvidia.com",
            "compute-domain-default-channel.nvidia.com",
            "imex.nvidia.com",
            "mig.nvidia.com",
            "vfio.gpu.nvidia.com",
        ]);
        assert.deepEqual(techniques(claim(of("imex.nvidia.com"))), ["accelerator"]);
        assert.deepEqual(techniques(claim(of("mig.nvidia.com"))), ["accelerator"]);
        assert.deepEqual(techniques(claim(of("vfio.gpu.nvidia.com"))), ["pci-passthrough"]);
        assert.deepEqual(techniques(claim(of("compute-domain-daemon.nvidia.com"))), ["accelerator"]);
        assert.deepEqual(techniques(claim(of("compute-domain-default-channel.nvidia.com"))), ["accelerator"]);
    });
});

describe("A pod with claims", () => {
    const user = (entry: Manifest): Manifest => pod({ spec: { resourceClaims: [{ name: "d", ...entry }] } });
    const vfs = deviceClass("vf", ["device.driver == 'sriovnetwork.k8snetworkplumbingwg.io'"]);

    for (const [words, entry, path] of [
        ["a template", { resourceClaimTemplateName: "template" }, "spec.resourceClaims[0].resourceClaimTemplateName"],
        ["a claim", { resourceClaimName: "claim" }, "spec.resourceClaims[0].resourceClaimName"],
        [
            "a template, in the first form",
            { source: { resourceClaimTemplateName: "template" } },
            "spec.resourceClaims[0].source.resourceClaimTemplateName",
        ],
        [
            "a claim, in the first form",
            { source: { resourceClaimName: "claim" } },
            "spec.resourceClaims[0].source.resourceClaimName",
        ],
    ] as const) {
        it(`uses what ${words} comes to`, () => {
            const member = joined(user(entry), [template(of("vf")), claim(of("vf")), vfs]);
            assert.deepEqual(member.short, [`uses sriov ${path}`]);
            assert.ok(member.attachments[0]?.via?.includes("ResourceClaim"));
        });
    }

    it("is unknown where the claim stands elsewhere, or in another namespace", () => {
        const path = "uses unknown spec.resourceClaims[0].resourceClaimTemplateName";
        assert.deepEqual(joined(user({ resourceClaimTemplateName: "template" }), []).short, [path]);
        const elsewhere = { ...template(of("vf")), metadata: { name: "template", namespace: "other" } };
        assert.deepEqual(joined(user({ resourceClaimTemplateName: "template" }), [elsewhere, vfs]).short, [path]);
    });

    it("is nothing where the claim is for CPUs", () => {
        assert.deepEqual(joined(user({ resourceClaimTemplateName: "template" }), [template(of("dra.cpu"))]).short, []);
    });

    it("is software where the claim is", () => {
        const dummy = template(
            of("dra.net", { selectors: [{ cel: { expression: 'device.attributes["dra.net"].type == "dummy"' } }] }),
        );
        assert.deepEqual(joined(user({ resourceClaimTemplateName: "template" }), [dummy]).short, [
            "uses virtio spec.resourceClaims[0].resourceClaimTemplateName",
        ]);
    });

    it("needs its own exception: the claim's marker does not cover it", () => {
        const marked = {
            ...template(of("vf")),
            metadata: { name: "template", namespace: "default", annotations: { "virtio-first/exception-id": "EXC-1" } },
        };
        const reading = read(user({ resourceClaimTemplateName: "template" }));
        assert.deepEqual(reading.markers.exceptionIds, []);
        assert.equal(
            joined(user({ resourceClaimTemplateName: "template" }), [marked, vfs]).attachments[0]?.coveredBy,
            undefined,
        );
    });

    it("names the class as the subject, for approvals", () => {
        const member = joined(user({ resourceClaimTemplateName: "template" }), [template(of("gpu.nvidia.com"))]);
        assert.equal(member.attachments[0]?.subject, "gpu.nvidia.com");
    });

    it("of another cluster says nothing of a claim, and its claims nothing of a pod", () => {
        const other = { provider: "two" };
        const mine = { provider: "one" };
        assert.deepEqual(
            joined([claim(of("vf")), mine], [[vfs, other]]).attachments.map((each) => each.techniques.join()),
            ["unknown"],
        );
        const member = joined([user({ resourceClaimName: "claim" }), mine], [[claim(of("gpu.nvidia.com")), other]]);
        assert.deepEqual(
            member.attachments.map((each) => each.techniques.join()),
            ["unknown"],
        );
    });

    it("takes a class of the stack beside what its name says", () => {
        const renamed = deviceClass("dra.net", ["device.driver == 'gpu.nvidia.com'"]);
        assert.deepEqual(
            joined(claim(of("dra.net")), [renamed]).attachments.map((each) => each.techniques.join("|")),
            ["pci-passthrough|sriov", "accelerator"],
        );
        const plain = deviceClass("dra.net", ["device.driver == 'dra.net'"]);
        assert.deepEqual(joined(claim(of("dra.net")), [plain]).attachments.length, 1);
    });

    it("takes the union of several claims of one name", () => {
        const others = [template(of("vf")), template(of("gpu.nvidia.com")), vfs];
        assert.deepEqual(joined(user({ resourceClaimTemplateName: "template" }), others).short, [
            "uses sriov spec.resourceClaims[0].resourceClaimTemplateName",
            "uses accelerator spec.resourceClaims[0].resourceClaimTemplateName",
        ]);
    });

    it("whose name is not known yet is decided by what it depends on", () => {
        const object = user({ resourceClaimTemplateName: NOT_YET });
        const standing = { propertyDependencies: { spec: ["1"] } };
        assert.deepEqual(joined([object, standing], [template(of("gpu.nvidia.com"))]).short, [
            "uses accelerator spec.resourceClaims[0].resourceClaimTemplateName",
        ]);
        assert.deepEqual(joined(object, [template(of("gpu.nvidia.com"))]).short, [
            "uses unknown spec.resourceClaims[0].resourceClaimTemplateName",
        ]);
    });
});

describe("A resource that a device class serves", () => {
    const served = deviceClass("vf", ["device.driver == 'sriovnetwork.k8snetworkplumbingwg.io'"], {
        extendedResourceName: "example.com/vf",
    });

    it("is what the class offers, under the extended name and under that of the class", () => {
        for (const name of ["example.com/vf", "deviceclass.resource.kubernetes.io/vf"]) {
            const member = joined(pod({ limits: { [name]: 1 } }), [served]);
            assert.deepEqual(
                member.attachments.map((each) => each.techniques.join("|")),
                ["sriov"],
            );
        }
    });

    it("is nothing where the class is for CPUs, and no device plugin can serve the name too", () => {
        const cpus = deviceClass("cpu", ["device.driver == 'dra.cpu'"], { extendedResourceName: "example.com/cpu" });
        const reserved = "deviceclass.resource.kubernetes.io/cpu";
        assert.deepEqual(joined(pod({ limits: { [reserved]: 1 } }), [cpus]).short, []);
        const extended = joined(pod({ limits: { "example.com/cpu": 1 } }), [cpus]);
        assert.deepEqual(extended.short, ['asks unknown spec.containers[0].resources.limits["example.com/cpu"]']);
        assert.equal(extended.attachments[0]?.provisional, undefined);
        const context = config({ resources: { "example.com/cpu": "none" } });
        assert.deepEqual(joined(pod({ limits: { "example.com/cpu": 1 } }), [cpus], context).short, []);
    });

    it("is known by the class's name where it stands elsewhere", () => {
        assert.deepEqual(techniques(pod({ limits: { "deviceclass.resource.kubernetes.io/gpu.nvidia.com": 1 } })), [
            "accelerator",
        ]);
        assert.deepEqual(techniques(pod({ limits: { "deviceclass.resource.kubernetes.io/free": 1 } })), ["unknown"]);
        assert.deepEqual(techniques(pod({ limits: { "deviceclass.resource.kubernetes.io/dra.cpu": 1 } })), []);
    });
});

describe("A claim of a network", () => {
    it("is one device, not two, with the network that runs on it", () => {
        const parameters = { netAttachDefName: "vf-net" };
        const devices = {
            ...of("sriovnetwork.k8snetworkplumbingwg.io"),
            config: [{ opaque: { driver: "sriovnetwork.k8snetworkplumbingwg.io", parameters } }],
        };
        assert.deepEqual(joined(claim(devices), [nad("vf-net", { type: "sriov" })]).short, [
            "asks sriov spec.devices.requests[0].exactly.deviceClassName",
        ]);
    });
});
