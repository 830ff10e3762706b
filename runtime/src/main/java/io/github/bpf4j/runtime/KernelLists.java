package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.AttachType;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.object.ProgramSpec;
import io.github.bpf4j.runtime.routing.RoutingTables;
import io.github.bpf4j.runtime.world.KernelStruct;
import io.github.bpf4j.runtime.world.KernelValue;
import io.github.bpf4j.runtime.world.Route;
import io.github.bpf4j.runtime.world.Socket;
import io.github.bpf4j.runtime.world.Task;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What iterators over programs, links, symbols, sockets, routes and files come to, in the order in which Linux 6.12 does; where that goes by
 * hash tables, by numbers. Members that are not set here read as zero.
 */
final class KernelLists {
    private static final int LONGEST_NAME = 15;

    /** Flags of routes of IPv6: a local address; no next hop and refused, as what leads to the loopback interface; else in use. */
    private static final long LOCAL_FLAGS = 0x8020_0001L;

    private static final long REFUSED_FLAGS = 0x20_0200;
    private static final long UP_FLAGS = 1;
    private static final int LOOPBACK = 1;
    private static final int AF_INET6 = 10;
    private static final int HOST_BITS = 128;

    /** RTPROT_KERNEL: who made the routes that follow from addresses. */
    private static final int BY_KERNEL = 2;

    /** What stands at the end of a table without a route to everything. */
    private static final long NULL_METRIC = 0xffff_ffffL;

    private final Machine machine;

    KernelLists(Machine machine) {
        this.machine = machine;
    }

    // ---- programs and links

    List<KernelValue> programs() {
        try (var _ = machine.turn()) {
            return machine.objects.programs().stream()
                    .map(program -> KernelValue.of(describe(program)))
                    .toList();
        }
    }

    private static KernelStruct describe(LiveProgram program) {
        ProgramSpec spec = program.linked().spec();
        String name = program.name();
        KernelStruct aux = KernelStruct.of("bpf_prog_aux")
                .with("id", program.id())
                .with("name", name.substring(0, Math.min(name.length(), LONGEST_NAME)));
        boolean named = switch (program.type()) {
            case TRACING, LSM, EXT -> !spec.attachTarget().isEmpty();
            default -> false;
        };
        if (named) {
            aux = aux.with("attach_func_name", SlotOwner.prefix(spec.expectedAttachType()) + spec.attachTarget());
        }
        AttachType attach = spec.expectedAttachType();
        return KernelStruct.of("bpf_prog")
                .with("type", program.type().number())
                .with("expected_attach_type", attach == null ? 0 : attach.number())
                .with("aux", aux);
    }

    List<KernelValue> links() {
        try (var _ = machine.turn()) {
            return machine.objects.links().stream()
                    .map(link -> KernelValue.of(KernelStruct.of("bpf_link")
                            .with("id", link.id())
                            .with("type", KernelValue.of("BPF_LINK_TYPE_" + kind(link)))
                            .with("prog", describe(link.program()))))
                    .toList();
        }
    }

    /** What Linux calls the link that it makes for a program. */
    private static String kind(LiveLink link) {
        if (link instanceof MapLink) {
            return "SOCKMAP";
        }
        LiveProgram program = link.program();
        ProgramSpec spec = program.linked().spec();
        AttachType attach = spec.expectedAttachType();
        ProgramType type = program.type();
        if (AttachPoints.isOfGroups(spec, type)) {
            return "CGROUP";
        }
        return switch (type) {
            case RAW_TRACEPOINT, RAW_TRACEPOINT_WRITABLE -> "RAW_TRACEPOINT";
            case TRACING -> attach == AttachType.TRACE_RAW_TP ? "RAW_TRACEPOINT" : "TRACING";
            case LSM, EXT -> "TRACING";
            case KPROBE ->
                attach == AttachType.TRACE_KPROBE_MULTI || attach == AttachType.TRACE_KPROBE_SESSION
                        ? "KPROBE_MULTI"
                        : attach == AttachType.TRACE_UPROBE_MULTI ? "UPROBE_MULTI" : "PERF_EVENT";
            case TRACEPOINT, PERF_EVENT -> "PERF_EVENT";
            case XDP -> "XDP";
            case SCHED_CLS, SCHED_ACT -> "TCX";
            case NETFILTER -> "NETFILTER";
            case SK_LOOKUP, FLOW_DISSECTOR -> "NETNS";
            default -> "UNSPEC";
        };
    }

    // ---- symbols

