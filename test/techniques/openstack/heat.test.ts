import assert from "node:assert/strict";
import { Budget } from "../../../techniques/openstack/heat/functions";
import { Registry } from "../../../techniques/openstack/heat/registry";
import { type Declared, joinIn, judged, NOT_KNOWN, read, TOKENS } from "./support";

interface Given {
    readonly parameters?: unknown;
    readonly environment?: unknown;
    readonly files?: Record<string, string>;
}

function props(template: unknown, { parameters, environment, files }: Given = {}): object {
    return {
        name: "stack",
        templateOpts: { Bin: template, ...(files === undefined ? {} : { Files: files }) },
        ...(environment === undefined ? {} : { environmentOpts: { Bin: environment } }),
        ...(parameters === undefined ? {} : { parameters }),
    };
}

/** What a template asks for, with paths inside the template. */
function heat(template: unknown, given: Given = {}): string[] {
    return judged(read(TOKENS.heat, props(template, given)).attachments).map((line) =>
        line.replace("templateOpts.Bin.", "").replace(/[Rr]esources\./, ""),
    );
}

const port = (vnic: string): string => `
heat_template_version: 2018-08-31
parameters:
  vnic: {type: string, default: normal}
resources:
  nic:
    type: OS::Neutron::Port
    properties: {network: net, "binding:vnic_type": ${vnic}}
`;
const AT = 'nic.properties["binding:vnic_type"]';

describe("Heat stacks: ports", () => {
    it("are read from YAML and from JSON", () => {
        assert.deepEqual(heat(port("direct")), [`sriov at ${AT}`]);
        const json = { resources: { nic: { type: "OS::Neutron::Port", properties: { "binding:vnic_type": "vdpa" } } } };
        assert.deepEqual(heat(JSON.stringify(json)), [`vdpa at ${AT}`]);
        assert.deepEqual(heat(port("normal")), [`virtio at ${AT}`]);
    });

    it("are read from CloudFormation's form", () => {
        const cfn = {
            Resources: { nic: { Type: "OS::Neutron::Port", Properties: { "binding:vnic_type": "direct" } } },
        };
        assert.deepEqual(heat(JSON.stringify(cfn)), ['sriov at nic.Properties["binding:vnic_type"]']);
    });

    it("take value_specs with a profile, an offload, a device profile", () => {
        const withSpecs = (specs: string): string[] =>
            heat(`resources: {nic: {type: OS::Neutron::Port, properties: {value_specs: ${specs}}}}`);
        assert.deepEqual(withSpecs('{"binding:profile": {capabilities: [switchdev]}}'), [
            'smartnic at nic.properties.value_specs["binding:profile"]',
        ]);
        assert.deepEqual(withSpecs("{hardware_offload_type: switchdev}"), [
            "smartnic at nic.properties.value_specs.hardware_offload_type",
        ]);
        assert.deepEqual(withSpecs("{device_profile: fpga}"), [
            "accelerator at nic.properties.value_specs.device_profile",
        ]);
        assert.deepEqual(withSpecs("{get_attr: [a, b]}"), ["unknown at nic.properties.value_specs"]);
    });

    it("merged by YAML's own merge keys are read", () => {
        assert.deepEqual(
            heat(`
x-hw: &hw {"binding:vnic_type": direct}
resources: {nic: {type: OS::Neutron::Port, properties: {<<: *hw, network: n}}}`),
            [`sriov at ${AT}`],
        );
    });
});

