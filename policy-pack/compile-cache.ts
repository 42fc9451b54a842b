import * as nodeModule from "node:module";

/** What Node.js has from 22.10 on; the types at hand are of the oldest version that is supported. */
export interface CompileCache {
    readonly getCompileCacheDir?: () => string | undefined;
    readonly flushCompileCache?: () => void;
}

/**
 * Writes what Node.js has compiled so far into its compile cache, where `NODE_COMPILE_CACHE` names one, as soon as the process
 * has nothing else to do. Node.js writes it when a process ends by itself, and the engine ends a pack by a signal.
 */
export function keepCompiled({ getCompileCacheDir, flushCompileCache }: CompileCache = nodeModule as object): void {
    if (flushCompileCache !== undefined && getCompileCacheDir?.() !== undefined) {
        setImmediate(flushCompileCache);
    }
}
