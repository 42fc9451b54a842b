import assert from "node:assert/strict";
import { engineSettings } from "../../../techniques/kubernetes/engine-settings";
import { custom, joined, type Manifest, nad, NOT_YET, read, rules, short } from "./objects";

function asked(object: Manifest): string[] {
    return short(read(object).attachments);
}

const spark = (sparkConf: Manifest): Manifest =>
    custom("sparkoperator.k8s.io/v1beta2", "SparkApplication", { sparkConf });
const flink = (flinkConfiguration: Manifest): Manifest =>
    custom("flink.apache.org/v1beta1", "FlinkDeployment", { flinkConfiguration });

describe("Settings by which Spark makes pods of its own", () => {
    const gpu = (vendor: unknown, amount: unknown): string[] =>
        asked(spark({ "spark.executor.resource.gpu.vendor": vendor, "spark.executor.resource.gpu.amount": amount }));

    it("ask for devices by vendor and name", () => {
        const path = 'spec.sparkConf["spark.executor.resource.gpu.vendor"]';
        assert.deepEqual(gpu("nvidia.com", "1"), [`asks accelerator ${path}`]);
        assert.deepEqual(gpu("nvidia.com", NOT_YET), [`asks accelerator ${path}`]);
        assert.deepEqual(gpu(NOT_YET, 1), [`asks unknown ${path}`]);
        assert.deepEqual(gpu("nvidia.com", "0"), []);
        assert.deepEqual(gpu("nvidia.com", undefined), []);
        assert.equal(
            asked(spark({ "spark.driver.resource.fpga.vendor": "xilinx.com", "spark.driver.resource.fpga.amount": 1 }))
                .length,
            1,
        );
    });

    it("annotate pods", () => {
        const prefix = "spark.kubernetes.executor.annotation";
        const application = spark({ [`${prefix}.k8s.v1.cni.cncf.io/networks`]: "fast" });
        assert.deepEqual(joined(application, [nad("fast", { type: "sriov" })]).short, [
            `uses sriov spec.sparkConf["${prefix}"]["k8s.v1.cni.cncf.io/networks"]`,
        ]);
        assert.deepEqual(asked(spark({ "spark.kubernetes.driver.annotation.gpu-fraction": "0.5" })), [
            'asks accelerator spec.sparkConf["spark.kubernetes.driver.annotation"].gpu-fraction',
        ]);
    });

    it("mount paths of the host", () => {
        const prefix = "spark.kubernetes.executor.volumes.hostPath.dev";
        const path = `${prefix}.options.path`;
        assert.deepEqual(asked(spark({ [path]: "/dev/vfio", [`${prefix}.mount.path`]: "/d" })), [
            `asks pci-passthrough spec.sparkConf["${path}"]`,
        ]);
        assert.deepEqual(asked(spark({ [path]: "/data", [`${prefix}.mount.path`]: "/dev/vfio" })), []);
    });

    it("hide a template that stands in a file", () => {
        assert.deepEqual(rules(spark({ "spark.kubernetes.executor.podTemplateFile": "/t.yaml" })), ["opaque-executor"]);
    });

    it("for other things are nothing", () => {
        const others = { "spark.executor.cores": "2", "spark.task.resource.gpu.amount": "1", "spark.ui.port": 4040 };
        assert.deepEqual(asked(spark(others)), []);
        assert.deepEqual(rules(spark(others)), []);
    });
});

describe("Settings by which Flink makes pods of its own", () => {
    it("ask for devices by the name of their resource", () => {
        const key = "external-resource.gpu.kubernetes.config-key";
        const gpu = (amount: unknown): string[] =>
            asked(flink({ [key]: "nvidia.com/gpu", "external-resource.gpu.amount": amount }));
        assert.deepEqual(gpu(1), [`asks accelerator spec.flinkConfiguration["${key}"]`]);
        assert.deepEqual(gpu(0), []);
        assert.deepEqual(gpu(null), []);
    });

    it("annotate pods by a list of pairs", () => {
        const key = "kubernetes.taskmanager.annotations";
        const path = `spec.flinkConfiguration["${key}"]`;
        const annotations = `a:b, k8s.v1.cni.cncf.io/networks:'fast,plain',"netdevices.nri.io/pod":'- name: eth1'`;
        const networks = `${path}["k8s.v1.cni.cncf.io/networks"]`;
        assert.deepEqual(joined(flink({ [key]: annotations }), [nad("fast", { type: "sriov" })]).short, [
            `asks pci-passthrough ${path}["netdevices.nri.io/pod"]`,
            `uses sriov ${networks}[0]`,
        ]);
        assert.deepEqual(asked(flink({ [key]: NOT_YET })), [`asks unknown ${path}`]);
        assert.deepEqual(asked(flink({ [key]: { "gpu-fraction": "1" } })).length, 1);
        assert.deepEqual(asked(flink({ [key]: "team:blue" })), []);
        assert.deepEqual(asked(flink({ [key]: "gpu-fraction" })), []);
        assert.deepEqual(asked(flink({ [key]: " 'gpu-fraction' : \"0.5\" " })), [
            `asks accelerator ${path}.gpu-fraction`,
        ]);
        assert.deepEqual(asked(flink({ [key]: "cdi.k8s.io/a:'nvidia.com/gpu=0'" })), [
            `asks accelerator ${path}["cdi.k8s.io/a"]`,
        ]);
        assert.deepEqual(asked(flink({ [key]: ["gpu-fraction:1"] })), []);
    });

    it("hide a template that stands in a file", () => {
        for (const key of ["kubernetes.pod-template-file", "kubernetes.pod-template-file.taskmanager"]) {
            assert.deepEqual(rules(flink({ [key]: "/t.yaml" })), ["opaque-executor"]);
        }
        assert.deepEqual(rules(flink({ "kubernetes.pod-template-file.default": "" })), []);
    });
});

describe("Settings of engines", () => {
    it("are read in one pass, however long they are", () => {
        for (const word of [
            " ".repeat(1_000_000),
            "a".repeat(1_000_000),
            "'".repeat(999_999),
            "a:b,".repeat(100_000),
        ]) {
            assert.deepEqual(asked(flink({ "kubernetes.taskmanager.annotations": word })), []);
        }
    });

    it("say where they were read", () => {
        assert.deepEqual(
            engineSettings.filter(({ source }) => !/^[\w-]+\/[\w-]+:\S+$/.test(source)),
            [],
        );
    });
});