describe("Heat stacks: parameters and environment", () => {
    it("a parameter's own default counts where nothing else is given", () => {
        assert.deepEqual(heat(port("{get_param: vnic}")), [`virtio at ${AT}`]);
    });

    it("given parameters, the environment and its defaults count before it", () => {
        const template = port("{get_param: vnic}");
        assert.deepEqual(heat(template, { parameters: { vnic: "direct" } }), [`sriov at ${AT}`]);
        assert.deepEqual(heat(template, { environment: "parameters: {vnic: direct}" }), [`sriov at ${AT}`]);
        assert.deepEqual(heat(template, { environment: "parameter_defaults: {vnic: macvtap}" }), [`sriov at ${AT}`]);
        assert.deepEqual(
            heat(template, { parameters: { vnic: "normal" }, environment: "parameters: {vnic: direct}" }),
            [`virtio at ${AT}`],
        );
    });

    it("a parameter that is not known yet is unknown, and so is one that nobody gives", () => {
        assert.deepEqual(heat(port("{get_param: vnic}"), { parameters: { vnic: NOT_KNOWN } }), [`unknown at ${AT}`]);
        assert.deepEqual(heat(port("{get_param: vnic}"), { parameters: NOT_KNOWN }), [`unknown at ${AT}`]);
        assert.deepEqual(heat(port("{get_param: nowhere}")), [`unknown at ${AT}`]);
    });

    it("parts of a JSON parameter are found", () => {
        const template = `
parameters: {nic: {type: json}}
resources: {nic: {type: OS::Neutron::Port, properties: {"binding:vnic_type": {get_param: [nic, type]}}}}`;
        assert.deepEqual(heat(template, { parameters: { nic: '{"type": "vdpa"}' } }), [`vdpa at ${AT}`]);
        assert.deepEqual(heat(template, { parameters: { nic: '{"kind": "vdpa"}' } }), [`unknown at ${AT}`]);
        assert.deepEqual(heat(template, { parameters: { nic: "{" } }), [`unknown at ${AT}`]);
    });

    it("functions are carried out as far as they can be", () => {
        const cases: [string, string][] = [
            ['{list_join: ["-", [direct, physical]]}', "pci-passthrough"],
            ["{str_replace: {template: X-physical, params: {X: direct}}}", "pci-passthrough"],
            ["{if: [{equals: [{get_param: vnic}, normal]}, direct, normal]}", "sriov"],
            ["{if: [{not: {equals: [{get_param: vnic}, normal]}}, direct, normal]}", "virtio"],
            ["{if: [nowhere, direct, normal]}", "unknown"],
            ["{if: [nowhere, direct, direct]}", "sriov"],
            ["{get_attr: [other, vnic]}", "unknown"],
            ["{get_file: vnic.txt}", "unknown"],
            ["{yaql: {expression: $}}", "unknown"],
            ["{get_resource: nic}", "unknown"],
            ["{digest: [md5, x]}", "unknown"],
        ];
        for (const [vnic, technique] of cases) {
            assert.deepEqual(heat(port(vnic)), [`${technique} at ${AT}`], vnic);
        }
    });

    it("a resource whose condition does not hold is left out; one that cannot be told is not", () => {
        const withCondition = (condition: string): string[] =>
            heat(`
parameters: {hw: {type: boolean, default: "no"}}
conditions: {fast: {get_param: hw}}
resources: {nic: {type: OS::Neutron::Port, condition: ${condition}, properties: {"binding:vnic_type": direct}}}`);
        assert.deepEqual(withCondition("fast"), []);
        assert.deepEqual(withCondition("{not: fast}"), [`sriov at ${AT}`]);
        assert.deepEqual(withCondition("{and: [fast, nowhere]}"), []);
        assert.deepEqual(withCondition("nowhere"), [`sriov at ${AT}`]);
    });
});

