import assert from "node:assert/strict";
import { config, custom, joined, type Manifest, NOT_YET, pod, read, rules, short } from "./objects";

const GPU = { limits: { "nvidia.com/gpu": 1 } };
const CPU = { limits: { cpu: "1" } };

const asks = (object: Manifest, context = config({})): string[] => short(read(object, context).attachments);
const one = (spec: unknown, apiVersion = "example.com/v1", kind = "Engine"): string[] =>
    asks(custom(apiVersion, kind, spec));

describe("Device requests under keys of custom kinds", () => {
    for (const key of [
        "resources",
        "computeResources",
        "containerResources",
        "podResources",
        "resourceRequirements",
        "containerResourceRequirements",
    ]) {
        it(`are read under ${key}`, () => {
            assert.deepEqual(one({ engine: { [key]: GPU } }), [
                `asks accelerator spec.engine.${key}.limits["nvidia.com/gpu"]`,
            ]);
            assert.deepEqual(one({ engine: { [key]: CPU } }), []);
            assert.deepEqual(one({ engine: { [key]: { limits: NOT_YET } } }), [
                `asks unknown spec.engine.${key}.limits`,
            ]);
        });
    }

    it("are none under other keys: what is limited there is no pod", () => {
        assert.deepEqual(one({ limits: { "nvidia.com/gpu": 8 } }), []);
        assert.deepEqual(one({ resourceQuota: { limits: { "nvidia.com/gpu": 8 } } }), []);
    });

    it("are read where they name the device and its number", () => {
        const spark = (gpu: unknown): string[] =>
            one({ executor: { gpu } }, "sparkoperator.k8s.io/v1beta2", "SparkApplication");
        assert.deepEqual(spark({ name: "nvidia.com/gpu", quantity: 1 }), ["asks accelerator spec.executor.gpu.name"]);
        assert.deepEqual(spark({ name: "openshift.io/a", quantity: 1 }), [
            "asks sriov|vdpa|smartnic spec.executor.gpu.name",
        ]);
        assert.deepEqual(spark({ name: "nvidia.com/gpu", quantity: NOT_YET }), [
            "asks accelerator spec.executor.gpu.name",
        ]);
        assert.deepEqual(spark({ name: NOT_YET, quantity: 1 }), ["asks unknown spec.executor.gpu.name"]);
        assert.deepEqual(spark({ name: "nvidia.com/gpu", quantity: 0 }), []);
        assert.deepEqual(spark({ name: "nvidia.com/gpu" }), []);
        assert.deepEqual(
            one({ driver: { gpu: { name: "amd.com/gpu", quantity: 1 } } }, "sparkoperator.k8s.io/v1beta2"),
            ["asks accelerator spec.driver.gpu.name"],
        );
    });
});

