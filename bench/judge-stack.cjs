// Has packs judge a generated stack in turns, and prints what each took as JSON: `node judge-stack.cjs RESOURCES ROUND PACKS`, where
// PACKS is JSON, `[{ folder, classified }]`. Two in five resources use networks, flavors and images that the stack does not
// declare; where `classified` is set, the pack's config says what these are, as that of an operator does. One port in fifty is
// refused.
const { judgedInTurns } = require("./analyzer.cjs");

const kinds = [
    (i) => [
        "openstack:networking/port:Port",
        {
            networkId: `n${i % 9}`,
            binding: { vnicType: i % 250 === 0 ? "direct" : "normal" },
            tags: ["a", "b"],
            fixedIps: [{ subnetId: "s" }],
        },
    ],
    (i) => [
        "kubernetes:core/v1:Pod",
        {
            apiVersion: "v1",
            kind: "Pod",
            metadata: {
                name: `p${i}`,
                namespace: "ns",
                annotations: { "k8s.v1.cni.cncf.io/networks": `net${i % 9}` },
            },
            spec: {
                containers: [
                    {
                        name: "c",
                        image: "i",
                        resources: { requests: { cpu: "1", memory: "1Gi" } },
                        volumeMounts: [{ name: "v", mountPath: "/d" }],
                    },
                ],
                volumes: [{ name: "v", emptyDir: {} }],
            },
        },
    ],
    (i) => [
        "kubernetes:core/v1:ConfigMap",
        {
            apiVersion: "v1",
            kind: "ConfigMap",
            metadata: { name: `c${i}`, namespace: "ns" },
            data: { a: "1", b: "2", c: "3" },
        },
    ],
    (i) => ["aws:s3/bucket:Bucket", { bucket: `b${i}`, tags: { a: "1" }, versioning: { enabled: true } }],
    (i) => [
        "openstack:compute/instance:Instance",
        {
            name: `i${i}`,
            flavorName: "m1",
            imageName: "u",
            networks: [{ uuid: "n" }],
            securityGroups: ["default"],
        },
    ],
];

const CLASSIFIED = {
    policy: "paravirtual-io",
    properties: { networks: { n: "virtio", "ns/net*": "virtio" }, flavors: { m1: "virtio" }, images: { u: "virtio" } },
};

const [count, round, packs] = process.argv.slice(2);
const resources = Array.from({ length: Number(count) }, (_, index) => {
    const [type, properties] = kinds[index % kinds.length](index);
    return { urn: `urn:pulumi:dev::bench::${type}::r${index}`, type, name: `r${index}`, properties };
});
const configured = JSON.parse(packs).map(({ folder, classified }) => ({
    folder,
    config: classified ? CLASSIFIED : undefined,
}));
judgedInTurns(configured, resources, Number(round)).then((results) => {
    console.log(JSON.stringify(results.map(({ findings, ...took }) => ({ findings: findings.length, ...took }))));
});
