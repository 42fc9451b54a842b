// The rooms of the house and who may import whom (ARCHITECTURE.md). A room that is not named in `to` may not be entered.
const rooms = [
    "techniques",
    "exceptions",
    "components",
    "policy-pack",
    "preview",
    "report",
    "cli",
    "testing",
    "automation",
    "provider",
];
const may = {
    techniques: [],
    exceptions: ["techniques"],
    components: ["techniques", "exceptions"],
    "policy-pack": ["techniques", "exceptions"],
    preview: [],
    report: ["techniques", "exceptions"],
    cli: ["techniques", "exceptions", "policy-pack", "preview", "report"],
    testing: ["techniques", "preview", "report", "cli"],
    automation: ["report", "cli"],
    provider: ["techniques", "exceptions", "components"],
};

module.exports = {
    forbidden: [
        { name: "no-circular", severity: "error", from: {}, to: { circular: true } },
        ...rooms.map((room) => ({
            name: `${room}-enters-only-its-rooms`,
            severity: "error",
            from: { path: `^${room}/` },
            to: {
                path: `^(${rooms.join("|")}|examples|test|bench)/`,
                pathNot: `^(${[room, ...may[room]].join("|")})/`,
            },
        })),
        ...rooms.map((room) => ({
            name: `${room}-and-pulumi`,
            severity: "error",
            from: { path: `^${room}/` },
            to: {
                path: "node_modules/@pulumi/",
                pathNot:
                    {
                        components: "node_modules/@pulumi/(pulumi|openstack|kubernetes)/",
                        "policy-pack": "node_modules/@pulumi/policy/",
                        preview: "node_modules/@pulumi/pulumi/",
                        automation: "node_modules/@pulumi/pulumi/",
                        provider: "node_modules/@pulumi/(pulumi|openstack|kubernetes)/",
                    }[room] ?? "(?!)",
            },
        })),
        {
            name: "openstack-without-kubernetes",
            severity: "error",
            from: { path: "^components/openstack/" },
            to: { path: "^components/kube|node_modules/@pulumi/kubernetes/" },
        },
        {
            name: "kubernetes-without-openstack",
            severity: "error",
            from: { path: "^components/kube" },
            to: { path: "node_modules/@pulumi/openstack/" },
        },
        { name: "no-unresolved", severity: "error", from: {}, to: { couldNotResolve: true } },
    ],
    options: {
        tsConfig: { fileName: "tsconfig.json" },
        tsPreCompilationDeps: true,
        doNotFollow: { path: "node_modules" },
        exclude: { path: "(^|/)bin/" },
        combinedDependencies: true,
        // Packages that export their parts by name.
        enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["require", "node", "default"] },
    },
};