describe("A patch of a pod's specification in a workflow", () => {
    const workflow = (podSpecPatch: unknown): string[] =>
        one({ templates: [{ podSpecPatch, container: { image: "i" } }] }, "argoproj.io/v1alpha1", "Workflow");
    const path = "spec.templates[0].podSpecPatch";

    it("is read as JSON and as YAML", () => {
        const json = JSON.stringify({ containers: [{ name: "main", resources: GPU }] });
        const yaml = "containers:\n- name: main\n  resources:\n    limits:\n      nvidia.com/gpu: 1\n";
        for (const patch of [json, yaml]) {
            assert.deepEqual(workflow(patch), [
                `asks accelerator ${path}.containers[0].resources.limits["nvidia.com/gpu"]`,
            ]);
        }
        assert.deepEqual(one({ podSpecPatch: json, templates: [] }, "argoproj.io/v1alpha1", "Workflow").length, 1);
        const beside = { initContainers: [{ name: "i", image: "i" }], podSpecPatch: json };
        assert.equal(one({ templates: [beside] }, "argoproj.io/v1alpha1", "Workflow").length, 1);
        const volumes = JSON.stringify({ volumes: [{ name: "v", hostPath: { path: "/dev/vfio" } }] });
        assert.deepEqual(workflow(volumes), [`asks pci-passthrough ${path}.volumes[0].hostPath.path`]);
    });

    it("is unknown where it is not known yet, or cannot be read", () => {
        for (const patch of [NOT_YET, '{"containers":[', "just words"]) {
            assert.deepEqual(workflow(patch), [`asks unknown ${path}`]);
        }
    });

    it("is unknown where a parameter may put in what asks for a device", () => {
        for (const patch of [
            "{{workflow.parameters.patch}}",
            '{{=sprig.b64dec("eyJ9")}}',
            "{{=toJson({a: {b: 1}})}}",
            '{"containers":[{"name":"main","{{k}}":{"limits":{"nvidia.com/gpu":1}}}]}',
            '{"containers":[{"name":"main","resources":{{workflow.parameters.res}}}]}',
            '{"containers":[{"name":"main","resources":{"limits": "{{inputs.parameters.limits}}"}}]}',
            '{"containers":[{"name":"main","resources":{"limits":{"{{inputs.parameters.name}}": 1}}}]}',
            '{"containers":"{{x}}"}',
            '{"containers":["{{x}}"]}',
            '{"volumes":"{{x}}"}',
            '{"volumes":[{"name":"v","hostPath":{"path":"/dev/{{x}}"}}]}',
            '{"resourceClaims":"{{x}}"}',
            "containers:\n- name: main\n  resources:\n    limits: {{x}}\n",
            // A parameter outside quotes may put in the fields beside it.
            '{"containers":[{"name":"main","image":{{x}}}]}',
            "containers:\n- name: main\n  image: {{x}}\n",
            '"a": "b"\nhostname: {{x}}\n',
            "{containers: [{name: main, command: ['\\'], image: {{x}}}]}",
            'containers: [{name: main, args: ["a\\n b"], image: {{x}}}]',
            'containers: [{name: main, args: ["a\n b"], image: {{x}}}]',
            // In YAML a mark opens a quote or is a part of a word: a parameter behind it may stand outside of quotes.
            "{hostname: it's, containers: [{name: main, image: {{x}}}], subdomain: it's}",
            "{hostname: a 'b, containers: [{name: main, image: {{x}}}], subdomain: c' d}",
            'containers:\n- name: main\n  image: \'it"s {{i}}\'\n  resources: {limits: {memory: "{{m}}"}}\n',
            // What begins as a placeholder and is none must not hide what follows.
            '{"a":"{{","containers":[{"name":"main","resources":{"limits":{"nvidia.com/gpu":1}}}],",":":y} #"}',
        ]) {
            assert.match(workflow(patch).join(), /^(?:asks|uses) unknown spec\.templates\[0\]\.podSpecPatch/, patch);
        }
    });

    it("is read in one pass, however many placeholders begin in it, and however deep it is", () => {
        assert.deepEqual(workflow("{{".repeat(500_000)), [`asks unknown ${path}`]);
        assert.deepEqual(workflow("{{x}}".repeat(200_000)), [`asks unknown ${path}`]);
        const deep = `{"containers":${"[".repeat(1_000)}${"]".repeat(1_000)}}`;
        assert.deepEqual(workflow(deep), []);
        const inside = `{"containers":[{"name":"c","image":"i","a":${"[".repeat(1_000)}"{{x}}"${"]".repeat(1_000)}}]}`;
        assert.deepEqual(workflow(inside), []);
    });

    it("is nothing where parameters put in what is no device", () => {
        const limits = { memory: "{{inputs.parameters.memory}}", cpu: "{{=asInt(inputs.parameters.cpu) * 2}}" };
        const main = { name: "{{pod.name}}-main", image: "registry/{{x}}:1", resources: { limits } };
        const json = JSON.stringify({ nodeSelector: { pool: "{{x}}", "{{k}}": "a" }, containers: [main] });
        assert.deepEqual(workflow(json), []);
        const object = custom("argoproj.io/v1alpha1", "Workflow", { podSpecPatch: json, templates: [] });
        assert.deepEqual(rules(object), ["opaque-executor"]);
        const whole = custom("argoproj.io/v1alpha1", "Workflow", { podSpecPatch: '{"hostname":"a"}', templates: [] });
        assert.deepEqual(rules(whole), []);
    });

    it("is nothing where it asks for nothing", () => {
        for (const patch of [
            "",
            "  ",
            undefined,
            null,
            JSON.stringify({ containers: [{ name: "main", resources: CPU }] }),
        ]) {
            assert.deepEqual(workflow(patch), []);
        }
    });
});

