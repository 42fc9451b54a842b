import { exampleText } from "../cli/explain/rule";
import { ruleExamples } from "../policy-pack/rule-examples";
import { POLICIES, type RuleId, rules } from "../policy-pack/rules";

const INTRODUCTION: Readonly<Record<(typeof POLICIES)[number], string>> = {
    "paravirtual-io":
        "Mandatory. It refuses every hardware attachment that no exception allows, on each resource alone and across the resources of a stack.",
    "attachment-health":
        "Advisory. What cannot be verified here, what is emulated, what could reach a device, and what will not work or not perform. Config can raise `unverifiable` (with `opaque-executor`) and `emulated` to mandatory; `paravirtual-io` reports them then.",
    "exception-lifecycle":
        "Advisory. Which exceptions a stack uses and until when, what expires soon, what nothing uses.",
};

/** The page of all rules, as Markdown. */
export function rulesPage(): string {
    const sections = POLICIES.map((policy) => {
        const rows = Object.entries(rules)
            .filter(([, rule]) => rule.policy === policy)
            .map(([id, { cause, fix }]) => `| \`${id}\` | ${cause} | ${fix} |`);
        return [
            `## ${policy}`,
            "",
            INTRODUCTION[policy],
            "",
            "| rule | cause | what to do |",
            "| --- | --- | --- |",
            ...rows,
            "",
        ].join("\n");
    });
    return [
        "# Rules",
        "",
        "Every finding of the policy pack ends with its rule's ID. The IDs are stable. This page is generated from",
        "`policy-pack/rules.ts` by `npm run docs`.",
        "",
        ...sections,
        "## Examples",
        "",
        "Each as small as shows the matter; a test runs the pack over all of them. `virtio-first explain <rule>` prints one.",
        "",
        ...Object.entries(ruleExamples).flatMap(([id, { wrong, right }]) => [
            `### ${id}`,
            "",
            rules[id as RuleId].cause,
            "",
            "Reported:",
            "",
            exampleText(wrong),
            "",
            "Not reported by it:",
            "",
            exampleText(right),
            "",
        ]),
    ].join("\n");
}
