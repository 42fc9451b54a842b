/** Waits that end. */

/** The promise's outcome, or the failure after so many seconds. */
export function within<T>(seconds: number, promise: Promise<T>, failure: () => Error): Promise<T> {
    return new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(failure()), seconds * 1000);
        promise.then(resolve, reject).finally(() => clearTimeout(timer));
    });
}

/** A promise whose outcome is decided elsewhere. The first decision holds. */
export class Decision<T> {
    public readonly promise: Promise<T>;
    public resolve!: (value: T) => void;
    public reject!: (error: unknown) => void;

    public constructor() {
        this.promise = new Promise<T>((resolve, reject) => {
            this.resolve = resolve;
            this.reject = reject;
        });
        // Whoever waits hears of a failure; nobody waiting is no fault.
        this.promise.catch(() => undefined);
    }
}

/** Runs jobs one after another, in the order in which they were given. */
export class Queue {
    private last: Promise<unknown> = Promise.resolve();

    /** The job's own outcome. A failed job does not hold up the next. */
    public run<T>(job: () => Promise<T> | T): Promise<T> {
        const outcome = this.last.then(job);
        this.last = outcome.catch(() => undefined);
        return outcome;
    }

    /** Settles when all jobs given so far have ended. */
    public async idle(): Promise<void> {
        await this.last;
    }
}
