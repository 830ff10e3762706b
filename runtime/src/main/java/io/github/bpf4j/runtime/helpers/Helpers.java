package io.github.bpf4j.runtime.helpers;

import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.sockets.SynCookies;

/** All helpers that a runtime implements. */
public final class Helpers {
    private static final int TAIL_CALL = 12;
    private static final int KPTR_XCHG = 194;

    private Helpers() {}

    /** The helpers of a runtime. */
    public static HelperTable create(HelperServices services) {
        MapTable maps = services.maps();
        HelperTable table = new HelperTable(services.lock());
        new MapHelpers(maps, services.cells(), services.lock()).register(table);
        new DrainHelper(maps, services.cells(), services.lock()).register(table);
        new OutputHelpers(maps, services.clock()).register(table);
        RingHelpers rings = new RingHelpers(maps);
        rings.register(table);
        new TracedPacketHelpers(maps, services.kernel().structs().types()).register(table);
        new DynptrHelpers(rings).register(table);
        new TextHelpers(services.printk()::accept).register(table);
        SequenceHelpers.register(table);
        new BtfTextHelpers(services.kernel().structs().types()).register(table);
        ClockHelpers.register(table, services.clock(), services.random());
        PerCpuHelpers.register(table, services.variables(), services.kernel().globals(), services.heap());
        PacketHelpers.register(table);
        new SkbHelpers(services.around()).register(table);
        SkbRoomHelpers.register(table);
        new RedirectHelpers(maps, services.isCurrentUnder()).register(table);
        TimerHelpers.register(table, maps, services.timers());
        new CurrentHelpers(services.kernel()).register(table);
        new RoutingHelpers(services.routes()).register(table);
        new EncapsulationHelpers(new SegmentRouting(services.routes().tables())).register(table);
        TunnelHelpers.register(table);
        new SocketHelpers(services.sockets(), services.kernel()).register(table);
        new SynCookieHelpers(
                        services.sockets(),
                        services.kernel().world(),
                        new SynCookies(services.clock(), services.seed()))
                .register(table);
        new ReuseportHelpers(maps, services.sockets()).register(table);
        new SocketOptionHelpers(
                        services.sockets(),
                        services.routes().tables(),
                        services.kernel().world())
                .register(table);
        new SocketMapHelpers(maps).register(table);
        SysctlHelpers.register(table);
        HeaderOptionHelpers.register(table);
        new MemoryHelpers(services.kernel()).register(table);
        new SystemHelpers(services.kernel()).register(table);
        new CommandHelpers(services.commands()).register(table);
        new InfraredHelpers(services.kernel()).register(table);
        new AreaHelpers(services.kernel()).register(table);
        NumberHelpers.register(table);
        new TracedCallHelpers(services.kernel()).register(table);
        WorldKfuncs.register(table, services.kernel());
        StorageHelpers.register(table, services);
        new CongestionKfuncs(services.kernel(), services.sockets()).register(table);
        new StackHelpers(maps, services.kernel()).register(table);
        table.put(KPTR_XCHG, (cpu, field, object, r3, r4, r5) -> services.heap().exchange(cpu, field, object));
        return table.put(TAIL_CALL, (cpu, r1, r2, r3, r4, r5) -> {
            throw new GuestFault(FaultKind.BAD_INSTRUCTION, "tail calls are made by the engine");
        });
    }
}
