import { explainTechnique } from "../cli/explain/technique";
import { TECHNIQUES } from "../techniques/technique";

/** The page of all techniques, as Markdown: what `virtio-first explain` says of each. */
export function techniquesPage(): string {
    return [
        "# Techniques",
        "",
        "What the specification says of each technique of IO virtualisation, with its front end, its back end and the hardware, and what",
        "platforms call it. This page is generated from the tables by `npm run docs`; [coverage.md](coverage.md) has every form.",
        "",
        ...TECHNIQUES.flatMap((technique) => [
            `## ${technique}`,
            "",
            "```text",
            explainTechnique(technique),
            "```",
            "",
        ]),
    ].join("\n");
}
