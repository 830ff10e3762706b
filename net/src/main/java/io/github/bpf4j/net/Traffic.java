package io.github.bpf4j.net;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Made-up traffic for trying programs: the same settings give the same packets on every machine.
 *
 * @param seed of everything random
 * @param packets how many there are
 * @param startNs time stamp of the first, in nanoseconds since the epoch
 */
public record Traffic(long seed, int packets, long startNs) {
    /** Ten thousand packets from the start of 2026 on. */
    public static final Traffic DEFAULT = new Traffic(1, 10_000, 1_767_225_600_000_000_000L);

    /** Where {@link #probes} send to. */
    public static final int PROBE_PORT = 7007;

    private static final long MS = 1_000_000;
    private static final long SECOND = 1000 * MS;
    private static final int SERVER = 0x0a00_00fe;
    private static final int STATION = 0xfe;
    private static final int MAX_PAYLOAD = 1200;

    /** The same with another number of packets. */
    public Traffic withPackets(int count) {
        return new Traffic(seed, count, startNs);
    }

    /** The same with another seed. */
    public Traffic withSeed(long newSeed) {
        return new Traffic(newSeed, packets, startNs);
    }

    private CapturedPacket packet(long timestampNs, byte[] frame) {
        return new CapturedPacket(timestampNs, LinkType.ETHERNET, 0, frame, frame.length);
    }

    /**
     * Flows that come and go: TCP, UDP and ICMP over IPv4 and IPv6, some in a VLAN, some in fragments, with pauses of up to
     * twenty seconds; ARP, truncated and wrong headers among them; one packet in a hundred is out of order.
     */
    public Stream<CapturedPacket> flows() {
        SplittableRandom random = new SplittableRandom(seed);
        long[] nowNs = {startNs};
        int sources = Math.max(16, Math.min(4096, packets / 20));
        return Stream.generate(() -> {
                    nowNs[0] += pause(random);
                    long at =
                            random.nextInt(100) == 0 ? Math.max(startNs, nowNs[0] - random.nextLong(SECOND)) : nowNs[0];
                    return packet(at, flowPacket(random, random.nextInt(sources)));
                })
                .limit(packets);
    }

    private static long pause(SplittableRandom random) {
        int kind = random.nextInt(1000);
        if (kind < 2) {
            return random.nextLong(20 * SECOND);
        }
        return kind < 50 ? random.nextLong(200 * MS) : random.nextLong(2 * MS);
    }

    private static byte[] flowPacket(SplittableRandom random, int source) {
        int kind = random.nextInt(100);
        int address = 0x0a01_0000 + source;
        int port = 1024 + source * 7 % 50_000;
        PacketBuilder payload = PacketBuilder.payload(random.nextInt(MAX_PAYLOAD));
        if (kind < 2) {
            return PacketBuilder.payload(0).arp(address, SERVER).ethernet(source, STATION);
        }
        if (kind < 4) {
            return malformed(random, payload.udp(port, 53).ipv4(address, SERVER).ethernet(source, STATION));
        }
        if (kind < 8) {
            return payload.icmpEcho(source, random.nextInt(1000))
                    .ipv4(address, SERVER)
                    .ethernet(source, STATION);
        }
        if (kind < 11) {
            return payload.udp(port, 53)
                    .ipv4(address, SERVER, 1 + random.nextInt(100))
                    .ethernet(source, STATION);
        }
        PacketBuilder transport = kind % 2 == 0
                ? payload.udp(port, 53)
                : payload.tcp(port, 443, random.nextInt(), PacketBuilder.TCP_ACK | PacketBuilder.TCP_PSH);
        if (kind < 25) {
            return transport.ipv6(address6(source), address6(0xfffe)).ethernet(source, STATION);
        }
        PacketBuilder network = transport.ipv4(address, SERVER);
        return (kind < 35 ? network.vlan(100) : network).ethernet(source, STATION);
    }

    private static byte[] address6(int number) {
        byte[] address = new byte[16];
        address[0] = (byte) 0xfd;
        address[14] = (byte) (number >> 8);
        address[15] = (byte) number;
        return address;
    }

    private static byte[] malformed(SplittableRandom random, byte[] frame) {
        byte[] bad = java.util.Arrays.copyOf(frame, 14 + random.nextInt(20));
        if (random.nextBoolean()) {
            return bad;
        }
        frame[14] = (byte) (random.nextBoolean() ? 0x41 : 0x65);
        return frame;
    }

    /**
     * Probes of eight backends, 10.0.0.1 to 10.0.0.8, by UDP to port {@value #PROBE_PORT} every 100 ms; each backend falls
     * silent for one to four seconds now and then. One packet in ten is something else.
     */
    public Stream<CapturedPacket> probes() {
        SplittableRandom random = new SplittableRandom(seed);
        int backends = 8;
        long periodNs = 100 * MS;
        List<CapturedPacket> made = new ArrayList<>(packets);
        long[] silentUntil = new long[backends];
        for (long round = 0; made.size() < packets; round++) {
            long roundNs = startNs + round * periodNs;
            for (int backend = 0; backend < backends && made.size() < packets; backend++) {
                if (random.nextInt(200) == 0) {
                    silentUntil[backend] = roundNs + SECOND + random.nextLong(3 * SECOND);
                }
                long at = roundNs + backend * MS + random.nextLong(MS);
                if (random.nextInt(10) == 0) {
                    made.add(packet(at, flowPacket(random, 4096 + random.nextInt(100))));
                }
                if (roundNs >= silentUntil[backend] && made.size() < packets) {
                    made.add(packet(
                            at,
                            PacketBuilder.payload(32)
                                    .udp(40_000 + backend, PROBE_PORT)
                                    .ipv4(0x0a00_0001 + backend, SERVER)
                                    .ethernet(backend + 1, STATION)));
                }
            }
        }
        return made.stream();
    }

    /**
     * Sources, 10.1.0.1 to 10.1.0.16, that send UDP at 20 to 320 packets a second each, in bursts and pauses around a limit of
     * 100; all stop for two seconds now and then.
     */
    public Stream<CapturedPacket> bursts() {
        SplittableRandom random = new SplittableRandom(seed);
        int sources = 16;
        List<CapturedPacket> made = new ArrayList<>(packets);
        int perSource = (packets + sources - 1) / sources;
        for (int source = 0; source < sources; source++) {
            long gapNs = SECOND / (20L * (source + 1));
            long at = startNs + random.nextLong(10 * MS);
            for (int i = 0; i < perSource && made.size() < packets; i++) {
                made.add(packet(
                        at,
                        PacketBuilder.payload(random.nextInt(MAX_PAYLOAD))
                                .udp(5000 + source, 9)
                                .ipv4(0x0a01_0001 + source, SERVER)
                                .ethernet(source + 1, STATION)));
                int kind = random.nextInt(200);
                at += kind == 0 ? 2 * SECOND : kind < 60 ? gapNs / 10 : gapNs + random.nextLong(gapNs / 2);
            }
        }
        made.sort(Comparator.comparingLong(CapturedPacket::timestampNs));
        return made.stream();
    }
}
