import { exceptionTag, markerKeys } from "../techniques/marker";
import type { Attachment, MarkerPlace, Reading } from "../techniques/reading";
import { parseUrn } from "../techniques/resource";
import { type Technique, techniqueTable } from "../techniques/technique";
import { visible } from "../techniques/visible";
import type { RuleId } from "./rules";

/** A message that stands alone: what is wrong, where, what to do, and the rule. */
export interface MessageParts {
    readonly what: string;
    /** The property path, or "" for the resource as a whole. */
    readonly where: string;
    /** What to do, where `what` does not say it. */
    readonly fix?: string;
    readonly rule: RuleId;
    /** The day that a forecast judges for. */
    readonly forecastDate: string | undefined;
    /** Anuket identifiers to cite. */
    readonly cite?: readonly string[];
}

/** Puts a message together. Names of others stand in it: none of them can pass for a line of its own. */
export function formatMessage(parts: MessageParts): string {
    const forecast = parts.forecastDate === undefined ? "" : `[forecast for ${parts.forecastDate}] `;
    const cite = parts.cite === undefined || parts.cite.length === 0 ? "" : ` (Anuket ${parts.cite.join(", ")})`;
    return [
        visible(`${forecast}${parts.what}`),
        ...(parts.where === "" ? [] : [`  at: ${visible(parts.where)}`]),
        ...(parts.fix === undefined ? [] : [`  fix: ${visible(parts.fix)}`]),
        `  rule: ${parts.rule}${cite}`,
    ].join("\n");
}

/** The techniques of an attachment, as a message names them. */
export function techniqueWords(techniques: readonly Technique[]): string {
    const labels = techniques.map((technique) => techniqueTable[technique].label);
    return `${labels.join(" or ")} (technique ${techniques.join(" or ")})`;
}

const ROLE_VERB = { asks: "Asks for", offers: "Offers", uses: "Uses" } as const;

/** What an attachment is, as the start of a message: `Asks for SR-IOV … (technique sriov): vnic_type direct`. */
export function attachmentSentence(attachment: Attachment): string {
    return `${ROLE_VERB[attachment.role]} ${techniqueWords(attachment.techniques)}: ${attachment.evidence}`;
}

/**
 * The form of the marker for an attachment, for an advice; `undefined` where neither the resource nor what covers it
 * can carry one.
 */
export function markerHint(attachment: Attachment, reading: Reading): string | undefined {
    const { place } = reading.markers;
    const covering = (attachment.coveredBy ?? []).map((urn) => `"${parseUrn(urn).name}"`);
    const forms = [
        ...(covering.length > 0 ? [`tag ${exceptionTag("<ID>")} on the port ${covering.join(" or ")}`] : []),
        ...(place === undefined ? [] : [`${MARKER_FORM[place.form]} in ${place.path}`]),
    ];
    return forms.length === 0 ? undefined : forms.join("; or ");
}

const MARKER_FORM: Readonly<Record<MarkerPlace["form"], string>> = {
    annotations: `annotation ${markerKeys.annotation.exceptionId}: <ID>`,
    tags: `tag ${exceptionTag("<ID>")}`,
    map: `key ${markerKeys.key.exceptionId}`,
};

/** The Anuket identifiers of the Reference Model for the techniques, a few at most. */
export function citations(techniques: readonly Technique[]): string[] {
    const all = techniques.flatMap((technique) => {
        const { rm, ra1, ra2 } = techniqueTable[technique].identifiers;
        return [...rm, ...(rm.length > 0 ? [] : [...ra1, ...ra2])];
    });
    return [...new Set(all)].slice(0, 3);
}
