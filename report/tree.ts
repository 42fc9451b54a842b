/** One line of a tree: the branch to draw before it, and what stands there. */
export interface TreeLine<T> {
    readonly branch: string;
    /** What to draw before further lines of the same node, so that the branches beside it go on. */
    readonly below: string;
    readonly node: T;
}

/**
 * Lays nodes out as a tree, parents before children, in the order given. A node whose parent is not among them is a
 * root; nodes that are each other's parents are roots too, so that none is lost.
 *
 * @param nodes The nodes.
 * @param idOf What a node is called.
 * @param parentOf What its parent is called, if it has one.
 */
export function treeLines<T>(
    nodes: readonly T[],
    idOf: (node: T) => string,
    parentOf: (node: T) => string | undefined,
): TreeLine<T>[] {
    const ids = new Set(nodes.map(idOf));
    const children = new Map<string, T[]>();
    const roots: T[] = [];
    for (const node of nodes) {
        const parent = parentOf(node);
        if (parent === undefined || !ids.has(parent) || parent === idOf(node)) {
            roots.push(node);
        } else {
            const siblings = children.get(parent);
            if (siblings === undefined) {
                children.set(parent, [node]);
            } else {
                siblings.push(node);
            }
        }
    }
    const lines: TreeLine<T>[] = [];
    const drawn = new Set<T>();
    const draw = (siblings: readonly T[], indent: string, isRoot: boolean): void => {
        siblings.forEach((node, position) => {
            if (drawn.has(node)) {
                return;
            }
            drawn.add(node);
            const last = position === siblings.length - 1;
            const own = children.get(idOf(node)) ?? [];
            const inner = isRoot ? "" : `${indent}${last ? "   " : "│  "}`;
            const branch = isRoot ? "" : `${indent}${last ? "└─ " : "├─ "}`;
            lines.push({ branch, below: own.length > 0 ? `${inner}│` : inner.trimEnd(), node });
            draw(own, inner, false);
        });
    };
    draw(roots, "", true);
    draw(
        nodes.filter((node) => !drawn.has(node)),
        "",
        true,
    );
    return lines;
}
