/** Examples of the commands on exceptions, for their help. */
const EXAMPLES = {
    list: ["virtio-first exceptions list --register exceptions.yaml"],
    check: ["virtio-first exceptions check --register exceptions.yaml"],
    new: ["virtio-first exceptions new --register exceptions.yaml"],
    forecast: [
        "virtio-first exceptions forecast --on 2027-07-01 stacks/core",
        "virtio-first exceptions forecast --on 2027-07-01 --stack-export prod.json --register exceptions.yaml",
    ],
    plan: ["virtio-first exceptions plan stacks/core --policy-pack-config policy-config.json"],
    export: ["virtio-first exceptions export --pulumi --register exceptions.yaml"],
} as const;

/** The examples of one command, as its help prints them. */
export function examplesOf(command: keyof typeof EXAMPLES): string {
    return ["\nExamples:", ...EXAMPLES[command].map((line) => `  ${line}`)].join("\n");
}
