import assert from "node:assert/strict";
import type { Classification } from "../../../techniques/classification";
import type { Joined } from "../../../techniques/stack";
import { type Declared, joinIn, NOT_KNOWN, TOKENS } from "./support";

const urn = (type: string, name: string): string => `urn:pulumi:dev::shop::${type}::${name}`;

/** What a join says, in short. */
function said({ attachments, notices }: Joined): { hardware: string[]; notices: string[] } {
    return {
        hardware: attachments.map(({ techniques, role, path }) => `${role} ${techniques.join("|")} at ${path}`),
        notices: notices.map(({ rule, path }) => `${rule} at ${path}`),
    };
}

const hardwarePort: Declared = {
    type: TOKENS.port,
    name: "fast",
    props: { id: "p-fast", binding: { vnicType: "direct" } },
};
const softwarePort: Declared = {
    type: TOKENS.port,
    name: "plain",
    props: { id: "p-plain", binding: { vnicType: "normal" } },
};
const gpuFlavor: Declared = {
    type: TOKENS.flavor,
    name: "gpu",
    props: { id: "f-gpu", name: "gpu.large", extraSpecs: { "resources:VGPU": "1" } },
};
const plainFlavor: Declared = { type: TOKENS.flavor, name: "small", props: { id: "f-small", name: "m1.small" } };
const sriovImage: Declared = {
    type: TOKENS.image,
    name: "vmware",
    props: { id: "i-vmware", name: "esx", properties: { hw_vif_model: "sriov" } },
};
const plainImage: Declared = { type: TOKENS.image, name: "debian", props: { id: "i-debian", name: "debian-13" } };

function instance(props: object, depends: Declared["depends"] = {}, more: Partial<Declared> = {}): Declared {
    return { type: TOKENS.instance, name: "vm", props, depends, ...more };
}

const everything = [hardwarePort, softwarePort, gpuFlavor, plainFlavor, sriovImage, plainImage];
const quiet = { flavorId: "f-small", imageId: "i-debian" };

function join(vm: Declared, classification: Classification = {}): Joined {
    return joinIn([...everything, vm], vm.name, { classification });
}

