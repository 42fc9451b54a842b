import { compareText } from "../../techniques/order";
import type { Technique } from "../../techniques/technique";
import { harmless } from "../text-safety";
import type { EstateAttachment, EstateReport, EstateSource } from "./model";

/** An attachment that an audit has and another has not. */
export interface ChangedAttachment {
    readonly source: string;
    readonly urn: string;
    readonly path: string;
    readonly techniques: readonly Technique[];
}

/** What became of an estate from one audit to a later one. Attachments are those that must rest on an exception. */
export interface Comparison {
    /** When the two audits ran. */
    readonly from: string;
    readonly to: string;
    readonly sourcesCame: readonly string[];
    readonly sourcesGone: readonly string[];
    readonly came: readonly ChangedAttachment[];
    /** Gone with their resource, or with their source. */
    readonly gone: readonly ChangedAttachment[];
    /** The resource is there still, and all it has is in software. */
    readonly moved: readonly ChangedAttachment[];
    /** IDs of exceptions that are used now and were not, and the other way round. */
    readonly exceptionsCame: readonly string[];
    readonly exceptionsGone: readonly string[];
}

/** Compares two audits. Pure. */
export function compareEstates(before: EstateReport, now: EstateReport): Comparison {
    const old = attachmentsOf(before.sources);
    const present = attachmentsOf(now.sources);
    const software = new Set(now.sources.flatMap((source) => source.software));
    const left = [...old].filter(([key]) => !present.has(key)).map(([, one]) => one);
    const usedIn = ({ exceptions }: EstateReport): string[] =>
        exceptions.filter(({ uses }) => uses > 0).map(({ id }) => id);
    const names = ({ sources }: EstateReport): string[] => sources.map(({ name }) => name);
    return {
        from: before.time,
        to: now.time,
        sourcesCame: without(names(now), names(before)),
        sourcesGone: without(names(before), names(now)),
        came: [...present].filter(([key]) => !old.has(key)).map(([, one]) => one),
        gone: left.filter(({ urn }) => !software.has(urn)),
        moved: left.filter(({ urn }) => software.has(urn)),
        exceptionsCame: without(usedIn(now), usedIn(before)),
        exceptionsGone: without(usedIn(before), usedIn(now)),
    };
}

function attachmentsOf(sources: readonly EstateSource[]): Map<string, ChangedAttachment> {
    return new Map(
        sources.flatMap(({ name, attachments }) =>
            attachments.map(({ urn, path, techniques, role }): [string, ChangedAttachment] => [
                keyOf({ urn, path, techniques, role }),
                { source: name, urn, path, techniques },
            ]),
        ),
    );
}

function keyOf({
    urn,
    path,
    techniques,
    role,
}: Pick<EstateAttachment, "urn" | "path" | "techniques" | "role">): string {
    return JSON.stringify([urn, path, role, ...techniques]);
}

function without(all: readonly string[], those: readonly string[]): string[] {
    const known = new Set(those);
    return [...new Set(all)].filter((one) => !known.has(one)).sort(compareText);
}

/** The comparison for a terminal. */
export function comparisonAsText(comparison: Comparison): string {
    const attachment = ({ source, urn, path, techniques }: ChangedAttachment): string =>
        `${techniques.join(" or ")}  ${harmless(urn)} at ${harmless(path)} in ${harmless(source)}`;
    const block = (what: string, lines: readonly string[]): string[] =>
        lines.length === 0 ? [] : [`${what}: ${lines.length}`, ...lines.map((line) => `    ${line}`)];
    const lines = [
        ...block("moved to virtio", comparison.moved.map(attachment)),
        ...block("gone", comparison.gone.map(attachment)),
        ...block("new", comparison.came.map(attachment)),
        ...block(
            "exceptions no longer used",
            comparison.exceptionsGone.map((id) => harmless(id)),
        ),
        ...block(
            "exceptions newly used",
            comparison.exceptionsCame.map((id) => harmless(id)),
        ),
        ...block(
            "sources gone",
            comparison.sourcesGone.map((name) => harmless(name)),
        ),
        ...block(
            "sources new",
            comparison.sourcesCame.map((name) => harmless(name)),
        ),
    ];
    const head = `Since ${comparison.from}:`;
    return lines.length === 0
        ? `${head} nothing has changed.`
        : [head, ...lines.map((line) => `    ${line}`)].join("\n");
}
