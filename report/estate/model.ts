import type { BaselineEntry } from "../../exceptions/baseline";
import type { ExceptionEntry } from "../../exceptions/entry";
import type { SourcePlace } from "../../techniques/stack-resource";
import type { Technique } from "../../techniques/technique";
import type { Conformance, ConformanceLevel } from "../conformance";
import type { ReportedRegister } from "../exceptions";
import type { ReportedAttachment, ReportedFinding, ReportSource } from "../model";

/** The version of the estate report's form. It rises when a field changes its meaning or goes. */
export const ESTATE_VERSION = 1;

/** An attachment that must rest on an exception, with the resource that has it. */
export interface EstateAttachment extends ReportedAttachment {
    readonly urn: string;
    readonly type: string;
    readonly name: string;
    /** Where the resource stands, in files that people write: of manifests and templates alone. */
    readonly place?: SourcePlace;
}

/** What a source comes to: one stack, or all manifests, templates or client output of a file or folder. */
export interface EstateSource {
    /** `project/stack` of a stack; otherwise the name that the user gave, or the path. */
    readonly name: string;
    readonly source: ReportSource;
    /** Empty where the source is no Pulumi stack and was not named. */
    readonly project: string;
    readonly stack: string;
    readonly resources: number;
    readonly conformance: Conformance;
    /** Attachments by technique; one with open alternatives counts under each of them. */
    readonly techniques: Readonly<Partial<Record<Technique, number>>>;
    /** The attachments that must rest on an exception, in the order of URN and path. */
    readonly attachments: readonly EstateAttachment[];
    /** URNs of the resources whose attachments are all in software: who moved there shows from one audit to the next. */
    readonly software: readonly string[];
    readonly findings: readonly ReportedFinding[];
    /** Exception IDs that resources name and that allow nothing here. */
    readonly named: readonly string[];
}

/** Something that could not be read, or was read and may not be what was meant. */
export interface EstateProblem {
    /** `gap`: something is not judged, so the audit is incomplete; `note`: worth knowing. */
    readonly kind: "gap" | "note";
    /** The file, folder or source. */
    readonly place: string;
    /** Counted from 1. */
    readonly line?: number;
    /** What is so, and what to do. Holds nothing of the file's content. */
    readonly message: string;
}

/** An exception that something in the estate uses or names. */
export interface EstateException {
    readonly id: string;
    /** Absent where the register does not have it, or there is none. */
    readonly entry?: ExceptionEntry;
    /** How many attachments it allows. */
    readonly uses: number;
    /** The sources that use it, by name. */
    readonly sources: readonly string[];
}

/** One month of the forecast. */
export interface ForecastMonth {
    /** `YYYY-MM`. */
    readonly month: string;
    /** Used exceptions that are still valid at its end. */
    readonly alive: number;
    /** Attachments that rest on them. */
    readonly attachments: number;
    /** Used exceptions that end in it. */
    readonly ending: readonly string[];
    /** Milestones of their transition plans that fall into it. */
    readonly milestones: readonly { readonly id: string; readonly name: string; readonly done: boolean }[];
}

/** The estate in numbers. */
export interface EstateTotals {
    readonly sources: number;
    readonly resources: number;
    readonly byLevel: Readonly<Record<ConformanceLevel, number>>;
    readonly techniques: Readonly<Partial<Record<Technique, number>>>;
    readonly granted: number;
    readonly refused: number;
    readonly tolerated: number;
    /** Resources that name, or hide, what cannot be verified. */
    readonly unverified: number;
}

/** What a baseline held against the estate. */
export interface EstateBaseline {
    readonly tolerated: number;
    /** Entries that match nothing any more. */
    readonly gone: readonly BaselineEntry[];
}

/** What an audit knows of one part of an estate, before anything is added up. */
export interface EstatePart {
    readonly tool: { readonly name: string; readonly version: string };
    /** When it was made: an instant, ISO 8601, UTC. */
    readonly time: string;
    /** The day that was judged for, where it is not today. */
    readonly forecastDate?: string;
    readonly register: ReportedRegister;
    /** The entries of the register: what nothing uses shows only across all parts. */
    readonly entries: readonly ExceptionEntry[];
    readonly sources: readonly EstateSource[];
    readonly problems: readonly EstateProblem[];
    /** The baseline's entries; absent where there is none. */
    readonly baselineEntries?: readonly BaselineEntry[];
}

/** The result of an audit: all sources, and what they come to together. Plain data, in a stable order. */
export interface EstateReport extends EstatePart {
    /** {@link ESTATE_VERSION}. */
    readonly version: 1;
    readonly kind: "estate";
    readonly outcome: {
        /** `incomplete`: something could not be judged, whatever else was found. */
        readonly status: "passed" | "refused" | "incomplete";
        readonly exitCode: 0 | 1 | 3;
        /** Why it is not 0. */
        readonly reason?: string;
    };
    /** The lowest level of its sources; absent where there are none, or where something could not be judged. */
    readonly conformance?: ConformanceLevel;
    readonly totals: EstateTotals;
    /** In the order of their IDs. */
    readonly exceptions: readonly EstateException[];
    /** Entries of the register that nothing uses or names anywhere, and that have not ended. */
    readonly unused: readonly ExceptionEntry[];
    readonly forecast: readonly ForecastMonth[];
    /** Absent where there is no baseline. */
    readonly baseline?: EstateBaseline;
}