describe("OpenStack joins: machine to port", () => {
    it("finds a port by its known ID; the port's marker covers the machine", () => {
        const joined = join(instance({ ...quiet, networks: [{ port: "p-plain" }, { port: "p-fast" }] }));
        assert.deepEqual(joined.attachments, [
            {
                techniques: ["sriov"],
                role: "uses",
                path: "networks[1].port",
                evidence: 'port "fast" (vnic_type direct)',
                via: urn(TOKENS.port, "fast"),
                coveredBy: [urn(TOKENS.port, "fast")],
            },
        ]);
        assert.deepEqual(joined.notices, []);
    });

    it("finds a port whose ID is not known yet by the engine's dependencies", () => {
        const vm = instance({ ...quiet, networks: [{ port: NOT_KNOWN }] }, { networks: ["fast"] });
        assert.deepEqual(said(join(vm)).hardware, ["uses sriov at networks[0].port"]);
    });

    it("takes an unknown port whose dependencies are all software as that, without a word", () => {
        const vm = instance({ ...quiet, networks: [{ port: NOT_KNOWN }] }, { networks: ["plain"] });
        assert.deepEqual(said(join(vm)), { hardware: [], notices: [] });
    });

    it("shows hardware if any dependency is hardware, and names the property where several names are open", () => {
        const vm = instance(
            { ...quiet, networks: [{ port: NOT_KNOWN }, { port: NOT_KNOWN }] },
            { networks: ["plain", "fast"] },
        );
        assert.deepEqual(said(join(vm)), { hardware: ["uses sriov at networks"], notices: [] });
    });

    it("follows dependencies of networks that are not known as a whole", () => {
        const vm = instance({ ...quiet, networks: NOT_KNOWN }, { networks: ["plain", "fast"] });
        assert.deepEqual(said(join(vm)).hardware, ["uses sriov at networks"]);
    });

    it("names one unknown port too many: the one behind comes from elsewhere", () => {
        const vm = instance(
            { ...quiet, networks: [{ port: NOT_KNOWN }, { port: NOT_KNOWN }] },
            { networks: ["plain"] },
        );
        assert.deepEqual(said(join(vm)), { hardware: [], notices: ["unverifiable at networks"] });
    });

    it("a port ID hidden behind a virtio port is found once its value is known", () => {
        const hidden = instance({ ...quiet, networks: [{ port: "p-fast" }] }, { networks: ["plain"] });
        assert.deepEqual(said(join(hidden)).hardware, ["uses sriov at networks[0].port"]);
        const elsewhere = instance({ ...quiet, networks: [{ port: "p-of-another-stack" }] }, { networks: ["plain"] });
        assert.deepEqual(said(join(elsewhere)), { hardware: [], notices: ["unverifiable at networks[0].port"] });
    });

    it("a known ID that names nothing is hardware if a dependency is, and unverifiable all the same", () => {
        const vm = instance({ ...quiet, networks: [{ port: "p-made-up" }] }, { networks: ["fast"] });
        assert.deepEqual(said(join(vm)), {
            hardware: ["uses sriov at networks[0].port"],
            notices: ["unverifiable at networks[0].port"],
        });
    });

    it("an unknown port that depends on no port is unverifiable", () => {
        const vm = instance({ ...quiet, networks: [{ port: NOT_KNOWN }] });
        assert.deepEqual(said(join(vm)), { hardware: [], notices: ["unverifiable at networks[0].port"] });
    });

    it("a decoy port that carries the ID as its name is not taken for the port", () => {
        const decoy: Declared = {
            type: TOKENS.port,
            name: "decoy",
            props: { name: "p-real", binding: { vnicType: "normal" } },
        };
        const vm = instance({ ...quiet, networks: [{ port: "p-real" }] });
        assert.deepEqual(said(joinIn([...everything, decoy, vm], "vm")).notices, ["unverifiable at networks[0].port"]);
    });

    it("a port of unknown technique makes its machine's use unknown", () => {
        const odd: Declared = { type: TOKENS.port, name: "odd", props: { id: "p-odd", binding: { vnicType: "odd" } } };
        const vm = instance({ ...quiet, networks: [{ port: "p-odd" }] });
        assert.deepEqual(said(joinIn([...everything, odd, vm], "vm")).hardware, ["uses unknown at networks[0].port"]);
    });

    it("distinct ports are distinct attachments", () => {
        const second: Declared = {
            ...hardwarePort,
            name: "faster",
            props: { id: "p-2", binding: { vnicType: "direct" } },
        };
        const vm = instance({ ...quiet, networks: [{ port: "p-fast" }, { port: "p-2" }] });
        const { attachments } = joinIn([...everything, second, vm], "vm");
        assert.deepEqual(
            attachments.map(({ path, coveredBy }) => [path, coveredBy]),
            [
                ["networks[0].port", [urn(TOKENS.port, "fast")]],
                ["networks[1].port", [urn(TOKENS.port, "faster")]],
            ],
        );
    });
});

