package io.github.bpf4j.runtime.helpers;

import io.github.bpf4j.runtime.contexts.PacketContext;
import io.github.bpf4j.runtime.contexts.SkbContext;
import io.github.bpf4j.runtime.contexts.XdpContext;
import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.engine.GuestContext;
import io.github.bpf4j.runtime.engine.Image;
import io.github.bpf4j.runtime.kernel.KernelObjects;
import io.github.bpf4j.runtime.kernel.KernelStructs;
import io.github.bpf4j.runtime.kernel.PlacedStruct;
import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.sockets.LiveSocket;
import io.github.bpf4j.runtime.sockets.SocketTable;
import io.github.bpf4j.runtime.world.KernelStruct;
import io.github.bpf4j.runtime.world.KernelValue;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The structs as which the kernel itself knows the contexts of programs: for packets a {@code struct sk_buff} or {@code xdp_buff}, written
 * anew each time that a program asks.
 */
/*
 * Each of the runs inside each other on a CPU has its own, which stays for the runs after it: a pointer to it that a program kept leads to
 * a struct of the same kind for as long as the runtime lives.
 */
final class ContextViews {
    private static final int NO_OFFSET = 0xffff;

    private record Key(int run, String type) {}

    private final KernelObjects kernel;
    private final KernelStructs structs;
    private final SocketTable sockets;
    private final Predicate<Image> isKernels;
    private final Map<Key, PlacedStruct> placed = new HashMap<>();

    /**
     * Views of contexts, none of them there yet.
     *
     * @param isKernels whether programs know their context as the kernel does, by the program's image
     */
    ContextViews(KernelObjects kernel, SocketTable sockets, Predicate<Image> isKernels) {
        this.isKernels = isKernels;
        this.kernel = kernel;
        this.structs = kernel.structs();
        this.sockets = sockets;
    }

    /** A struct of which only those members are said that the kernel's types have: kernels differ. */
    private final class View {
        private KernelStruct struct;

        View(String type) {
            struct = KernelStruct.of(type);
        }

        View with(String path, long value) {
            return with(path, KernelValue.of(value));
        }

        View with(String path, View value) {
            return with(path, KernelValue.of(value.struct));
        }

        private View with(String path, KernelValue value) {
            boolean isKnown = !(value instanceof KernelValue.Struct known)
                    || structs.find(known.struct().type()).isPresent();
            if (isKnown && structs.hasMember(struct.type(), path)) {
                struct = struct.with(path, value);
            }
            return this;
        }
    }

    /**
     * {@code bpf_cast_to_kern_ctx}: the address of the kernel's view of the context that is at an address.
     *
     * @throws GuestFault if there is no context, or nothing is known of the kernel's view
     */
    long of(Cpu cpu, long address) {
        GuestContext context = cpu.context();
        if (context == null || context.address() != address) {
            throw new GuestFault(
                    FaultKind.BAD_ARGUMENT, address, "0x" + Long.toHexString(address) + " is not the context");
        }
        return switch (context) {
            case SkbContext skb -> place(cpu, describe(skb));
            case XdpContext xdp -> place(cpu, describe(xdp));
            case GuestContext other when isKernels.test(cpu.currentImage()) -> other.address();
            default ->
                throw new GuestFault(
                        FaultKind.BAD_ARGUMENT, address, "nothing is known of the kernel's view of this context");
        };
    }

    /** What a pointer leads to if it is looked at as a struct of the kernel's. */
    long plain(Cpu cpu, long address) {
        GuestContext context = cpu.context();
        return context instanceof PacketContext && context.address() == address ? of(cpu, address) : address;
    }

    private synchronized long place(Cpu cpu, View view) {
        Key key = new Key(cpu.run(), view.struct.type());
        PlacedStruct there = placed.get(key);
        if (there == null) {
            there = structs.place(view.struct, kernel::address);
            placed.put(key, there);
        } else {
            structs.replace(there, view.struct, kernel::address);
        }
        return there.address();
    }

    private View describe(SkbContext skb) {
        byte[] fields = skb.fields();
        long head = skb.headAddress();
        int data = (int) (skb.dataAddress() - head);
        Optional<LiveSocket> socket = SocketContextOf.socket(skb);
        return new View("sk_buff")
                .with("len", skb.length())
                .with("mark", SkbContext.get(fields, SkbContext.MARK))
                .with("priority", SkbContext.get(fields, SkbContext.PRIORITY))
                .with("hash", SkbContext.get(fields, SkbContext.HASH))
                .with("queue_mapping", SkbContext.get(fields, SkbContext.QUEUE_MAPPING))
                .with("tc_index", SkbContext.get(fields, SkbContext.TC_INDEX))
                .with("skb_iif", SkbContext.get(fields, SkbContext.INGRESS_IFINDEX))
                .with("tstamp", SkbContext.getLong(fields, SkbContext.TSTAMP))
                .with("protocol", SkbContext.get(fields, SkbContext.PROTOCOL))
                .with("vlan_proto", SkbContext.get(fields, SkbContext.VLAN_PROTO))
                .with("vlan_tci", skb.tagControl())
                .with("head", head)
                .with("data", skb.dataAddress())
                .with("tail", data + skb.length())
                .with("end", skb.roomBytes())
                .with("mac_header", data + skb.macOffset())
                .with("network_header", data + skb.networkOffset())
                .with("transport_header", skb.transportOffset() < 0 ? NO_OFFSET : data + skb.transportOffset())
                .with("dev", device(skb))
                .with("sk", socket.map(known -> sockets.object(known, "sock")).orElse(0L));
    }

    private View describe(XdpContext xdp) {
        View rxq = new View("xdp_rxq_info")
                .with("queue_index", xdp.rxQueue())
                .with("dev", new View("net_device").with("ifindex", xdp.ingressIfindex()));
        View view = new View("xdp_buff")
                .with("data", xdp.dataAddress())
                .with("data_end", xdp.dataAddress() + xdp.length())
                .with("data_meta", xdp.metaAddress())
                .with("data_hard_start", xdp.headAddress())
                .with("frame_sz", xdp.roomBytes())
                .with("rxq", rxq);
        return xdp.egressIfindex() == 0
                ? view
                : view.with(
                        "txq",
                        new View("xdp_txq_info")
                                .with("dev", new View("net_device").with("ifindex", xdp.egressIfindex())));
    }

    private View device(PacketContext packet) {
        return new View("net_device").with("ifindex", packet.ifindex());
    }
}