describe("Heat stacks: machines, flavors, images", () => {
    it("a server's port_extra_properties ask for a device without any port resource", () => {
        assert.deepEqual(
            heat(`
resources:
  vm:
    type: OS::Nova::Server
    properties:
      networks:
        - {network: a}
        - {network: b, port_extra_properties: {"binding:vnic_type": direct}}
        - {network: c, port_extra_properties: {value_specs: {"binding:profile": {capabilities: [switchdev]}}}}`),
            [
                "virtio at vm.properties.networks[0]",
                'sriov at vm.properties.networks[1].port_extra_properties["binding:vnic_type"]',
                'smartnic at vm.properties.networks[2].port_extra_properties.value_specs["binding:profile"]',
            ],
        );
    });

    it("networks that cannot be read are unknown", () => {
        assert.deepEqual(
            heat("resources: {vm: {type: OS::Nova::Server, properties: {networks: {get_attr: [a, b]}}}}"),
            ["unknown at vm.properties.networks"],
        );
    });

    it("networks built by repeat over a parameter are read", () => {
        assert.deepEqual(
            heat(
                `
parameters: {types: {type: comma_delimited_list}}
resources:
  vm:
    type: OS::Nova::Server
    properties:
      networks:
        repeat:
          for_each: {<%t%>: {get_param: types}}
          template: {network: n, port_extra_properties: {"binding:vnic_type": <%t%>}}`,
                { parameters: { types: "normal,direct" } },
            ),
            [
                'virtio at vm.properties.networks[0].port_extra_properties["binding:vnic_type"]',
                'sriov at vm.properties.networks[1].port_extra_properties["binding:vnic_type"]',
            ],
        );
    });

    it("flavors and images offer what they bring", () => {
        assert.deepEqual(
            heat(`
resources:
  f: {type: OS::Nova::Flavor, properties: {extra_specs: {"pci_passthrough:alias": "gpu:1", "hw:cpu_policy": dedicated}}}
  i: {type: OS::Glance::WebImage, properties: {extra_properties: {hw_vif_model: VirtualSriovEthernetCard}}}
  lb: {type: OS::Octavia::FlavorProfile, properties: {flavor_data: '{"sriov_vip": true}'}}`),
            [
                'pci-passthrough|sriov|accelerator at f.properties.extra_specs["pci_passthrough:alias"]',
                "sriov at i.properties.extra_properties.hw_vif_model",
                "sriov at lb.properties.flavor_data",
            ],
        );
    });

    it("words that ask for a device are found wherever they stand", () => {
        assert.deepEqual(
            heat(
                "resources: {p: {type: OS::Senlin::Profile, properties: {spec: {properties: {networks: [{vnic_type: direct}]}}}}}",
            ),
            ["sriov at p.properties.spec.properties.networks[0].vnic_type"],
        );
    });

    it("name flavors, images and ports outside, but not the template's own", () => {
        const template = `
resources:
  own: {type: OS::Neutron::Port, properties: {network: n}}
  vm:
    type: OS::Nova::Server
    properties: {flavor: m1, image: {get_param: image}, networks: [{port: {get_resource: own}}, {port: p-outside}]}`;
        const { references } = read(TOKENS.heat, props(template, { parameters: { image: NOT_KNOWN } }));
        assert.deepEqual(
            references.map(({ kind, value }) => [kind, typeof value === "symbol" ? "?" : value]),
            [
                ["port", "p-outside"],
                ["flavor", "m1"],
                ["flavor-name", "m1"],
                ["image", "?"],
                ["image-name", "?"],
            ],
        );
    });
});