describe("Claims of custom kinds", () => {
    const service = (draResources: unknown): Manifest =>
        custom("apps.nvidia.com/v1alpha1", "NIMService", { draResources });
    const template = custom(
        "resource.k8s.io/v1",
        "ResourceClaimTemplate",
        { spec: { devices: { requests: [{ name: "r", exactly: { deviceClassName: "gpu.nvidia.com" } }] } } },
        { name: "gpu" },
    );

    it("are looked up in the stack, as those of pods are", () => {
        const path = "spec.draResources[0].resourceClaimTemplateName";
        const object = service([{ resourceClaimTemplateName: "gpu" }]);
        assert.deepEqual(joined(object, []).short, [`uses unknown ${path}`]);
        assert.deepEqual(joined(object, [template]).short, [`uses accelerator ${path}`]);
        assert.deepEqual(joined(service([{ resourceClaimName: "x" }]), []).short, [
            "uses unknown spec.draResources[0].resourceClaimName",
        ]);
        assert.deepEqual(joined(service([]), []).short, []);
    });

    it("may be made from a class that is named alone", () => {
        const path = "spec.draResources[0].claimCreationSpec.devices[0].deviceClassName";
        const made = (deviceClassName: unknown): Manifest =>
            service([{ claimCreationSpec: { devices: [{ name: "d", count: 1, deviceClassName }] } }]);
        assert.deepEqual(asks(made("gpu.nvidia.com")), [`asks accelerator ${path}`]);
        assert.deepEqual(asks(made("dra.cpu")), []);
        assert.deepEqual(joined(made("mystery"), []).short, [`asks unknown ${path}`]);
        assert.equal(joined(made("mystery"), []).attachments[0]?.provisional, undefined);
        assert.deepEqual(joined(made(NOT_YET), []).short, [`asks unknown ${path}`]);
        const cpus = {
            apiVersion: "resource.k8s.io/v1",
            kind: "DeviceClass",
            metadata: { name: "mystery" },
            spec: { selectors: [{ cel: { expression: "device.driver == 'dra.cpu'" } }] },
        };
        assert.deepEqual(joined(made("mystery"), [cpus]).short, []);
    });
});