describe("OpenStack joins: machine to flavor and image", () => {
    it("finds them by ID and by name; an offer's marker covers nobody", () => {
        for (const props of [{ flavorId: "f-gpu" }, { flavorName: "gpu.large" }]) {
            const { attachments } = join(instance({ ...props, imageId: "i-debian" }));
            assert.deepEqual(
                attachments.map(({ techniques, role, subject, via, coveredBy }) => [
                    techniques,
                    role,
                    subject,
                    via,
                    coveredBy,
                ]),
                [[["accelerator"], "uses", "VGPU", urn(TOKENS.flavor, "gpu"), undefined]],
            );
        }
        for (const props of [{ imageId: "i-vmware" }, { imageName: "esx" }]) {
            assert.deepEqual(said(join(instance({ ...props, flavorId: "f-small" }))).hardware, [
                `uses sriov at ${Object.keys(props)[0]}`,
            ]);
        }
    });

    it("judges both where a flavor is named by ID and by name", () => {
        const vm = instance({ flavorId: "f-small", flavorName: "gpu.large", imageId: "i-debian" });
        assert.deepEqual(said(join(vm)).hardware, ["uses accelerator at flavorName"]);
        const other = instance({ flavorId: "f-gpu", flavorName: "m1.small", imageId: "i-debian" });
        assert.deepEqual(said(join(other)).hardware, ["uses accelerator at flavorId"]);
    });

    it("finds them by dependencies where they are not known yet", () => {
        const vm = instance(
            { flavorId: NOT_KNOWN, imageId: NOT_KNOWN, networks: [{ port: "p-plain" }] },
            { flavorId: ["gpu"], imageId: ["vmware"] },
        );
        assert.deepEqual(said(join(vm)), {
            hardware: ["uses accelerator at flavorId", "uses sriov at imageId"],
            notices: [],
        });
    });

    it("says in one notice what stands outside the stack", () => {
        const vm = instance({ flavorName: "m1.large", imageName: "debian", networks: [{ port: "x" }] });
        const { notices, attachments } = join(vm);
        assert.deepEqual(attachments, []);
        assert.equal(notices.length, 1);
        assert.match(
            notices[0]?.text ?? "",
            /networks\[0\]\.port \(port\), flavorName \(flavor\), imageName \(image\)/,
        );
        assert.match(notices[0]?.text ?? "", /ports, flavors, images/);
        assert.ok(!notices[0]?.text.includes("m1.large"));
    });

    it("a flavor of that name under another provider is no proof, whatever it holds", () => {
        const decoy: Declared = { ...plainFlavor, name: "decoy", props: { name: "gpu.huge" }, provider: "other" };
        const vm = instance({ flavorName: "gpu.huge", imageId: "i-debian" }, {}, { provider: "mine" });
        const joined = joinIn([plainImage, decoy, vm], "vm");
        assert.deepEqual(said(joined), { hardware: [], notices: ["unverifiable at flavorName"] });
    });

    it("a flavor of that name in another region is no proof either", () => {
        const decoy: Declared = { ...plainFlavor, name: "decoy", props: { name: "gpu.huge", region: "north" } };
        const vm = instance({ flavorName: "gpu.huge", imageId: "i-debian", region: "south" });
        assert.deepEqual(said(joinIn([plainImage, decoy, vm], "vm")).notices, ["unverifiable at flavorName"]);
    });

    it("a decoy whose ID is the name that is asked for is not taken for it", () => {
        const decoy: Declared = { ...plainFlavor, name: "decoy", props: { flavorId: "gpu.huge", name: "harmless" } };
        const vm = instance({ flavorName: "gpu.huge", imageId: "i-debian" });
        assert.deepEqual(said(joinIn([plainImage, decoy, vm], "vm")).notices, ["unverifiable at flavorName"]);
    });

    it("several of one name: their union", () => {
        const twin: Declared = {
            ...gpuFlavor,
            name: "twin",
            props: { name: "m1.small", extraSpecs: { "resources:FPGA": 1 } },
        };
        const vm = instance({ flavorName: "m1.small", imageId: "i-debian" });
        assert.deepEqual(said(joinIn([...everything, twin, vm], "vm")).hardware, ["uses accelerator at flavorName"]);
    });

    it("follows a boot disk to its image, and a volume to the image that it was made from", () => {
        const volume: Declared = { type: TOKENS.volume, name: "disk", props: { id: "v-1", imageId: "i-vmware" } };
        const boot = (device: object): string[] =>
            said(joinIn([...everything, volume, instance({ flavorId: "f-small", blockDevices: [device] })], "vm"))
                .hardware;
        assert.deepEqual(boot({ sourceType: "image", uuid: "i-vmware" }), ["uses sriov at blockDevices[0].uuid"]);
        assert.deepEqual(boot({ sourceType: "volume", uuid: "v-1", bootIndex: 0 }), [
            "uses sriov at blockDevices[0].uuid",
        ]);
        assert.deepEqual(boot({ sourceType: "volume", uuid: "v-1", bootIndex: 1 }), []);
        assert.deepEqual(boot({ sourceType: "blank" }), []);
    });

    it("a boot volume that nobody declares is unverifiable, and so is one whose image nobody declares", () => {
        const odd: Declared = { type: TOKENS.volume, name: "odd", props: { id: "v-2", imageId: "i-outside" } };
        for (const uuid of ["v-outside", "v-2"]) {
            const vm = instance({ flavorId: "f-small", blockDevices: [{ sourceType: "volume", uuid }] });
            assert.deepEqual(said(joinIn([...everything, odd, vm], "vm")).notices, [
                "unverifiable at blockDevices[0].uuid",
            ]);
        }
    });

    it("volumes made from each other in a ring end the search", () => {
        const ring = ["a", "b"].map((name, index): Declared => ({
            type: TOKENS.volume,
            name,
            props: { id: `v-${name}`, sourceVolId: `v-${["b", "a"][index]}`, snapshotId: `v-${["b", "a"][index]}` },
        }));
        const vm = instance({ flavorId: "f-small", blockDevices: [{ sourceType: "volume", uuid: "v-a" }] });
        assert.deepEqual(said(joinIn([...everything, ...ring, vm], "vm")), { hardware: [], notices: [] });
    });
});