describe("Heat stacks: groups and nested templates", () => {
    const inner =
        'parameters: {v: {type: string}}\nresources: {nic: {type: OS::Neutron::Port, properties: {"binding:vnic_type": {get_param: v}}}}';

    it("resources of groups and chains are read", () => {
        const definition = '{type: OS::Neutron::Port, properties: {name: "p-%index%", "binding:vnic_type": direct}}';
        for (const [type, key] of [
            ["OS::Heat::ResourceGroup", "resource_def"],
            ["OS::Heat::AutoScalingGroup", "resource"],
        ] as const) {
            assert.deepEqual(heat(`resources: {g: {type: ${type}, properties: {${key}: ${definition}}}}`), [
                `sriov at g.properties.${key}.properties["binding:vnic_type"]`,
            ]);
        }
        assert.deepEqual(
            heat(
                'resources: {c: {type: OS::Heat::ResourceChain, properties: {resources: [OS::Neutron::Port], resource_properties: {"binding:vnic_type": vdpa}}}}',
            ),
            ['vdpa at c.properties.resource_properties["binding:vnic_type"]'],
        );
    });

    it("a vnic_type by index cannot be told", () => {
        assert.deepEqual(
            heat(
                'parameters: {v: {type: json, default: ["normal", "direct"]}}\nresources: {g: {type: OS::Heat::ResourceGroup, properties: {resource_def: {type: OS::Neutron::Port, properties: {"binding:vnic_type": {get_param: [v, "%index%"]}}}}}}',
            ),
            ['unknown at g.properties.resource_def.properties["binding:vnic_type"]'],
        );
    });

    it("a template by file name is read with its own parameters where the file comes along", () => {
        const template = "resources: {n: {type: ./inner.yaml, properties: {v: direct}}}";
        assert.deepEqual(heat(template, { files: { "inner.yaml": inner } }), [
            'sriov at n.properties.resources.nic.properties["binding:vnic_type"]',
        ]);
        assert.deepEqual(heat(template), ["unknown at n.properties"]);
    });

    it("a template inside OS::Heat::Stack is read", () => {
        const template = {
            resources: { s: { type: "OS::Heat::Stack", properties: { template: inner, parameters: { v: "vdpa" } } } },
        };
        assert.deepEqual(heat(JSON.stringify(template)), [
            'vdpa at s.properties.template.resources.nic.properties["binding:vnic_type"]',
        ]);
    });

    it("templates that hold each other end", () => {
        const found = heat("resources: {n: {type: loop.yaml}}", {
            files: { "loop.yaml": "resources: {n: {type: loop.yaml}}" },
        });
        assert.deepEqual(
            found.map((line) => line.split(" ")[0]),
            ["unknown"],
        );
    });

    it("types behind names of one's own are found in the registry; others are unknown", () => {
        const template = 'resources: {n: {type: My::Nic, properties: {"binding:vnic_type": direct}}}';
        assert.deepEqual(heat(template), ["unknown at n.properties"]);
        for (const registry of [
            '{"My::Nic": "OS::Neutron::Port"}',
            '{"My::*": "OS::Neutron::Port"}',
            '{"My::Nic": "Your::Nic", "Your::Nic": "OS::Neutron::Port"}',
        ]) {
            assert.deepEqual(heat(template, { environment: `resource_registry: ${registry}` }), [
                'sriov at n.properties["binding:vnic_type"]',
            ]);
        }
    });

    it("a nested file is taken under its own name, never under another path that ends with it", () => {
        const template = "resources: {n: {type: port.yaml}}";
        const nic = (vnicType: string) =>
            `resources: {p: {type: OS::Neutron::Port, properties: {"binding:vnic_type": ${vnicType}}}}`;
        const sriov = ['sriov at n.properties.resources.p.properties["binding:vnic_type"]'];
        const decoy = { "a/port.yaml": nic("normal"), "port.yaml": nic("direct") };
        assert.deepEqual(heat(template, { files: decoy }), sriov);
        assert.deepEqual(heat(template, { files: { "file:///x/port.yaml": nic("direct") } }), sriov);
        const several = heat(template, { files: { "a/port.yaml": nic("normal"), "b/port.yaml": nic("direct") } });
        assert.deepEqual(
            several.map((line) => line.split(" ")[0]),
            ["unknown"],
        );
    });

    it("a template that the registry puts behind a plain type is read", () => {
        const template = "resources: {n: {type: OS::Neutron::Port, properties: {v: direct}}}";
        const environment = 'resource_registry: {"OS::Neutron::Port": inner.yaml}';
        assert.deepEqual(heat(template, { environment, files: { "inner.yaml": inner } }), [
            'sriov at n.properties.resources.nic.properties["binding:vnic_type"]',
        ]);
        const single = 'resource_registry: {resources: {n: {"OS::Neutron::Port": inner.yaml}}}';
        assert.deepEqual(heat(template, { environment: single, files: { "inner.yaml": inner } }), [
            "virtio at n.properties",
            'sriov at n.properties.resources.nic.properties["binding:vnic_type"]',
        ]);
    });
});

