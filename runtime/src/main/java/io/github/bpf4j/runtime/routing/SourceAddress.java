package io.github.bpf4j.runtime.routing;

import io.github.bpf4j.runtime.world.IpAddress;
import io.github.bpf4j.runtime.world.IpPrefix;
import io.github.bpf4j.runtime.world.NetworkInterface;
import io.github.bpf4j.runtime.world.World;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which of a host's addresses a packet of IPv6 has as its source: the rules of RFC 6724 section 5 that can make a difference here. Among
 * equals the interface with the lowest number wins, and of its addresses the latest. Stateless.
 */
final class SourceAddress {
    private static final IpAddress ANY = IpAddress.parse("::");
    private static final IpPrefix LOOPBACK = IpPrefix.parse("::1");
    private static final int LOOPBACK_IFINDEX = 1;

    private static final int LINK_LOCAL = 2;
    private static final int SITE_LOCAL = 5;
    private static final int GLOBAL = 14;

    /** The default policy table (RFC 6724 section 2.1): an address has the label of the longest prefix that it lies in. */
    private static final List<IpPrefix> LABELS = List.of(
            LOOPBACK,
            IpPrefix.parse("::ffff:0:0/96"),
            IpPrefix.parse("::/96"),
            IpPrefix.parse("2001::/32"),
            IpPrefix.parse("2002::/16"),
            IpPrefix.parse("3ffe::/16"),
            IpPrefix.parse("fec0::/10"),
            IpPrefix.parse("fc00::/7"),
            IpPrefix.parse("::/0"));

    private SourceAddress() {}

    /** An address of this host. */
    private record Candidate(IpPrefix prefix, int ifindex) {}

    /** The source of packets to a destination through an interface; the address that stands for any if there is none. */
    static IpAddress choose(World world, IpAddress to, int ifindex) {
        boolean onlyThere = isMulticast(to) || scope(to) == LINK_LOCAL;
        Candidate best = null;
        for (Candidate each : candidates(world)) {
            boolean fits = !onlyThere || each.ifindex() == ifindex;
            if (fits && (best == null || isBetter(each, best, to, ifindex))) {
                best = each;
            }
        }
        return best == null ? ANY : best.prefix().address();
    }

    private static List<Candidate> candidates(World world) {
        List<Candidate> all = new ArrayList<>();
        all.add(new Candidate(LOOPBACK, LOOPBACK_IFINDEX));
        world.networkInterfaces().stream()
                .sorted(Comparator.comparingInt(NetworkInterface::ifindex))
                .forEach(on -> on.addresses().reversed().stream()
                        .filter(IpPrefix::isV6)
                        .forEach(own -> all.add(new Candidate(own, on.ifindex()))));
        return all;
    }

    private static boolean isBetter(Candidate a, Candidate b, IpAddress to, int ifindex) {
        IpAddress first = a.prefix().address();
        IpAddress second = b.prefix().address();
        Boolean decided = decide(first.equals(to), second.equals(to));
        if (decided == null && scope(first) != scope(second)) {
            boolean smaller = scope(first) < scope(second);
            boolean reaches = Math.min(scope(first), scope(second)) >= scope(to);
            decided = smaller == reaches;
        }
        if (decided == null) {
            decided = decide(a.ifindex() == ifindex, b.ifindex() == ifindex);
        }
        if (decided == null) {
            decided = decide(label(first).equals(label(to)), label(second).equals(label(to)));
        }
        return decided != null ? decided : common(a.prefix(), to) > common(b.prefix(), to);
    }

    /** Whether the first is better in one respect; null if that decides nothing. */
    private static @Nullable Boolean decide(boolean first, boolean second) {
        return first == second ? null : (Boolean) first;
    }

    private static boolean isMulticast(IpAddress address) {
        return address.bytes()[0] == -1;
    }

    private static int scope(IpAddress address) {
        byte[] bytes = address.bytes();
        int head = (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
        if (isMulticast(address)) {
            return bytes[1] & 0xf;
        }
        if ((head & 0xffc0) == 0xfe80 || address.equals(LOOPBACK.address())) {
            return LINK_LOCAL;
        }
        return (head & 0xffc0) == 0xfec0 ? SITE_LOCAL : GLOBAL;
    }

    private static IpPrefix label(IpAddress address) {
        return LABELS.stream()
                .filter(each -> each.contains(address))
                .findFirst()
                .orElseThrow();
    }

    /** How many bits of an address's network a destination shares. */
    private static int common(IpPrefix own, IpAddress to) {
        byte[] a = own.address().bytes();
        byte[] b = to.bytes();
        int bits = 0;
        while (bits < own.bits() && ((a[bits >> 3] ^ b[bits >> 3]) & 0x80 >> (bits & 7)) == 0) {
            bits++;
        }
        return bits;
    }
}