describe("OpenStack joins: config says what stands outside", () => {
    const outside = instance({ flavorName: "gpu.x", imageName: "img", networks: [{ port: "p-1" }] });

    it("hardware is used under a marker of one's own", () => {
        const { attachments, notices } = join(outside, {
            flavors: { "gpu.*": "accelerator" },
            images: { img: "sriov" },
            ports: { "p-1": "vdpa" },
        });
        assert.deepEqual(
            attachments.map(({ techniques, role, path, subject, via }) => [techniques[0], role, path, subject, via]),
            [
                ["vdpa", "uses", "networks[0].port", "p-1", undefined],
                ["accelerator", "uses", "flavorName", "gpu.x", undefined],
                ["sriov", "uses", "imageName", "img", undefined],
            ],
        );
        assert.deepEqual(notices, []);
    });

    it("software and what is no device leave nothing to say", () => {
        const classification = {
            flavors: { "*": "none" },
            images: { img: "virtio" },
            ports: { "p-*": "virtio" },
        } as const;
        assert.deepEqual(said(join(outside, classification)), { hardware: [], notices: [] });
    });

    it("an emulated model is advice", () => {
        const classification = {
            flavors: { "*": "none" },
            images: { img: "emulated" },
            ports: { "*": "virtio" },
        } as const;
        assert.deepEqual(said(join(outside, classification)), { hardware: [], notices: ["emulated at imageName"] });
    });

    it("a name that is not known yet is called something only where all of its kind are harmless", () => {
        const vm = instance({ flavorId: NOT_KNOWN, imageId: "i-debian" });
        assert.deepEqual(said(join(vm, { flavors: { "*": "none" } })).notices, []);
        assert.deepEqual(said(join(vm, { flavors: { "*": "none", "gpu.*": "accelerator" } })).notices, [
            "unverifiable at flavorId",
        ]);
    });

    it("what the stack declares is not config's to say", () => {
        const vm = instance({ flavorName: "gpu.large", imageId: "i-debian" });
        assert.deepEqual(said(join(vm, { flavors: { "gpu.large": "none" } })).hardware, [
            "uses accelerator at flavorName",
        ]);
    });

    it("a network whose ports are on hardware makes its users use it", () => {
        const classification = { networks: { "ib-*": "sriov" } } as const;
        const network: Declared = { type: TOKENS.network, name: "ib", props: { id: "n-1", name: "ib-fabric" } };
        const vm = instance({ ...quiet, networks: [{ name: "ib-fabric" }, { uuid: "n-2" }] });
        assert.deepEqual(said(join(vm, classification)).hardware, ["uses sriov at networks[0].name"]);
        const port: Declared = {
            type: TOKENS.port,
            name: "on-ib",
            props: { networkId: NOT_KNOWN },
            depends: { networkId: ["ib"] },
        };
        assert.deepEqual(said(joinIn([network, port], "on-ib", { classification })).hardware, [
            "uses sriov at networkId",
        ]);
    });
});

