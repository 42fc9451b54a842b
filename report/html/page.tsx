import type { ComponentChildren, JSX } from "preact";
import { TECHNIQUES, techniqueTable } from "../../techniques/technique";
import type { ReportedException } from "../exceptions";
import type { Report } from "../model";
import { harmless } from "../text-safety";
import { count, errorsOf } from "../words";
import { Picture, pictureOf } from "./picture";
import { rangeOf, TimeLine } from "./timeline";

/** What the page is made with beside the report. */
export interface PageParts {
    readonly styles: string;
    /** The client's script. */
    readonly script: string;
    /** The rows of the tables, as JSON that no markup can end. */
    readonly data: string;
    /** What the browser lets the page do. */
    readonly policy: string;
}

/** The whole page: everything that it shows is in it. */
export function Page({ report, parts }: { readonly report: Report; readonly parts: PageParts }): JSX.Element {
    const { graph, title } = pictureOf(report);
    return (
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta http-equiv="Content-Security-Policy" content={parts.policy} />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <title>{`${title}: IO virtualisation`}</title>
                <style dangerouslySetInnerHTML={{ __html: parts.styles }} />
            </head>
            <body>
                <nav aria-label="Skip">
                    <a class="skip" href="#attachments-heading">
                        Skip to the attachments
                    </a>
                </nav>
                <Head report={report} title={title} />
                <main>
                    <Summary report={report} />
                    <Section id="picture" title="Picture">
                        <Legend />
                        {graph.nodes.length === 0 ? (
                            <p>Nothing in this stack is attached to anything.</p>
                        ) : (
                            <div class="scroll" tabIndex={0} role="group" aria-label="Picture of the stack, scrollable">
                                <Picture graph={graph} title={title} />
                            </div>
                        )}
                        {graph.grouped > 0 && (
                            <p class="note">
                                {`${count(graph.grouped, "resource")} of one kind, technique and verdict are drawn as groups; the tables below list each.`}
                            </p>
                        )}
                    </Section>
                    <Section id="findings" title={`Findings (${report.findings.length})`}>
                        <Table
                            id="findings"
                            empty={report.findings.length === 0}
                            what="No policy has anything to say."
                        />
                    </Section>
                    <Section id="attachments" title="Attachments">
                        <Table
                            id="attachments"
                            empty={report.resources.every(({ attachments }) => attachments.length === 0)}
                            what="There are no attachments."
                        />
                    </Section>
                    <Section id="exceptions" title={`Exceptions (${report.exceptions.length})`}>
                        <Exceptions report={report} />
                    </Section>
                    <Messages report={report} />
                </main>
                <script type="application/json" id="rows" dangerouslySetInnerHTML={{ __html: parts.data }} />
                <script dangerouslySetInnerHTML={{ __html: parts.script }} />
            </body>
        </html>
    );
}

/** A part of the page under its heading. */
function Section(props: {
    readonly id: string;
    readonly title: string;
    readonly children: ComponentChildren;
}): JSX.Element {
    return (
        <section aria-labelledby={`${props.id}-heading`}>
            <h2 id={`${props.id}-heading`}>{props.title}</h2>
            {props.children}
        </section>
    );
}

function Head({ report, title }: { readonly report: Report; readonly title: string }): JSX.Element {
    const { conformance, outcome, time, forecastDate, tool, source } = report;
    const level = conformance?.level ?? "not judged";
    const identifiers = conformance?.identifiers ?? [];
    return (
        <header>
            <p class="kicker">IO virtualisation, {SOURCES[source.kind]}</p>
            <h1>{title}</h1>
            <p class={`level ${outcome.status}`}>
                <strong>{level}</strong>
                {outcome.reason !== undefined && <span>{` ${harmless(outcome.reason, 1000)}`}</span>}
            </p>
            <p class="note">
                {forecastDate !== undefined && <strong>{`Forecast for ${forecastDate}. `}</strong>}
                {`${time.slice(0, 16).replace("T", " ")} UTC, ${tool.name} ${tool.version}`}
                {identifiers.length > 0 && `, Anuket ${identifiers.join(", ")}`}
            </p>
        </header>
    );
}

const SOURCES: Readonly<Record<Report["source"]["kind"], string>> = {
    preview: "offline preview",
    events: "preview of the engine",
    state: "deployed state",
    manifests: "Kubernetes manifests",
    heat: "Heat templates",
    openstack: "OpenStack",
};

function Summary({ report }: { readonly report: Report }): JSX.Element {
    const attachments = report.resources.flatMap((resource) => resource.attachments);
    const of = (state: string): number => attachments.filter(({ verdict }) => verdict.state === state).length;
    const level = (word: string): number => report.findings.filter((finding) => finding.level === word).length;
    const tiles: readonly (readonly [string, number, string])[] = [
        ["attachments", attachments.length, ""],
        ["in software or approved", of("free"), "good"],
        ["under an exception", of("granted"), "held"],
        ["refused", of("refused"), "bad"],
        ["let be by config", of("tolerated"), "held"],
        ["advisories", level("advisory"), ""],
        ["not verifiable here", report.conformance?.unverified ?? 0, ""],
    ];
    return (
        <section aria-labelledby="summary-heading">
            <h2 id="summary-heading" class="unseen">
                Summary
            </h2>
            <dl class="tiles">
                {tiles
                    .filter(([, number], index) => index < 4 || number > 0)
                    .map(([what, number, kind]) => (
                        <div class={number === 0 ? "" : kind}>
                            <dt>{what}</dt>
                            <dd>{number.toLocaleString("en")}</dd>
                        </div>
                    ))}
            </dl>
        </section>
    );
}

