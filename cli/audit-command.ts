import { availableParallelism } from "node:os";
import { type Command, InvalidArgumentError } from "commander";
import { compareEstates, comparisonAsText } from "../report/estate/compare";
import { ESTATE_FORMATS, type EstateFormatName } from "../report/estate/formats";
import type { EstateReport } from "../report/estate/model";
import { audit } from "./audit/audit";
import { baselineConfig, updateBaseline } from "./audit/baseline-file";
import { mergedEstate, readEstate, together } from "./audit/merge";
import { namedSource, partOf } from "./audit/named-source";
import { ExitCode } from "./exit-codes";
import type { Io } from "./io";
import { type OutputFlags, printsText, targetsOf, withOutputOptions, writeReport } from "./output";
import { UsageError } from "./packs";
import { judgingOf } from "./reports/judging";
import { subcommand } from "./subcommand";

interface AuditFlags extends OutputFlags<EstateFormatName> {
    readonly register?: string;
    readonly policyPack?: string;
    readonly policyPackConfig?: string;
    readonly baseline?: string;
    readonly updateBaseline?: boolean;
    readonly compare?: string;
    readonly merge?: boolean;
    readonly part?: { readonly index: number; readonly of: number };
    readonly workers?: number;
}

/** `virtio-first audit SOURCE…`. */
export function auditCommand(io: Io, clock: () => Date = () => new Date()): Command {
    return withOutputOptions(
        subcommand("audit", io)
            .description("Audit what runs, whoever made it: states of Pulumi, Kubernetes manifests, OpenStack.")
            .argument("<source...>", "files and folders, or - for standard input; [NAME=]PATH names a source")
            .option("-r, --register <file>", "the register of exceptions, where the policy config does not name it")
            .option("--policy-pack-config <file>", "the policy pack's JSON config")
            .option("--policy-pack <dir>", "the pack's folder, from which the config's registerFile starts")
            .option("--baseline <file>", "violations that are let be; only new ones refuse")
            .option("--update-baseline", "write the baseline where there is none, or take out what is gone")
            .option("--compare <file>", "say what has changed since an earlier audit (its JSON)")
            .option("--merge", "the sources are results of earlier audits (JSON): add them up")
            .option("--part <k/n>", "audit the k-th of n parts of the sources", part)
            .option(
                "--workers <number>",
                "worker threads; as many as there are processors where it is left out",
                number,
            ),
        ESTATE_FORMATS,
    )
        .addHelpText("after", HELP)
        .action((sources: string[], flags: AuditFlags) => run(sources, flags, io, clock()));
}

const HELP = `
Examples:
  virtio-first audit ~/.pulumi rendered/ --register exceptions.yaml -o html=estate.html
  kubectl get pods,net-attach-def -A -o json | virtio-first audit -
  virtio-first audit states/ --baseline baseline.json --update-baseline
  virtio-first audit --merge part-*.json -o openmetrics=estate.prom

Exit codes: 0 passed, 1 refused, 2 called wrongly, 3 incomplete: something could not be judged.`;

async function run(sources: readonly string[], flags: AuditFlags, io: Io, now: Date): Promise<void> {
    const before = flags.compare === undefined ? undefined : readEstate(flags.compare);
    const estate = await estateOf(sources, flags, now);
    const targets = targetsOf<EstateFormatName>(flags);
    await writeReport<EstateReport, EstateFormatName>(estate, targets, flags, io, ESTATE_FORMATS);
    const say = printsText(targets) ? io.out : io.err;
    if (before !== undefined) {
        say(`\n${comparisonAsText(compareEstates(before, estate))}`);
    }
    if (flags.updateBaseline === true && flags.baseline !== undefined) {
        say(`\n${updateBaseline(flags.baseline, estate)}`);
    }
    const { status, exitCode, reason } = estate.outcome;
    if (exitCode !== ExitCode.ok) {
        io.err(`${status}: ${reason ?? "see above"}`);
    }
    io.exit(exitCode);
}

async function estateOf(sources: readonly string[], flags: AuditFlags, now: Date): Promise<EstateReport> {
    if (flags.merge === true) {
        const judging = ["register", "policyPack", "policyPackConfig", "baseline", "part"] as const;
        const [given] = judging.filter((flag) => flags[flag] !== undefined);
        if (given !== undefined && !(given === "baseline" && flags.updateBaseline === true)) {
            throw new UsageError(
                `--merge adds up what was judged already, so ${OPTIONS[given]} would have no effect; give it to the parts.`,
            );
        }
        return mergedEstate(sources);
    }
    const { raw, packFolder } = judgingOf(flags);
    const baseline = baselineConfig(flags.baseline, flags.updateBaseline === true);
    const { part: own } = flags;
    const named = sources.map(namedSource);
    if (named.filter(({ path }) => path === "-").length > 1) {
        throw new UsageError("standard input (-) can be read once only.");
    }
    const mine = own === undefined ? named : partOf(named, own);
    const workers = flags.workers ?? availableParallelism();
    return together([await audit(mine, { raw: { ...raw, ...baseline }, packFolder }, now, workers)]);
}

const OPTIONS = {
    register: "--register",
    policyPack: "--policy-pack",
    policyPackConfig: "--policy-pack-config",
    baseline: "--baseline",
    part: "--part",
} as const;

function part(value: string): { index: number; of: number } {
    const [, index, of] = /^(\d+)\/(\d+)$/.exec(value) ?? [];
    if (Number(of) < 1 || Number(index) < 1 || Number(index) > Number(of) || of === undefined) {
        throw new InvalidArgumentError("write it as 1/4, up to 4/4.");
    }
    return { index: Number(index) - 1, of: Number(of) };
}

function number(value: string): number {
    if (!/^[1-9]\d{0,2}$/.test(value)) {
        throw new InvalidArgumentError("give a number from 1 to 999.");
    }
    return Number(value);
}