describe("OpenStack joins: what else uses ports and flavors", () => {
    it("an interface attachment is covered by its port", () => {
        const attach: Declared = {
            type: TOKENS.attach,
            name: "hot",
            props: { instanceId: NOT_KNOWN, portId: NOT_KNOWN },
            depends: { portId: ["fast"] },
        };
        const { attachments } = joinIn([...everything, attach], "hot");
        assert.deepEqual(
            attachments.map(({ path, coveredBy }) => [path, coveredBy]),
            [["portId", [urn(TOKENS.port, "fast")]]],
        );
    });

    it("a trunk is covered by its ports, and a device as its parent gets advice", () => {
        const trunk = (portId: string, sub: string): Declared => ({
            type: TOKENS.trunk,
            name: "trunk",
            props: { portId, subPorts: [{ portId: sub, segmentationId: 7 }] },
        });
        assert.deepEqual(said(joinIn([...everything, trunk("p-fast", "p-plain")], "trunk")), {
            hardware: ["uses sriov at portId"],
            notices: ["trunk-on-virtual-function at portId"],
        });
        assert.deepEqual(said(joinIn([...everything, trunk("p-plain", "p-fast")], "trunk")), {
            hardware: ["uses sriov at subPorts[0].portId"],
            notices: [],
        });
    });

    it("security groups given to a device from outside get advice", () => {
        const associate = (portId: string): Declared => ({ type: TOKENS.associate, name: "groups", props: { portId } });
        assert.deepEqual(said(joinIn([...everything, associate("p-fast")], "groups")).notices, [
            "security-group-without-effect at portId",
        ]);
        assert.deepEqual(said(joinIn([...everything, associate("p-plain")], "groups")).notices, []);
    });

    it("a database and a load balancer need a grant of their own", () => {
        const users: Declared[] = [
            { type: TOKENS.database, name: "db", props: { flavorId: "f-gpu", networks: [{ port: "p-fast" }] } },
            { type: TOKENS.loadBalancer, name: "lb", props: { vipPortId: "p-fast" } },
        ];
        assert.deepEqual(
            users.map(({ name }) =>
                joinIn([...everything, ...users], name).attachments.map(({ path, coveredBy }) => [path, coveredBy]),
            ),
            [
                [
                    ["flavorId", undefined],
                    ["networks[0].port", undefined],
                ],
                [["vipPortId", undefined]],
            ],
        );
    });

    it("a load balancer's flavor leads to its profile, and the profile to its machines' flavor", () => {
        const stack: Declared[] = [
            gpuFlavor,
            { type: TOKENS.flavorProfile, name: "sriov", props: { id: "fp-1", flavorData: '{"sriov_vip": true}' } },
            {
                type: TOKENS.flavorProfile,
                name: "gpu-vms",
                props: { id: "fp-2", flavorData: '{"compute_flavor": "f-gpu"}' },
            },
            { type: TOKENS.loadBalancerFlavor, name: "fast", props: { id: "lf-1", flavorProfileId: "fp-1" } },
            { type: TOKENS.loadBalancerFlavor, name: "odd", props: { id: "lf-2", flavorProfileId: "fp-2" } },
            { type: TOKENS.loadBalancer, name: "lb-1", props: { flavorId: "lf-1" } },
            { type: TOKENS.loadBalancer, name: "lb-2", props: { flavorId: "lf-2" } },
            { type: TOKENS.loadBalancer, name: "lb-3", props: { flavorId: "lf-outside" } },
        ];
        assert.deepEqual(said(joinIn(stack, "fast")).hardware, ["offers sriov at flavorProfileId"]);
        assert.deepEqual(said(joinIn(stack, "lb-1")).hardware, ["uses sriov at flavorId"]);
        assert.deepEqual(said(joinIn(stack, "lb-2")).hardware, ["uses accelerator at flavorId"]);
        assert.deepEqual(said(joinIn(stack, "lb-3")).notices, ["unverifiable at flavorId"]);
        assert.deepEqual(
            said(joinIn(stack, "lb-3", { classification: { loadBalancerFlavors: { "lf-*": "sriov" } } })).hardware,
            ["uses sriov at flavorId"],
        );
    });

    it("a cluster uses what its template and its own flavors bring", () => {
        const stack: Declared[] = [
            ...everything,
            {
                type: TOKENS.clusterTemplate,
                name: "template",
                props: { id: "ct-1", flavor: "gpu.large", image: "debian-13" },
            },
            { type: TOKENS.cluster, name: "by-template", props: { clusterTemplateId: "ct-1" } },
            { type: TOKENS.cluster, name: "by-flavor", props: { clusterTemplateId: "ct-1", masterFlavor: "f-gpu" } },
            { type: TOKENS.nodeGroup, name: "nodes", props: { clusterId: "c-1", flavorId: "gpu.large" } },
        ];
        assert.deepEqual(said(joinIn(stack, "template")), { hardware: ["uses accelerator at flavor"], notices: [] });
        assert.deepEqual(said(joinIn(stack, "by-template")).hardware, ["uses accelerator at clusterTemplateId"]);
        assert.deepEqual(said(joinIn(stack, "by-flavor")).hardware, [
            "uses accelerator at clusterTemplateId",
            "uses accelerator at masterFlavor",
        ]);
        assert.deepEqual(said(joinIn(stack, "nodes")).hardware, ["uses accelerator at flavorId"]);
    });
});

describe("OpenStack machines: NICs that Nova makes", () => {
    it("are virtio, and join to nothing", () => {
        const vm = instance({ ...quiet, networks: [{ uuid: "n-1" }] });
        assert.deepEqual(said(join(vm)), { hardware: [], notices: [] });
    });
});
