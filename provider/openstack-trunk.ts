import type * as pulumi from "@pulumi/pulumi";
import { childOptions } from "../components/child-options";
import { isPlainObject } from "../components/inputs";
import type { MachineNic, VirtualMachineArgs } from "../components/openstack/machine-args";
import { checkMachine } from "../components/openstack/machine-checks";
import { checkTrunk, Trunk, type TrunkArgs } from "../components/openstack/trunk";
import type { OpenstackNic } from "./openstack-port";

/** What of a machine's arguments its trunks come from. */
interface MachineNics {
    readonly attachments?: OpenstackNic[];
    readonly hotPlugged?: OpenstackNic[];
    readonly accessAttachment?: string;
    readonly region?: pulumi.Input<string>;
}

const LISTS = ["attachments", "hotPlugged"] as const;

/** Checks a machine whose NICs may be parents of trunks. Pure: nothing is registered. */
export function checkMachineWithTrunks(name: string, args: MachineNics): void {
    checkMachine(
        name,
        eachNic(args, (nic) => withoutSubPorts(nic)),
    );
    eachNic(args, (nic, argument) => {
        if (isParent(nic)) {
            checkTrunk(`OpenstackVirtualMachine "${name}", ${argument} "${nic.name}"`, trunkArgs(nic, args));
        }
        return nic as unknown as MachineNic;
    });
}

/** The arguments of the typed machine, with the trunks made that its NICs are parents of. */
export function withTrunks(
    name: string,
    args: MachineNics,
    machine: pulumi.ComponentResource,
    opts: pulumi.ComponentResourceOptions | undefined,
): VirtualMachineArgs {
    const access = args.accessAttachment;
    let accessAttachment = access;
    const typed = eachNic(args, (nic) => {
        if (!isParent(nic)) {
            return nic as unknown as MachineNic;
        }
        const trunk = new Trunk(`${name}-${nic.name}`, trunkArgs(nic, args), childOptions(machine, opts));
        if (nic.name === access) {
            accessAttachment = trunk.parentAttachment.attachmentName;
        }
        return trunk;
    });
    return { ...typed, ...(accessAttachment !== undefined && { accessAttachment }) };
}

function withoutSubPorts(nic: OpenstackNic): MachineNic {
    return Object.fromEntries(Object.entries(nic).filter(([key]) => key !== "subPorts")) as unknown as MachineNic;
}

function isParent(nic: OpenstackNic): boolean {
    return nic.subPorts !== undefined;
}

function trunkArgs({ subPorts, ...parent }: OpenstackNic, { region }: MachineNics): TrunkArgs {
    const given: unknown = subPorts;
    return {
        parentAttachment: { ...parent, name: "parent" },
        subPorts: Array.isArray(given)
            ? given.map((subPort: unknown) => {
                  if (!isPlainObject(subPort)) {
                      return subPort;
                  }
                  const { segmentationId, ...attachment } = subPort;
                  return { attachment, segmentationId };
              })
            : given,
        region,
    } as unknown as TrunkArgs;
}

/** The arguments with each NIC replaced; what is no list or object is left for the checks to refuse. */
function eachNic(args: MachineNics, replaced: (nic: OpenstackNic, argument: string) => MachineNic): VirtualMachineArgs {
    const lists = isPlainObject<unknown>(args)
        ? LISTS.flatMap((list) => {
              const given: unknown = args[list];
              return Array.isArray(given)
                  ? [
                        [
                            list,
                            given.map((nic: unknown, index) =>
                                isPlainObject(nic)
                                    ? replaced(nic as unknown as OpenstackNic, `${list}[${index}]`)
                                    : nic,
                            ),
                        ] as const,
                    ]
                  : [];
          })
        : [];
    return (isPlainObject<unknown>(args) ? { ...args, ...Object.fromEntries(lists) } : args) as VirtualMachineArgs;
}