    List<KernelValue> symbols() {
        return machine.world.symbols().entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Long::compareUnsigned)
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(symbol -> KernelValue.of(KernelStruct.of("kallsym_iter")
                        .with("value", symbol.getValue())
                        .with("name", symbol.getKey())
                        .with("show_value", 1)))
                .toList();
    }

    /** Programs on symbols are called at the end with the last once more, not with nothing. */
    static List<KernelValue> afterSymbols(List<List<KernelValue>> symbols) {
        return symbols.isEmpty() ? List.of(KernelValue.of(KernelStruct.of("kallsym_iter"))) : symbols.getLast();
    }

    // ---- sockets

    List<List<KernelValue>> unixSockets() {
        return machine.network.sockets.all(socket -> socket.family() == Socket.Family.UNIX).stream()
                .filter(socket -> !socket.isClosed())
                .map(socket -> List.of(
                        KernelValue.of(machine.network.sockets.object(socket, "unix_sock")),
                        KernelValue.of(socket.described().uid())))
                .toList();
    }

    /** By their protocols. */
    List<KernelValue> netlinkSockets() {
        return machine.network.sockets.all(socket -> socket.family() == Socket.Family.NETLINK).stream()
                .filter(socket -> !socket.isClosed())
                .sorted(Comparator.comparingInt(socket -> socket.described().protocol()))
                .map(socket -> KernelValue.of(machine.network.sockets.object(socket, "netlink_sock")))
                .toList();
    }

    // ---- routes

    List<KernelValue> routes() {
        List<KernelValue> all = new ArrayList<>();
        for (List<RoutingTables.Listed> table : machine.network.routes.tables().walkV6()) {
            table.forEach(listed -> all.add(KernelValue.of(describe(listed))));
            if (table.getLast().route().destination().bits() != 0) {
                all.add(KernelValue.of(KernelStruct.of("fib6_info")
                        .with("fib6_flags", REFUSED_FLAGS)
                        .with("fib6_metric", NULL_METRIC)
                        .with("fib6_protocol", BY_KERNEL)
                        .with("fib6_type", number(Route.Type.UNREACHABLE))
                        .with("fib6_nh", hops(hop(LOOPBACK).with("nhc_oif", 0)))));
            }
        }
        return all;
    }

    private KernelStruct describe(RoutingTables.Listed listed) {
        Route route = listed.route();
        int ifindex = route.type().hasInterface() ? route.ifindex() : LOOPBACK;
        long flags = route.type() == Route.Type.LOCAL ? LOCAL_FLAGS : ifindex == LOOPBACK ? REFUSED_FLAGS : UP_FLAGS;
        KernelStruct hop = hop(ifindex);
        if (route.gateway().isPresent()) {
            hop = hop.with("nhc_gw_family", AF_INET6)
                    .with("nhc_gw", KernelValue.of(route.gateway().get().bytes()));
        }
        KernelStruct described = KernelStruct.of("fib6_info")
                .with("fib6_table", KernelStruct.of("fib6_table").with("tb6_id", route.table()))
                .with(
                        "fib6_dst.addr",
                        KernelValue.of(route.destination().address().bytes()))
                .with("fib6_dst.plen", route.destination().bits())
                .with("fib6_flags", flags)
                .with("fib6_metric", listed.metric())
                .with("fib6_type", number(route.type()))
                .with("fib6_nh", hops(hop));
        if (listed.ofAddress()) {
            return described.with("fib6_protocol", BY_KERNEL);
        }
        return route.source().isEmpty()
                ? described
                : described
                        .with(
                                "fib6_prefsrc.addr",
                                KernelValue.of(route.source().get().bytes()))
                        .with("fib6_prefsrc.plen", HOST_BITS);
    }

    private KernelStruct hop(int ifindex) {
        KernelStruct device = KernelStruct.of("net_device").with("ifindex", ifindex);
        String name =
                machine.world.networkInterface(ifindex).map(on -> on.name()).orElse(ifindex == LOOPBACK ? "lo" : "");
        return KernelStruct.of("fib_nh_common")
                .with("nhc_oif", ifindex)
                .with("nhc_family", AF_INET6)
                .with("nhc_dev", device.with("name", name));
    }

    private static KernelValue hops(KernelStruct common) {
        return KernelValue.of(List.of(KernelValue.of(KernelStruct.of("fib6_nh").with("nh_common", common))));
    }

    /** RTN_*. */
    private static int number(Route.Type type) {
        return switch (type) {
            case UNICAST -> 1;
            case LOCAL -> 2;
            case BROADCAST -> 3;
            case BLACKHOLE -> 6;
            case UNREACHABLE -> 7;
            case PROHIBIT -> 8;
            case THROW -> 9;
        };
    }

    // ---- files

    /** Every open file of every process, with its first thread: the others have the same. */
    List<List<KernelValue>> files() {
        List<List<KernelValue>> all = new ArrayList<>();
        machine.world.tasks().stream()
                .filter(Task::isLeader)
                .forEach(task -> machine.world
                        .openFiles(task.tgid())
                        .forEach((fd, file) -> all.add(
                                List.of(KernelValue.task(task.pid()), KernelValue.of(fd), KernelValue.of(file)))));
        return all;
    }
}