describe("Objects that make things of OpenStack", () => {
    it("offer what the extra specs of a flavor bring", () => {
        const flavor = (extraSpecs: unknown): string[] =>
            one({ forProvider: { extraSpecs } }, "compute.openstack.crossplane.io/v1alpha1", "FlavorV2");
        assert.deepEqual(flavor({ "pci_passthrough:alias": "a:1" }), [
            'offers pci-passthrough|sriov|accelerator spec.forProvider.extraSpecs["pci_passthrough:alias"]',
        ]);
        assert.deepEqual(flavor({ "resources:VGPU": "1" }), [
            'offers accelerator spec.forProvider.extraSpecs["resources:VGPU"]',
        ]);
        assert.deepEqual(flavor(NOT_YET), ["offers unknown spec.forProvider.extraSpecs"]);
        assert.deepEqual(flavor({ "hw:cpu_policy": "dedicated" }), []);
        assert.deepEqual(flavor("text"), []);
    });

    it("use the flavor that config knows, by name or ID, in each form", () => {
        const context = config({ flavors: { "gpu*": "accelerator" } });
        const machine = (spec: Manifest): Manifest =>
            custom("infrastructure.cluster.x-k8s.io/v1beta1", "OpenStackMachineTemplate", { template: { spec } });
        for (const [spec, path] of [
            [{ flavor: "gpu1" }, "flavor"],
            [{ flavorID: "gpu1" }, "flavorID"],
            [{ flavor: { id: "gpu1" } }, "flavor.id"],
            [{ flavor: { name: "gpu1" } }, "flavor.name"],
            [{ flavor: { filter: { name: "gpu1" } } }, "flavor.filter.name"],
        ] as const) {
            assert.deepEqual(asks(machine(spec), context), [`uses accelerator spec.template.spec.${path}`]);
            assert.deepEqual(rules(machine(spec)), ["unverifiable"]);
        }
        assert.deepEqual(rules(machine({ flavorID: NOT_YET })), ["unverifiable"]);
        assert.deepEqual(rules(machine({})), []);
    });

    it("ask for an offloaded port by its profile alone", () => {
        const set = (port: unknown): string[] =>
            one(
                { template: { spec: { providerSpec: { value: { ports: [port] } } } } },
                "machine.openshift.io/v1beta1",
                "MachineSet",
            );
        const path = "spec.template.spec.providerSpec.value.ports[0].profile";
        assert.deepEqual(set({ networkID: "n", profile: { capabilities: '["switchdev"]' } }), [
            `asks smartnic ${path}`,
        ]);
        assert.deepEqual(set({ networkID: "n", profile: { capabilities: ["switchdev"] } }), [`asks smartnic ${path}`]);
        assert.deepEqual(set({ networkID: "n", profile: { capabilities: NOT_YET } }), [`asks unknown ${path}`]);
        assert.deepEqual(set({ networkID: "n", profile: { capabilities: [] } }), []);
        assert.deepEqual(set({ networkID: "n", profile: { capabilities: '["switchdev"' } }), [`asks unknown ${path}`]);
        assert.deepEqual(one({ user: { profile: { capabilities: NOT_YET } } }), []);
        assert.deepEqual(one({ user: { profile: { capabilities: ["admin"] } } }), []);
    });
});

describe("Volumes that templates of claims name", () => {
    const volume = {
        apiVersion: "v1",
        kind: "PersistentVolume",
        metadata: { name: "pv", annotations: { "virtio-first/exception-id": "EXC-1" } },
        spec: { local: { path: "/dev/vfio/1" } },
    };
    const claims = (volumeName: unknown): Manifest[] => [{ metadata: { name: "d" }, spec: { volumeName } }];
    const template = { metadata: {}, spec: { containers: [{ name: "c", image: "i" }] } };
    const set = (volumeName: unknown): Manifest =>
        custom("apps/v1", "StatefulSet", { template, volumeClaimTemplates: claims(volumeName) });

    it("give the device to the pods of a stateful set", () => {
        const path = "spec.volumeClaimTemplates[0].spec.volumeName";
        assert.deepEqual(joined(set("pv"), [volume]).short, [`uses pci-passthrough ${path}`]);
        assert.deepEqual(joined(set("other"), [volume]).short, []);
        assert.deepEqual(joined(set(undefined), [volume]).short, []);
        const standing = { propertyDependencies: { spec: ["1"] } };
        assert.deepEqual(joined([set(NOT_YET), standing], [volume]).short, [`uses pci-passthrough ${path}`]);
        assert.equal(joined(set("pv"), [volume]).attachments[0]?.coveredBy, undefined);
    });

    it("give it to those of custom kinds too", () => {
        const clones = custom("apps.kruise.io/v1alpha1", "CloneSet", { template, volumeClaimTemplates: claims("pv") });
        assert.deepEqual(joined(clones, [volume]).short, [
            "uses pci-passthrough spec.volumeClaimTemplates[0].spec.volumeName",
        ]);
        const storage = { volumeClaimTemplate: { spec: { volumeName: "pv" } } };
        const prometheus = custom("monitoring.coreos.com/v1", "Prometheus", { storage });
        assert.deepEqual(joined(prometheus, [volume]).short, [
            "uses pci-passthrough spec.storage.volumeClaimTemplate.spec.volumeName",
        ]);
    });

    it("give it to a pod with a volume of its own", () => {
        const volumes = [{ name: "v", ephemeral: { volumeClaimTemplate: { spec: { volumeName: "pv" } } } }];
        assert.deepEqual(joined(pod({ spec: { volumes } }), [volume]).short, [
            "uses pci-passthrough spec.volumes[0].ephemeral.volumeClaimTemplate.spec.volumeName",
        ]);
    });

    it("are found through a claim whose volume is not known yet", () => {
        const claim = {
            apiVersion: "v1",
            kind: "PersistentVolumeClaim",
            metadata: { name: "c", namespace: "default" },
            spec: { volumeName: NOT_YET },
        };
        const user = pod({ spec: { volumes: [{ name: "v", persistentVolumeClaim: { claimName: "c" } }] } });
        const member = joined(user, [[claim, { propertyDependencies: { spec: ["2"] } }], volume]);
        assert.deepEqual(member.short, ["uses pci-passthrough spec.volumes[0].persistentVolumeClaim.claimName"]);
    });
});