describe("Heat stacks whose registry has several patterns for one type", () => {
    const template = 'resources: {n: {type: OS::Neutron::Port, properties: {"binding:vnic_type": direct}}}';
    const under = (registry: object): string[] =>
        heat(template, { environment: JSON.stringify({ resource_registry: registry }) });
    const port = ['sriov at n.properties["binding:vnic_type"]'];

    it("a pattern that maps a type to itself keeps it, whatever another pattern says", () => {
        assert.deepEqual(under({ "OS::Neutron::*": "OS::Neutron::*" }), port);
        assert.ok(under({ "OS::Neutron::*": "OS::Neutron::*", "OS::*": "OS::Heat::None" }).includes(port[0] ?? ""));
        assert.ok(under({ "OS::Neutron::*": "OS::Heat::None", "OS::*": "OS::*" }).includes(port[0] ?? ""));
    });

    it("the type's own name goes before every pattern", () => {
        assert.deepEqual(under({ "OS::Neutron::Port": "OS::Heat::None", "OS::*": "OS::*" }), []);
        assert.ok(
            under({ "OS::Neutron::Port": "OS::Neutron::Port", "OS::*": "OS::Heat::None" }).includes(port[0] ?? ""),
        );
    });

    it("a type that every pattern puts something else behind is not made", () => {
        assert.deepEqual(under({ "OS::Neutron::*": "OS::Heat::None", "OS::*": "OS::Heat::None" }), []);
    });
});

describe("Heat stacks that name ports of others", () => {
    const config = { classification: { ports: { "p-fast": "sriov" } } } as const;

    for (const type of ["OS::Nova::Server", "OS::Trove::Instance", "OS::Zun::Container"]) {
        it(`${type}: what config calls the port counts`, () => {
            const template = `resources: {db: {type: "${type}", properties: {networks: [{port: p-fast}]}}}`;
            const declared = { type: TOKENS.heat, name: "heat", props: props(template) };
            const { attachments } = joinIn([declared], "heat", config);
            assert.ok(
                judged(attachments).some((line) => line.startsWith("sriov")),
                JSON.stringify(judged(attachments)),
            );
        });
    }
});

describe("Heat stacks that cannot be read", () => {
    it("are unknown: by address only, not given, not known yet, no template", () => {
        const stack = (templateOpts: unknown): string[] => judged(read(TOKENS.heat, { templateOpts }).attachments);
        assert.deepEqual(stack({ URL: "http://example.org/t.yaml" }), ["unknown at templateOpts"]);
        assert.deepEqual(stack({}), ["unknown at templateOpts"]);
        assert.deepEqual(stack(NOT_KNOWN), ["unknown at templateOpts"]);
        assert.deepEqual(stack(undefined), ["unknown at templateOpts"]);
        assert.deepEqual(stack({ Bin: NOT_KNOWN }), ["unknown at templateOpts.Bin"]);
        for (const Bin of ["{", "- a", "7", "a: 1\na: 2", "a: !odd x", "a: 1\n---\nb: 2", { a: 1 }]) {
            assert.deepEqual(stack({ Bin }), ["unknown at templateOpts.Bin"], JSON.stringify(Bin));
        }
    });

    it("an environment by address, or one that cannot be parsed, leaves everything open", () => {
        const stack = (environmentOpts: unknown): string[] =>
            judged(read(TOKENS.heat, { ...props(port("normal")), environmentOpts }).attachments);
        assert.deepEqual(stack({ URL: "http://example.org/e.yaml" }), [
            "unknown at environmentOpts",
            `virtio at templateOpts.Bin.resources.${AT}`,
        ]);
        assert.deepEqual(stack({ Bin: "{" }).slice(0, 1), ["unknown at environmentOpts.Bin"]);
        assert.deepEqual(stack({}), [`virtio at templateOpts.Bin.resources.${AT}`]);
    });

    it("resources without a type, and properties that are a function, are unknown", () => {
        assert.deepEqual(heat("resources: {n: {properties: {}}}"), ["unknown at n.properties"]);
        assert.deepEqual(heat("resources: {n: {type: OS::Neutron::Port, properties: {get_file: x}}}"), [
            "unknown at n.properties",
        ]);
    });

    it("aliases that multiply without end are refused at once", () => {
        const letters = "abcdefghijklmnop".split("");
        const bomb = letters
            .map(
                (letter, index) =>
                    `${letter}: &${letter} [${Array(10)
                        .fill(index === 0 ? "x" : `*${letters[index - 1]}`)
                        .join()}]`,
            )
            .join("\n");
        assert.deepEqual(
            heat(bomb).map((line) => line.split(" ")[0]),
            ["unknown"],
        );
    });

    it("templates that ask for endless work are given up, not believed", () => {
        const nested = Object.fromEntries(
            Array.from({ length: 5 }, (_, level) => [
                `l${level}.yaml`,
                `resources: {${Array.from({ length: 60 }, (__, index) => `r${index}: {type: ${level === 4 ? "OS::Neutron::Net" : `l${level + 1}.yaml`}}`).join()}}`,
            ]),
        );
        const found = heat("resources: {a: {type: l0.yaml}}", { files: nested });
        assert.ok(found.some((line) => line.startsWith("unknown")));
    });
});

