import { stringify } from "yaml";
import { type ExampleStack, ruleExamples } from "../../policy-pack/rule-examples";
import { type RuleId, rules } from "../../policy-pack/rules";

/** What a rule wants, with an example of wrong and right. */
export function explainRule(id: RuleId): string {
    const { policy, cause, fix } = rules[id];
    const example = ruleExamples[id];
    return [
        `${id} (${policy})`,
        "",
        `Why:        ${cause}`,
        `What to do: ${fix}`,
        ...(example === undefined
            ? []
            : [
                  "",
                  "Reported:",
                  "",
                  exampleText(example.wrong),
                  "",
                  "Not reported by it:",
                  "",
                  exampleText(example.right),
              ]),
    ].join("\n");
}

/** A stack of an example as Pulumi YAML, with the pack's config where it takes part. */
export function exampleText({ resources, config }: ExampleStack): string {
    const shown = {
        resources,
        ...(config !== undefined && { "policy config": { "paravirtual-io": config } }),
    };
    return stringify(shown, { lineWidth: 0, aliasDuplicateObjects: false })
        .trimEnd()
        .split("\n")
        .map((line) => `    ${line}`)
        .join("\n");
}
