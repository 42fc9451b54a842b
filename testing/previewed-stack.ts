import { type PlainValue, type PreviewResource, type PreviewResult, UNKNOWN } from "../preview";
import type { Report, ReportedAttachment, ReportedFinding, ReportedResource } from "../report/model";

/** A resource of a previewed stack. */
export interface ResourceUnderTest extends ReportedResource {
    /** False for components and the stack itself. */
    readonly custom: boolean;
    /** What the program asks for, with defaults; secrets among it in plain text. What is unknown is {@link UNKNOWN}. */
    readonly inputs: Readonly<Record<string, PlainValue>>;
    /** What is known of it before anything is created. */
    readonly outputs: Readonly<Record<string, PlainValue>>;
    /** True for a property whose value, or a part of it, is secret. */
    readonly isSecret: (property: string) => boolean;
}

/** A previewed stack, to ask questions of. */
export class PreviewedStack {
    constructor(
        /** The result model, as `virtio-first preview --json` writes it. */
        readonly report: Report,
        private readonly result: PreviewResult,
    ) {}

    /** Every resource, the stack itself and explicit providers among them. */
    get resources(): readonly ResourceUnderTest[] {
        this.known ??= this.together();
        return this.known;
    }

    /** What the policy packs said. */
    get findings(): readonly ReportedFinding[] {
        return this.report.findings;
    }

    /** The stack's outputs. What is unknown is {@link UNKNOWN}. */
    get outputs(): Readonly<Record<string, PlainValue>> {
        return this.result.outputs.values;
    }

    /**
     * The one resource with this name. A component and the resource within it often share a name: then the resource is
     * meant, not the component.
     *
     * @param name Its name in the program, its `type::name`, or its URN.
     * @throws If there is none, or several: the message says which there are.
     */
    resource(name: string): ResourceUnderTest {
        const found = this.resources.filter(
            (one) => one.urn === name || one.name === name || `${one.type}::${one.name}` === name,
        );
        const [first] = found;
        if (first === undefined) {
            const names = this.resources.map((one) => `${one.type}::${one.name}`).join("\n  ");
            throw new Error(`there is no resource ${JSON.stringify(name)} in the stack. There are:\n  ${names}`);
        }
        const custom = found.filter((one) => one.custom);
        if (custom.length === 1 && custom[0] !== undefined) {
            return custom[0];
        }
        if (found.length > 1) {
            const names = found.map((one) => `${one.type}::${one.name} (${one.urn})`).join("\n  ");
            throw new Error(
                `${JSON.stringify(name)} is not one resource; write type::name or the URN of one:\n  ${names}`,
            );
        }
        return first;
    }

    /** The attachments of one resource, or of the whole stack. */
    attachments(name?: string): readonly ReportedAttachment[] {
        return name === undefined
            ? this.resources.flatMap(({ attachments }) => attachments)
            : this.resource(name).attachments;
    }

    /** The findings on one resource. */
    findingsOn(name: string): readonly ReportedFinding[] {
        const { urn } = this.resource(name);
        return this.findings.filter((finding) => finding.urn === urn);
    }

    private known: readonly ResourceUnderTest[] | undefined;

    private together(): ResourceUnderTest[] {
        const previewed = new Map(this.result.resources.map((resource) => [resource.urn, resource]));
        return this.report.resources.flatMap((reported) => {
            const own = previewed.get(reported.urn);
            return own === undefined ? [] : [underTest(reported, own)];
        });
    }
}

/** True for a value that cannot be known before the update. */
export function isUnknown(value: unknown): boolean {
    return value === UNKNOWN;
}

function underTest(reported: ReportedResource, { inputs, outputs, custom }: PreviewResource): ResourceUnderTest {
    const secret = new Set([...inputs.secrets, ...outputs.secrets].map(([property]) => property));
    return {
        ...reported,
        custom,
        inputs: inputs.values,
        outputs: outputs.values,
        isSecret: (property) => secret.has(property),
    };
}