function Legend(): JSX.Element {
    return (
        <ul class="legend" aria-label="Techniques and their colours">
            {TECHNIQUES.map((technique) => (
                <li>
                    <span class={`swatch technique-${technique}`} aria-hidden="true" />
                    {techniqueTable[technique].label}
                </li>
            ))}
            <li>◆ under an exception</li>
            <li>✕ refused</li>
        </ul>
    );
}

function Table(props: { readonly id: string; readonly empty: boolean; readonly what: string }): JSX.Element {
    return props.empty ? (
        <p>{props.what}</p>
    ) : (
        <>
            <p class="filter">
                <label for={`${props.id}-filter`}>Filter</label>
                <input
                    id={`${props.id}-filter`}
                    type="search"
                    autocomplete="off"
                    aria-describedby={`${props.id}-count`}
                />
                <output id={`${props.id}-count`} aria-live="polite" />
            </p>
            <div id={`${props.id}-table`} />
            <noscript>The tables need JavaScript, which runs in this page alone and asks no network.</noscript>
        </>
    );
}

function Exceptions({ report }: { readonly report: Report }): JSX.Element {
    const { exceptions, register } = report;
    const now = Date.parse(report.time);
    const range = rangeOf(exceptions, now);
    const words = {
        none: "No register is configured: exception IDs are not verified.",
        "not-given": "The source does not say which register was used.",
        faulty: "The register is configured and cannot be used: nothing passes under it.",
        ready: `Register: ${harmless(register.source ?? "")}, ${count(register.entries ?? 0, "entry", "entries")}.`,
    };
    return (
        <>
            <p class="note">{words[register.state]}</p>
            {register.faults.length > 0 && (
                <ul>
                    {register.faults.map(({ message, severity }) => (
                        <li>{`${severity}: ${harmless(message, 1000)}`}</li>
                    ))}
                </ul>
            )}
            <ul class="exceptions">
                {exceptions.map((exception) => (
                    <Exception exception={exception} range={range} now={now} />
                ))}
            </ul>
        </>
    );
}

function Exception(props: {
    readonly exception: ReportedException;
    readonly range: readonly [number, number];
    readonly now: number;
}): JSX.Element {
    const { id, state, entry, status, daysLeft = 0, uses } = props.exception;
    const end =
        entry === undefined
            ? "not in the register"
            : status === "expired"
              ? `expired on ${entry.expires}`
              : status === "pending"
                ? `begins on ${entry.validFrom}`
                : `until ${entry.expires}, ${count(daysLeft, "day")} left`;
    const use = { used: `used ${count(uses.length, "time")}`, named: "named, allows nothing here", unused: "not used" };
    return (
        <li class={`exception ${status ?? "unknown"}`}>
            <h3>{harmless(id)}</h3>
            <p>{`${use[state]}; ${end}`}</p>
            <TimeLine {...props} />
            {entry !== undefined && (
                <dl>
                    <Fact name="Techniques" value={entry.techniques.join(", ")} />
                    <Fact name="Reason" value={entry.reason} />
                    <Fact name="Owner" value={entry.owner} />
                    <Fact name="Approved by" value={`${entry.approvedBy}, ${entry.approvedOn}`} />
                    <Fact name="Way back" value={wayBack(entry)} />
                    <Fact name="Ticket" value={entry.ticket} />
                </dl>
            )}
        </li>
    );
}

function wayBack({ transition }: NonNullable<ReportedException["entry"]>): string | undefined {
    return transition === undefined
        ? undefined
        : [
              `to ${transition.target}`,
              ...transition.milestones.map(({ name, date, done }) => `${date} ${name}${done ? " (done)" : ""}`),
          ].join("; ");
}

function Fact({ name, value }: { readonly name: string; readonly value: string | undefined }): JSX.Element | null {
    return value === undefined || value === "" ? null : (
        <div>
            <dt>{name}</dt>
            <dd>{harmless(value, 1000)}</dd>
        </div>
    );
}

function Messages({ report }: { readonly report: Report }): JSX.Element | null {
    const errors = errorsOf(report);
    return errors.length === 0 ? null : (
        <Section id="messages" title="Errors">
            <ul>
                {errors.map(({ source, message }) => (
                    <li>
                        <pre>{`${harmless(source)}: ${message
                            .split("\n")
                            .map((line) => harmless(line, 2000))
                            .join("\n")}`}</pre>
                    </li>
                ))}
            </ul>
        </Section>
    );
}
