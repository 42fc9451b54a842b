import type { PackConfig } from "../../policy-pack/config";
import { createPolicies } from "../../policy-pack/policies";
import { judgeWholeStack, policyOf, type StackJudgement } from "../../policy-pack/whole-stack";
import { buildReport } from "../../report/build";
import type { EstateSource } from "../../report/estate/model";
import { estateSource, toldApart } from "../../report/estate/source";
import { PACK, type Report, type ReportSource } from "../../report/model";
import { ownText, partsOf, type SourceFinding } from "../../report/finding";
import type { EngineOperation } from "../../report/sources/engine-events";
import type { SourceStack } from "../../report/sources/source";
import type { SourcePlace } from "../../techniques/stack-resource";
import { ExitCode } from "../exit-codes";
import { version } from "../version";
import { judgedPart } from "./judged-part";

/** What resources are judged by. */
export interface Judging {
    /** The config of `paravirtual-io`. */
    readonly raw: Readonly<Record<string, unknown>>;
    /** Where `registerFile` starts. */
    readonly packFolder: string;
    /** The config that `raw` gives, where it has been read already. */
    readonly config?: PackConfig;
}

/** A stack that no engine judged (a deployed state, manifests) under the pack's own logic. */
export function reportOfSource(stack: SourceStack, source: ReportSource, judging: Judging, now: Date): Report {
    return reportOfJudgement(stack, judgementOf(stack, judging, now), source, now);
}

/** {@link reportOfSource}, as far as an audit needs it: the attachments in software are counted, and not listed. */
export function estateOfSource(
    stack: SourceStack,
    source: ReportSource,
    name: string,
    judging: Judging,
    now: Date,
): EstateSource {
    const judgement = judgementOf(stack, judging, now);
    const apart = toldApart(judgement.judged);
    const resources = stack.resources.filter(({ urn }) => apart.reported.has(urn));
    const judged = { ...judgement, judged: apart.reported };
    const report = reportOfJudgement({ ...stack, resources }, judged, source, now, placesOf(stack));
    return estateSource(report, name, stack.resources, apart);
}

function judgementOf(stack: SourceStack, judging: Judging, now: Date): StackJudgement {
    return judgeWholeStack(stack.resources, judging.raw, {
        packFolder: judging.packFolder,
        now: () => now,
        ...(judging.config !== undefined && { config: judging.config }),
    });
}

type Places = ReadonlyMap<string, SourcePlace>;

function placesOf({ resources }: SourceStack): Places {
    return new Map(resources.flatMap(({ urn, place }) => (place === undefined ? [] : [[urn, place] as const])));
}

function reportOfJudgement(
    stack: SourceStack,
    judgement: StackJudgement,
    source: ReportSource,
    now: Date,
    places = placesOf(stack),
): Report {
    const findings = findingsOf(judgement, places);
    const refused = findings.filter(({ level }) => level === "mandatory").length;
    return buildReport({
        ...judgedPart(judgement, source, now),
        ...stack,
        outcome:
            refused === 0
                ? { status: "passed", exitCode: ExitCode.ok }
                : { status: "refused", exitCode: ExitCode.refused, reason: refusedText(refused) },
        packs: [{ name: PACK, version: version() }],
        findings,
        register: judgement.config.register,
        complete: true,
        diagnostics: [],
    });
}

/**
 * What the real engine said of an operation. Its packs' findings stand as they are; the attachments are read here, and
 * what events do not show (a masked secret, a value not known yet) is left to what the engine's pack saw of it.
 */
export function reportOfEvents(operation: EngineOperation, name: string, judging: Judging, now: Date): Report {
    const judgement = judgeWholeStack(operation.resources, judging.raw, {
        packFolder: judging.packFolder,
        now: () => now,
    });
    const findings = operation.findings.map(described);
    const refusals = findings.filter(({ level }) => level === "mandatory");
    const refusedAt = new Set(
        refusals.map((finding) => `${finding.urn ?? ""} ${partsOf(ownText(finding)).path ?? ""}`),
    );
    const judged = new Map(
        [...judgement.judged].map(([urn, attachments]) => [
            urn,
            attachments.filter(
                ({ attachment: { techniques, path } }) =>
                    !techniques.includes("unknown") || refusedAt.has(`${urn} ${path}`),
            ),
        ]),
    );
    const judgedByUs = operation.packs.some((pack) => pack.name === PACK);
    const stackJudged = operation.succeeded === true || (operation.judgedStack?.includes(PACK) ?? refusals.length > 0);
    const configured = Object.keys(judging.raw).length > 0;
    return buildReport({
        ...judgedPart(judgement, { kind: "events", name }, now),
        ...operation,
        judged,
        findings,
        outcome: outcomeOf(operation, refusals.length),
        register: configured ? judgement.config.register : undefined,
        complete: judgedByUs && stackJudged && operation.succeeded !== undefined,
    });
}

function findingsOf({ findings }: StackJudgement, places: Places): SourceFinding[] {
    return findings.map((finding) => {
        const place = places.get(finding.urn ?? "");
        return {
            pack: PACK,
            packVersion: version(),
            policy: policyOf(finding),
            level: finding.level,
            ...(finding.urn !== undefined && { urn: finding.urn }),
            message: finding.message,
            ...(place !== undefined && { place }),
        };
    });
}

const DESCRIPTIONS: ReadonlyMap<string, string> = new Map(
    createPolicies({ packFolder: ".", now: () => new Date() }).map(({ name, description }) => [name, description]),
);

/** An engine's message begins with the policy's description; those of our own policies are known. */
function described(finding: SourceFinding): SourceFinding {
    const description = DESCRIPTIONS.get(finding.policy);
    return description === undefined ? finding : { ...finding, description };
}

function outcomeOf({ succeeded, diagnostics }: EngineOperation, refused: number): Report["outcome"] {
    if (refused > 0) {
        return { status: "refused", exitCode: ExitCode.refused, reason: refusedText(refused) };
    }
    if (succeeded === undefined) {
        return {
            status: "undecided",
            exitCode: ExitCode.undecided,
            reason: "The events end before the engine's summary: give all of them.",
        };
    }
    return succeeded && !diagnostics.some(({ severity }) => severity === "error")
        ? { status: "passed", exitCode: ExitCode.ok }
        : { status: "failed", exitCode: ExitCode.refused, reason: "The operation failed: see what the engine said." };
}

function refusedText(count: number): string {
    return `${count} mandatory ${count === 1 ? "finding" : "findings"}`;
}
