import type { ReadContext } from "../classification";
import type { Attachment, Notice, NoticeRule, Role } from "../reading";
import type { Joined, StackIndex, StackMember } from "../stack";
import type { AttachmentExtras } from "./findings";
import type { Techniques } from "./techniques";

/** What a member names, and the stack does not declare. */
export interface Unverified {
    /** What it is called, for a message. */
    readonly name: string;
    readonly path: string;
    /** Where config can say what it is; `undefined`: nowhere. */
    readonly configKey: "networks" | undefined;
}

/** What is being joined to one member of a stack. */
export class Joining {
    private readonly attachments: Attachment[] = [];
    private readonly notices: Notice[] = [];
    private readonly settled: Attachment[] = [];
    /** Attachments of the resource's own reading that have their final form, by what tells them from others. */
    private final: Set<string> | undefined;

    constructor(
        readonly member: StackMember,
        readonly index: StackIndex,
        readonly context: ReadContext,
    ) {}

    /** Adds an attachment that only the join shows. */
    attach(role: Role, path: string, techniques: Techniques, evidence: string, extras: AttachmentExtras = {}): void {
        this.attachments.push({ techniques, role, path, evidence, ...extras });
    }

    /** Puts the final form of an attachment in its place; several where the stack leaves several possible. */
    replace(own: Attachment, devices: readonly Techniques[], evidence: string = own.evidence): void {
        this.makeFinal(own);
        for (const techniques of devices) {
            const final: { -readonly [K in keyof Attachment]: Attachment[K] } = { ...own, techniques, evidence };
            delete final.provisional;
            this.attachments.push(final);
        }
    }

    /** Notes that a provisional attachment is no network or accelerator device. */
    settle(own: Attachment): void {
        this.makeFinal(own);
        this.settled.push(own);
    }

    private makeFinal(own: Attachment): void {
        this.final ??= new Set();
        this.final.add(signature(own));
    }

    /** Adds a notice, unless the same stands already. */
    notice(rule: NoticeRule, path: string, text: string): void {
        if (!this.notices.some((notice) => notice.rule === rule && notice.path === path)) {
            this.notices.push({ rule, path, text });
        }
    }

    /**
     * What was joined. What is joined takes the place of all that the resource's own reading has under the same role
     * and path, so its other attachments there are repeated.
     */
    joined(): Joined {
        if (this.attachments.length + this.settled.length === 0) {
            return { attachments: this.attachments, notices: this.notices };
        }
        const places = new Set([...this.attachments, ...this.settled].map(placeOf));
        const others = this.member.reading.attachments.filter(
            (own) => places.has(placeOf(own)) && this.final?.has(signature(own)) !== true,
        );
        return {
            attachments: [...this.attachments, ...others],
            notices: this.notices,
            ...(this.settled.length === 0 ? {} : { settled: this.settled }),
        };
    }
}

function placeOf({ role, path }: Attachment): string {
    return `${role} ${path}`;
}

function signature(attachment: Attachment): string {
    return `${placeOf(attachment)} ${attachment.evidence}`;
}
