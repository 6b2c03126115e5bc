package org.hostha.server.api.commands;

import java.util.function.LongConsumer;
import org.hostha.server.api.ApiException;
import org.hostha.server.api.Call;
import org.hostha.server.api.Command;
import org.hostha.server.api.Commands;
import org.hostha.server.api.Entity;
import org.hostha.server.api.Parameter;
import org.hostha.server.vmha.VmPower;

/** Starting and stopping virtual machines. */
public final class VirtualMachinePowerCommands implements Commands.Group {

    private static final Parameter<Long> VM =
            Parameter.id("id", Entity.VIRTUAL_MACHINE, "ID of the virtual machine").required();
    private static final Parameter<Boolean> FORCED = Parameter.flag("forced",
            "makes no difference: a virtual machine is Stopped when its host's agent says so, never before");

    private final VmPower power;
    private final VirtualMachineCommands listed;

    public VirtualMachinePowerCommands(VmPower power, VirtualMachineCommands listed) {
        this.power = power;
        this.listed = listed;
    }

    @Override
    public void declare(Commands commands) {
        commands.add(Command.named("startVirtualMachine").describedAs("Starts a virtual machine")
                .in("user.vm").announces("VM.START").about("VirtualMachine", VM)
                .takes(VM).asynchronous()
                .returns(VirtualMachineCommands.VMS, call -> change(call, power::start)));

        commands.add(Command.named("stopVirtualMachine").describedAs("Stops a virtual machine")
                .in("user.vm").announces("VM.STOP").about("VirtualMachine", VM)
                .takes(VM, FORCED).asynchronous()
                .returns(VirtualMachineCommands.VMS, call -> change(call, power::stop)));

        commands.add(Command.named("rebootVirtualMachine").describedAs("Stops a virtual machine and starts it again")
                .in("user.vm").announces("VM.REBOOT").about("VirtualMachine", VM)
                .takes(VM, FORCED).asynchronous()
                .returns(VirtualMachineCommands.VMS, call -> change(call, power::reboot)));
    }

    private VirtualMachineCommands.Vm change(Call call, LongConsumer action) {
        try {
            action.accept(call.get(VM));
        } catch (VmPower.FailedException e) {
            throw ApiException.failed(e.getMessage());
        }
        return listed.one(call.get(VM));
    }
}
