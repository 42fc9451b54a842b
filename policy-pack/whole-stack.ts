import type { JudgedAttachment } from "../exceptions/judged";
import type { Use } from "../exceptions/lifecycle";
import type { StackResource } from "../techniques/stack-resource";
import type { PackConfig } from "./config";
import type { Finding } from "./finding";
import { lifecycleMessages } from "./lifecycle";
import { type PolicyName, rules } from "./rules";
import type { PolicyResourceLike } from "./member";
import { concerns, Session, type SessionEnvironment } from "./session";

/** All that the pack has to say of a stack, with what it decided on the way. */
export interface StackJudgement {
    /** Of all three policies. */
    readonly findings: readonly Finding[];
    /** Every use of an exception. */
    readonly uses: readonly Use[];
    /** Every exception ID that a marker names, granted or not. */
    readonly named: readonly string[];
    /** What was decided on each attachment, by the URN of its resource. */
    readonly judged: ReadonlyMap<string, readonly JudgedAttachment[]>;
    readonly config: PackConfig;
    /** The moment that was judged for. */
    readonly moment: Date;
}

/**
 * Judges a stack as the engine has the pack judge it, without an engine: each resource by its inputs, then all by their
 * outputs, then the life cycle of the exceptions. Loads nothing of Pulumi. Never throws.
 *
 * @param resources All resources of the stack.
 * @param raw The config of `paravirtual-io`.
 */
export function judgeWholeStack(
    resources: readonly StackResource[],
    raw: Readonly<Record<string, unknown>>,
    environment: SessionEnvironment,
): StackJudgement {
    const session = new Session(environment);
    session.configure(raw);
    const alone: Finding[] = [];
    const outputs: PolicyResourceLike[] = [];
    for (const resource of resources) {
        if (!concerns(resource.type)) {
            continue;
        }
        if (!resource.read) {
            alone.push(...session.judgeResource(likeOf(resource, resource.inputs)));
        }
        outputs.push(likeOf(resource, resource.outputs));
    }
    const result = session.judgeStack(outputs);
    const ofLife = lifecycleMessages(session, result, resources[0]?.urn).map(({ rule, message, urn }): Finding => ({
        rule,
        level: "advisory",
        message,
        urn,
    }));
    return {
        findings: [...alone, ...result.findings, ...ofLife],
        uses: result.uses,
        named: result.named,
        judged: result.judged,
        config: session.config,
        moment: session.moment,
    };
}

/** The policy that reports a finding. */
export function policyOf({ rule, level }: Finding): PolicyName {
    const { policy } = rules[rule];
    // What refuses by default and only advises by config is told by the policy that advises.
    return level === "mandatory" ? "paravirtual-io" : policy === "paravirtual-io" ? "attachment-health" : policy;
}

/** A resource as the engine shows it, with its inputs or with its outputs. */
function likeOf(resource: StackResource, props: unknown): PolicyResourceLike {
    const { urn, type, name, custom, provider, propertyDependencies, inputs, outputs } = resource;
    if (custom && provider !== undefined) {
        return { urn, type, name, props, propertyDependencies, provider: { urn: provider } };
    }
    return inputs === outputs
        ? { urn, type, name, props, propertyDependencies, asItIs: true }
        : { urn, type, name, props, propertyDependencies };
}