describe("Machine classes of vSphere's VM Operator", () => {
    const group = "vmoperator.vmware.com/v1alpha1";
    const machineClass = (spec: unknown): Manifest => custom(group, "VirtualMachineClass", spec, { name: "big" });

    it("offer their devices", () => {
        const path = "spec.hardware.devices";
        const hardware = (devices: unknown): string[] => asks(machineClass({ hardware: { devices } }));
        assert.deepEqual(hardware({ vgpuDevices: [{ profileName: "x" }] }), [
            `offers accelerator ${path}.vgpuDevices[0]`,
        ]);
        assert.deepEqual(hardware({ dynamicDirectPathIODevices: [{ vendorID: 1, deviceID: 2 }] }), [
            `offers pci-passthrough ${path}.dynamicDirectPathIODevices[0]`,
        ]);
        assert.deepEqual(hardware(NOT_YET), [`offers unknown ${path}`]);
        assert.deepEqual(hardware({ vgpuDevices: NOT_YET }), [`offers accelerator ${path}.vgpuDevices`]);
        assert.deepEqual(hardware({}), []);
        const change = (type: unknown): string[] =>
            asks(machineClass({ configSpec: { deviceChange: [{ device: { _typeName: type } }] } }));
        const device = "spec.configSpec.deviceChange[0].device";
        assert.deepEqual(change("VirtualSriovEthernetCard"), [`offers sriov ${device}`]);
        assert.deepEqual(change("VirtualPCIPassthrough"), [`offers pci-passthrough|accelerator ${device}`]);
        assert.deepEqual(change("VirtualE1000"), [`offers emulated ${device}`]);
        assert.deepEqual(change(NOT_YET), [`offers unknown ${device}`]);
        assert.deepEqual(change("VirtualVmxnet3"), []);
        assert.deepEqual(asks(machineClass({ configSpec: NOT_YET })), ["offers unknown spec.configSpec.deviceChange"]);
    });

    it("are used by the machines that name them", () => {
        const machine = custom(group, "VirtualMachine", { className: "big" });
        const gpus = machineClass({ hardware: { devices: { vgpuDevices: [{}] } } });
        const classOf = { ...gpus, metadata: { name: "big" } };
        assert.deepEqual(joined(machine, [classOf]).short, ["uses accelerator spec.className"]);
        assert.deepEqual(joined(machine, []).rules, ["unverifiable"]);
        assert.deepEqual(joined(machine, [{ ...machineClass({}), metadata: { name: "big" } }]).rules, []);
        assert.deepEqual(joined(custom(group, "VirtualMachine", {}), []).rules, []);
        const instancetype = custom(
            "instancetype.kubevirt.io/v1beta1",
            "VirtualMachineClusterInstancetype",
            {},
            { name: "big", namespace: undefined },
        );
        assert.deepEqual(joined(machine, [instancetype]).rules, ["unverifiable"]);
    });
});
