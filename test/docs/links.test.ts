import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { root } from "../cli/support";

/** What is used of a Markdown tree. */
interface MarkdownNode {
    readonly type: string;
    readonly url?: string;
    readonly value?: string;
    readonly children?: readonly MarkdownNode[];
}

const documents = [
    ...readdirSync(root).filter((name) => name.endsWith(".md")),
    ...readdirSync(join(root, "docs"))
        .filter((name) => name.endsWith(".md"))
        .map((name) => join("docs", name)),
    ...readdirSync(join(root, "examples"))
        .map((name) => join("examples", name, "README.md"))
        .filter((name) => existsSync(join(root, name))),
];

async function parse(file: string): Promise<MarkdownNode> {
    const { fromMarkdown } = await import("mdast-util-from-markdown");
    return fromMarkdown(readFileSync(file, "utf8"));
}

function all(node: MarkdownNode, type: string): MarkdownNode[] {
    return [...(node.type === type ? [node] : []), ...(node.children ?? []).flatMap((child) => all(child, type))];
}

function textOf(node: MarkdownNode): string {
    return node.value ?? (node.children ?? []).map(textOf).join("");
}

/** The anchors of a page, as GitHub names them. */
async function anchors(file: string): Promise<string[]> {
    return all(await parse(file), "heading").map((heading) =>
        textOf(heading)
            .toLowerCase()
            .replace(/[^\p{L}\p{N} _-]/gu, "")
            .replaceAll(" ", "-"),
    );
}

describe("links of the documents", () => {
    for (const name of documents) {
        it(`${name} leads to files and headings that are there`, async () => {
            const broken: string[] = [];
            for (const { url = "" } of all(await parse(join(root, name)), "link")) {
                if (/^[a-z]+:/.test(url)) {
                    continue;
                }
                const [path = "", anchor] = url.split("#");
                const target = path === "" ? join(root, name) : join(root, dirname(name), decodeURI(path));
                const there = existsSync(target) && !relative(root, target).startsWith("..");
                const heading =
                    anchor === undefined ||
                    (there && statSync(target).isFile() && (await anchors(target)).includes(anchor));
                if (!there || !heading) {
                    broken.push(url);
                }
            }
            assert.deepEqual(broken, []);
        });
    }

    it("every guide is in the site", () => {
        const { projectDocuments } = JSON.parse(readFileSync(join(root, "typedoc.json"), "utf8")) as {
            projectDocuments: string[];
        };
        // The registry's two pages are for Pulumi's own site.
        const registry = ["docs/_index.md", "docs/installation-configuration.md"];
        const guides = documents.filter((name) => name.startsWith("docs/") && !registry.includes(name));
        assert.deepEqual(
            guides.filter((name) => !projectDocuments.includes(name)),
            [],
        );
    });
});