describe("Heat stacks of a fork of the provider", () => {
    const OTC = "opentelekomcloud:index/rtsStackV1:RtsStackV1";
    const stack = (given: object): string[] => judged(read(OTC, given).attachments);

    it("are read from arguments of their own", () => {
        assert.deepEqual(stack({ templateBody: port("{get_param: vnic}"), environment: "parameters: {vnic: vdpa}" }), [
            `vdpa at templateBody.resources.${AT}`,
        ]);
        const nested = "resources: {n: {type: inner.yaml}}";
        const inner = 'resources: {nic: {type: OS::Neutron::Port, properties: {"binding:vnic_type": direct}}}';
        assert.deepEqual(stack({ templateBody: nested, files: { "inner.yaml": inner } }), [
            'sriov at templateBody.resources.n.properties.resources.nic.properties["binding:vnic_type"]',
        ]);
    });

    it("are unknown by address only", () => {
        assert.deepEqual(stack({ templateUrl: "http://example.org/t" }), ["unknown at templateUrl"]);
        assert.deepEqual(stack({ templateBody: NOT_KNOWN }), ["unknown at templateBody"]);
    });
});

describe("Heat stacks in a stack", () => {
    it("find a port behind a parameter that is not known yet", () => {
        const fast: Declared = { type: TOKENS.port, name: "fast", props: { binding: { vnicType: "direct" } } };
        const stack: Declared = {
            type: TOKENS.heat,
            name: "heat",
            props: props(
                "parameters: {p: {type: string}}\nresources: {vm: {type: OS::Nova::Server, properties: {networks: [{port: {get_param: p}}]}}}",
                { parameters: { p: NOT_KNOWN } },
            ),
            depends: { parameters: ["fast"] },
        };
        const { attachments } = joinIn([fast, stack], "heat");
        assert.deepEqual(judged(attachments), ["sriov at templateOpts.Bin.resources.vm.properties.networks[0].port"]);
    });

    it("what a template takes over from outside is not verifiable", () => {
        const stack: Declared = {
            type: TOKENS.heat,
            name: "heat",
            props: props("resources: {nic: {type: OS::Neutron::Port, external_id: p-1}}"),
        };
        assert.deepEqual(
            joinIn([stack], "heat").notices.map(({ rule, path }) => `${rule} at ${path}`),
            ["unverifiable at templateOpts.Bin.resources.nic.external_id"],
        );
    });
});

