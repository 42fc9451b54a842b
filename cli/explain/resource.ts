import type { Report, ReportedAttachment, ReportedResource } from "../../report/model";
import { harmless, harmlessLines } from "../../report/text-safety";
import { techniqueWords, verdictWords } from "../../report/words";
import { parseUrn } from "../../techniques/resource";

const ROLES = {
    asks: "It asks for this itself.",
    offers: "It offers this to others; they need a marker of their own.",
    uses: "It uses what another resource offers.",
} as const;

/** Why a resource is judged as it is: what was read where, what it joined, which exception counts, what the packs said. */
export function explainResource(report: Report, { urn, type, name, attachments, read }: ReportedResource): string {
    const findings = report.findings.filter((finding) => finding.urn === urn);
    return [
        `${harmless(name)} (${harmless(type)})${read ? ", only read" : ""}`,
        harmless(urn),
        ...(attachments.length === 0
            ? ["", "Nothing in it asks for, offers or uses an attachment that this pack judges."]
            : attachments.flatMap((attachment) => ["", ...attachmentLines(attachment)])),
        ...(findings.length === 0 ? ["", "No policy has anything to say of it."] : ["", "What the policies say:"]),
        ...findings.flatMap(({ level, policy, message }) => [
            `  [${level}] ${harmless(policy)}`,
            ...harmlessLines(message).map((line) => `    ${line}`),
        ]),
        ...attachments
            .flatMap(({ verdict: { rule } }) => (rule === undefined ? [] : [rule]))
            .filter((rule, index, all) => all.indexOf(rule) === index)
            .map((rule) => `\nvirtio-first explain ${rule} shows that rule with an example.`),
    ].join("\n");
}

function attachmentLines(attachment: ReportedAttachment): string[] {
    const { path, evidence, role, via, coveredBy = [], exceptionIds, verdict } = attachment;
    const named = (urn: string): string => `${harmless(parseUrn(urn).name)} (${harmless(parseUrn(urn).type)})`;
    return [
        `  ${techniqueWords(attachment)}: ${verdictWords(verdict)}`,
        `    read at:    ${path === "" ? "the resource as a whole" : harmless(path)}`,
        `    decided by: ${harmless(evidence)}`,
        `    role:       ${ROLES[role]}`,
        ...(via === undefined ? [] : [`    offered by: ${named(via)}`]),
        ...(coveredBy.length === 0 ? [] : [`    covered by: ${coveredBy.map(named).join(", ")}`]),
        `    exceptions: ${exceptionIds.length === 0 ? "it names none" : harmless(exceptionIds.join(", "))}`,
    ];
}

/** The resources that a name means: a URN, `type::name`, or a name. */
export function resourcesNamed({ resources }: Report, name: string): ReportedResource[] {
    const exact = resources.filter((one) => one.urn === name || `${one.type}::${one.name}` === name);
    const byName = resources.filter((one) => one.name === name);
    const attached = byName.filter(({ attachments }) => attachments.length > 0);
    return exact.length > 0 ? exact : attached.length === 1 ? attached : byName;
}
