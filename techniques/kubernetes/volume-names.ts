/** The name under which references and definitions hold a PersistentVolume. */
export function volumeName(name: string): string {
    return `volume/${name}`;
}

/** The name under which references and definitions hold a PersistentVolumeClaim. */
export function volumeClaimName(name: string): string {
    return `claim/${name}`;
}