describe("Heat stacks: functions that put together more than any template needs", () => {
    const vnicType = (value: unknown): string =>
        heat(
            JSON.stringify({ resources: { nic: { type: "OS::Neutron::Port", properties: { vnic_type: value } } } }),
        ).join();
    const networks = (value: unknown): string[] =>
        heat(JSON.stringify({ resources: { vm: { type: "OS::Nova::Server", properties: { networks: value } } } }));
    const empty = (length: number): string[] => Array.from({ length }, () => "");

    it("join at most 10,000 words, and 65,536 letters", () => {
        assert.equal(vnicType({ list_join: ["", [...empty(9_999), "direct"]] }), "sriov at nic.properties.vnic_type");
        assert.equal(
            vnicType({ list_join: ["", [...empty(10_000), "direct"]] }),
            "unknown at nic.properties.vnic_type",
        );
        const long = heat(
            JSON.stringify({
                resources: {
                    nic: {
                        type: "OS::Neutron::Port",
                        properties: { vnic_type: { list_join: ["", ["x".repeat(65_537)]] } },
                    },
                },
            }),
        );
        assert.deepEqual(long, ["unknown at nic.properties.vnic_type"]);
    });

    it("replace into at most 65,536 letters, whatever is put in the place of each", () => {
        const grown = (times: number, by: number): unknown => ({
            str_replace: { template: `${"a".repeat(times)}b`, params: { a: "x".repeat(by), b: "y" } },
        });
        const evidence = (value: unknown): string | undefined =>
            read(
                TOKENS.heat,
                props(
                    JSON.stringify({
                        resources: { nic: { type: "OS::Neutron::Port", properties: { vnic_type: value } } },
                    }),
                ),
            ).attachments[0]?.evidence;
        assert.match(evidence(grown(255, 257)) ?? "", /none of Neutron's/);
        assert.match(evidence(grown(256, 256)) ?? "", /not known yet/);
        assert.match(evidence(grown(60_000, 60_000)) ?? "", /not known yet/);
    });

    it("replace no more words than the work that is left allows", () => {
        // The longest key goes first and leaves many parts, through which each of the others looks.
        const params = Object.fromEntries(empty(5_000).map((word, index) => [index.toString(36), word]));
        const value = { str_replace: { template: "a".repeat(60_000), params: { ...params, aaaa: "" } } };
        assert.equal(vnicType(value), "unknown at nic.properties.vnic_type,unknown at templateOpts.Bin");
    });

    it("merge at most 10,000 keys, and concatenate as many elements", () => {
        const keys = (count: number): object => Object.fromEntries(empty(count).map((_, index) => [`k${index}`, 1]));
        const merged = (count: number): string =>
            heat(
                JSON.stringify({
                    resources: {
                        nic: {
                            type: "OS::Neutron::Port",
                            properties: {
                                value_specs: { map_merge: [keys(count - 1), { "binding:vnic_type": "vdpa" }] },
                            },
                        },
                    },
                }),
            ).join();
        assert.equal(merged(10_000), 'vdpa at nic.properties.value_specs["binding:vnic_type"]');
        assert.equal(merged(10_001), "unknown at nic.properties.value_specs");
        const many = (count: number): unknown => ({ list_concat: [empty(count - 1), [{ network: "n" }]] });
        assert.equal(networks(many(10_000)).length, 10_000);
        assert.deepEqual(networks(many(10_001)), ["unknown at vm.properties.networks"]);
    });
});

describe("The registry of a Heat environment", () => {
    const patterns = Object.fromEntries(
        Array.from({ length: 1000 }, (_, index) => [`My::${index}*`, "OS::Heat::None"]),
    );
    const behind = (registry: unknown, steps: number): string[] =>
        new Registry(registry).behind("My::7Port", new Set(), new Budget(steps));

    it("takes a step of work for a hundred patterns", () => {
        // Looks at what stands behind the type, at what stands behind that, and at whether the type is made as itself.
        assert.deepEqual(behind(patterns, 33), ["OS::Heat::None"]);
        assert.deepEqual(behind(patterns, 32), ["My::7Port", "OS::Heat::None"]);
        assert.deepEqual(behind(patterns, 10), ["My::7Port"]);
    });

    it("finds what is said by name without any work", () => {
        assert.deepEqual(behind({ ...patterns, "My::7Port": "OS::Neutron::Port" }, 0), ["OS::Neutron::Port"]);
    });
});
