package io.github.bpf4j.conformance.features;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Fault;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.Redirect;
import io.github.bpf4j.runtime.RunResult;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.TestRun;
import io.github.bpf4j.runtime.world.Neighbour;
import io.github.bpf4j.runtime.world.NetworkInterface;
import io.github.bpf4j.runtime.world.Route;
import io.github.bpf4j.runtime.world.RoutingRule;
import io.github.bpf4j.runtime.world.World;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Programs on routes change packets as they did on a 6.12 kernel (features/lwt-6.12.tsv): on real routes, with packets that came in at a
 * TUN device, and in test runs. A line is a program, how it was run, what it returned, the packet as it saw it (from the Ethernet header on
 * in test runs), its calls, their answers, the packet afterwards (= if it is as before), its protocol and length, and what became of it: the answer of the
 * test run, or what left which device (= as the program left it, ~ with a hop limit that is one less; icmp is an error that Linux sent).
 */
class RouteProgramsTest {
    private static final CollectionSpec OBJECT = CollectionSpec.read(Corpus.bytes("features/lwt.bpf.o"), "lwt");
    private static final HexFormat HEX = HexFormat.of();
    private static final Map<String, Integer> DEVICES = Map.of("tun0", 2, "tun1", 3, "tun2", 4, "tap0", 5);

    private static final int IO_BYTES = 2216;
    private static final int OPS_AT = 8;
    private static final int OP_BYTES = 16;
    private static final int GIVEN_AT = 104;
    private static final int BYTES_AFTER_AT = 1136;
    private static final int PROTOCOL_AT = 1140;
    private static final int ANSWERS_AT = 1144;
    private static final int AFTER_AT = 1704;
    private static final int SEEN = 512;
    private static final int ETHERNET_HEADER = 14;
    private static final int HOP_LIMIT_AT = 7;
    private static final int MTU = 1500;
    private static final int GSO_SIZE_AT = 176;
    private static final int GSO_SEGS_AT = 164;
    private static final int SKB_BYTES = 192;
    private static final int DROP = 2;
    private static final int REDIRECT = 7;

    private static final String MACS = "02aa0000000102aa00000002";
    private static final String V4 = "4500001c00004000401126c60a0000020a0b0005000100020008" + "0000";
    private static final String OUTER_V6 =
            "600000000000043ffc0000f1000000000000000000000001fc000005000000000000000000000009";
    private static final String OUTER_V4 = "4500003c00004000402f26970a0000010a050009";
    private static final String ENDPOINT_SRH =
            "2904040001000000fc000005000000000000000000000005fc00000e000000000000000000000001";

    private record Line(
            String section,
            String program,
            String way,
            int verdict,
            byte[] packet,
            String ops,
            String answers,
            String after,
            String seen,
            String sent) {
        boolean isTestRun() {
            return !way.equals("route");
        }

        @Override
        public String toString() {
            return program + " " + way + " " + verdict + " " + HEX.formatHex(packet) + " " + ops;
        }
    }

    private static List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        String section = "";
        for (String text :
                new String(Corpus.bytes("features/lwt-6.12.tsv"), UTF_8).lines().toList()) {
            if (text.startsWith("# ")) {
                section = text.substring(2);
                continue;
            }
            String[] cells = text.split("\t", -1);
            byte[] packet = HEX.parseHex(cells[3]);
            if (cells[8].endsWith(" ~")) {
                byte[] left = cells[6].equals("=") ? packet.clone() : HEX.parseHex(cells[6]);
                left[HOP_LIMIT_AT]--;
                cells[8] = cells[8].replace("~", HEX.formatHex(left));
            }
            lines.add(new Line(
                    section,
                    cells[0],
                    cells[1],
                    Integer.parseInt(cells[2]),
                    packet,
                    cells[4],
                    cells[5],
                    cells[6],
                    cells[7],
                    cells[8]));
        }
        return lines;
    }

    private static NetworkInterface device(int ifindex, String name, String... addresses) {
        NetworkInterface device =
                new NetworkInterface(ifindex, name, name.equals("tap0") ? "02:00:00:00:00:03" : "", MTU);
        for (String address : addresses) {
            device = device.address(address);
        }
        return device.forwards();
    }

    /** What the kernel had; at last fewer and fewer addresses, see the names of the sections. */
    private static World world(String section) {
        int step = section.startsWith("addresses") ? Integer.parseInt(section.substring(section.length() - 1)) : 0;
        List<String> tun0 = new ArrayList<>(List.of("10.0.0.1/24"));
        List<String> tun1 = new ArrayList<>(List.of("10.0.1.1/24"));
        List<String> tun2 = new ArrayList<>(List.of("10.0.2.1/24"));
        List<String> tap0 = new ArrayList<>();
        if (step < 4) {
            tun0.add("fc00:f0::1/64");
            tun1.add("fc00:f1::1/64");
        }
        if (step >= 1 && step < 4) {
            tun1.add("2001:db8:f1::1/64");
        }
        if (step >= 2 && step < 4) {
            tun1.add("fe80::f1/64");
        }
        if (step == 3) {
            tun1.add("fc00:f1:1::1/64");
            tun1.add("2002:102::9/64");
        }
        if (step < 5) {
            tun2.add("fc00:f2::1/64");
            tap0.add("fc00:f3::1/64");
        }
        if (step == 3 || step == 4) {
            tun2.add("2001:db8:f2::1/64");
        }
        World.Builder world = World.builder()
                .networkInterface(new NetworkInterface(1, "lo", "", 65536))
                .networkInterface(device(2, "tun0", tun0.toArray(new String[0])))
                .networkInterface(device(3, "tun1", tun1.toArray(new String[0])))
                .networkInterface(device(4, "tun2", tun2.toArray(new String[0])))
                .networkInterface(device(5, "tap0", tap0.toArray(new String[0])));
        return world.route(Route.to("fc00:e::1/128", 2))
                .route(Route.to("fc00:e::11/128", 2))
                .route(Route.to("fc00:e::12/128", 2))
                .route(Route.to("fc00:21::/64", 3))
                .route(Route.to("fc00:22::/64", 3))
                .route(Route.to("10.22.0.0/16", 3))
                .route(Route.to("fc00:11::/64", 3))
                .route(Route.to("fc00:12::/64", 3))
                .route(Route.to("10.11.0.0/16", 3))
                .route(Route.to("10.12.0.0/16", 3))
                .route(Route.to("fc00:5::/64", 3))
                .route(Route.to("fc00:6::/64", 4))
                .route(Route.to("fc00:7::/64", 3).via("fc00:f1::2"))
                .route(Route.of(Route.Type.BLACKHOLE, "fc00:8::/64"))
                .route(Route.of(Route.Type.UNREACHABLE, "fc00:9::/64"))
                .route(Route.of(Route.Type.PROHIBIT, "fc00:a::/64"))
                .route(Route.of(Route.Type.THROW, "fc00:b::/64"))
                .route(Route.to("fc00:5::/64", 4).in(100))
                .route(Route.of(Route.Type.BLACKHOLE, "fc00:6::/64").in(100))
                .route(Route.to("fc00:c::/64", 4).in(101))
                .route(Route.to("fc00:d::/64", 5).via("fc00:f3::2"))
                .routingRule(new RoutingRule(1000, 66, -1, 100))
                .neighbour(Neighbour.of("fc00:f3::5", 5, "02:aa:00:00:00:35"))
                .neighbour(Neighbour.of("fc00:5::5", 5, "02:aa:00:00:00:55"))
                .neighbour(Neighbour.of("fc00:f3::2", 5, "02:aa:00:00:00:32"))
                .build();
    }

    /** The calls as the programs read them. */
    private static byte[] request(Line line) {
        ByteBuffer request = ByteBuffer.allocate(IO_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        String[] ops = line.ops().isEmpty() ? new String[0] : line.ops().split(";");
        request.putInt(0, ops.length).putInt(4, line.verdict());
        int given = 0;
        for (int i = 0; i < ops.length; i++) {
            String[] parts = ops[i].split(":");
            int at = OPS_AT + OP_BYTES * i;
            request.putInt(at, Integer.parseInt(parts[0])).putInt(at + 4, (int) Long.parseLong(parts[1]));
            if (parts.length < 3) {
                continue;
            }
            if (parts[0].equals("75")) {
                request.putInt(at + 8, (int) Long.parseLong(parts[2]));
            } else {
                byte[] bytes = HEX.parseHex(parts[2]);
                request.put(GIVEN_AT + given, bytes).putInt(at + 8, given).putInt(at + 12, bytes.length);
                given += bytes.length;
            }
        }
        return request.array();
    }

    /** What the calls answered, the packet as the program saw it at the end, its protocol and length. */
    private static String[] seen(Collection collection, Line line) {
        byte[] bytes = collection.map("io").lookup(new byte[4]).orElseThrow();
        ByteBuffer io = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < io.getInt(0); i++) {
            answers.add(Long.toString(io.getLong(ANSWERS_AT + Long.BYTES * i)));
        }
        int length = io.getInt(BYTES_AFTER_AT);
        byte[] after = Arrays.copyOfRange(bytes, AFTER_AT, AFTER_AT + (length > SEEN ? 0 : length));
        byte[] before = line.isTestRun()
                ? Arrays.copyOfRange(line.packet(), ETHERNET_HEADER, line.packet().length)
                : line.packet();
        int protocol = Short.toUnsignedInt(Short.reverseBytes((short) io.getInt(PROTOCOL_AT)));
        return new String[] {
            String.join(",", answers),
            Arrays.equals(after, before) ? "=" : HEX.formatHex(after),
            Integer.toHexString(protocol) + " " + Integer.toUnsignedString(length)
        };
    }

    private static byte[] frame(byte[] packet) {
        byte[] frame = new byte[ETHERNET_HEADER + packet.length];
        boolean v4 = (packet[0] >> 4) == 4;
        frame[12] = (byte) (v4 ? 0x08 : 0x86);
        frame[13] = (byte) (v4 ? 0x00 : 0xdd);
        System.arraycopy(packet, 0, frame, ETHERNET_HEADER, packet.length);
        return frame;
    }

    private static String testRun(Collection collection, Line line) {
        TestRun asked = new TestRun().data(line.packet());
        if (line.way().equals("gso")) {
            ByteBuffer context = ByteBuffer.allocate(SKB_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            asked.context(context.putInt(GSO_SIZE_AT, 8).putInt(GSO_SEGS_AT, 2).array());
        }
        TestRun.Result result = collection.program(line.program()).testRun(asked);
        assertThat(result.run().fault()).as(line.toString()).isEmpty();
        String after = seen(collection, line)[1];
        String seen = after.equals("=") ? HEX.formatHex(line.packet()).substring(2 * ETHERNET_HEADER) : after;
        String data = HEX.formatHex(result.data());
        boolean same = data.equals("00".repeat(ETHERNET_HEADER) + seen);
        return "0 " + result.run().verdict() + " " + (same ? "=" : data);
    }

    /** Where a packet goes that a program found a route for, as the recorded lines say it. */
    private static String redirected(Packet packet) {
        if (packet.redirect().isEmpty()) {
            return "nothing";
        }
        Redirect.Delivery delivery = packet.redirect().get().deliveries().getFirst();
        byte[] bytes = delivery.frame().clone();
        bytes[ETHERNET_HEADER + HOP_LIMIT_AT]--;
        boolean tap = delivery.number() == DEVICES.get("tap0");
        assertThat(delivery.fate()).isEqualTo(tap ? Redirect.Fate.SENT : Redirect.Fate.NO_NEIGHBOUR);
        String device = DEVICES.entrySet().stream()
                .filter(each -> each.getValue() == delivery.number())
                .findFirst()
                .orElseThrow()
                .getKey();
        return device + " " + HEX.formatHex(bytes).substring(tap ? 0 : 2 * ETHERNET_HEADER);
    }

    private static String route(Collection collection, Line line, int[] drops) {
        Packet packet = new Packet(frame(line.packet())).ifindex(DEVICES.get("tun0"));
        RunResult result = collection.program(line.program()).run(packet);
        assertThat(result.fault()).as(line.toString()).isEmpty();
        boolean endpoint = OBJECT.program(line.program())
                .programType()
                .filter(ProgramType.LWT_SEG6LOCAL::equals)
                .isPresent();
        if (endpoint && result.verdict() == DROP && line.verdict() != DROP) {
            drops[0]++;
            return "nothing";
        }
        assertThat(result.verdict()).as(line.toString()).isEqualTo(line.verdict());
        if (endpoint && line.verdict() == REDIRECT && packet.length() <= MTU) {
            String sent = redirected(packet);
            if (sent.startsWith("tun0 ") && line.sent().equals("nothing")) {
                return "nothing"; // by the route that led to the program itself, which does not take a packet twice
            }
            return sent.equals("nothing") && line.sent().equals("icmp") ? "icmp" : sent;
        }
        if (endpoint
                && line.verdict() == 0
                && !line.ops().contains("76:")
                && line.sent().startsWith("tun")) {
            byte[] left = Arrays.copyOfRange(packet.data(), ETHERNET_HEADER, packet.length());
            left[HOP_LIMIT_AT]--;
            return line.sent().substring(0, line.sent().indexOf(' ') + 1) + HEX.formatHex(left);
        }
        return line.sent(); // what becomes of it is not the program's to say
    }

    @ParameterizedTest
    @EnumSource
    void answersAreThoseOfLinux(EngineKind engine) {
        Map<String, List<String>> differing = new TreeMap<>();
        int[] drops = new int[1];
        Map<String, List<Line>> sections = new TreeMap<>();
        lines().forEach(line ->
                sections.computeIfAbsent(line.section(), _ -> new ArrayList<>()).add(line));
        sections.forEach((section, lines) -> {
            try (Runtime runtime = Runtime.builder()
                            .engine(engine)
                            .world(world(section))
                            .build();
                    Collection collection = runtime.load(OBJECT)) {
                for (Line line : lines) {
                    collection.map("io").update(new byte[4], request(line));
                    String sent = line.isTestRun() ? testRun(collection, line) : route(collection, line, drops);
                    String ours = String.join(" ", seen(collection, line)) + " " + sent;
                    String theirs = String.join(" ", line.answers(), line.after(), line.seen(), line.sent());
                    if (!ours.equals(theirs)) {
                        differing
                                .computeIfAbsent(section, _ -> new ArrayList<>())
                                .add(line + "\n  Linux " + theirs + "\n  here  " + ours);
                    }
                }
            }
        });
        assertThat(differing).isEmpty();
        assertThat(drops[0]).as("packets dropped for what the program left").isGreaterThan(20);
    }

    /** Runs a program with calls on a frame; its verdict. */
    private static int run(Collection collection, String program, int verdict, Packet packet, String ops) {
        Line line = new Line("", program, "route", verdict, new byte[0], ops, "", "", "", "");
        collection.map("io").update(new byte[4], request(line));
        RunResult result = collection.program(program).run(packet);
        assertThat(result.fault()).isEmpty();
        return result.verdict();
    }

    @ParameterizedTest
    @EnumSource
    void framesKeepTheirEthernetHeaderWithTheTypeOfWhatTheyCarryThen(EngineKind engine) {
        try (Runtime runtime = Runtime.builder().engine(engine).world(world("")).build();
                Collection collection = runtime.load(OBJECT)) {
            for (String program : List.of("routed_in", "routed_xmit")) {
                Packet packet = new Packet(HEX.parseHex(MACS + "0800" + V4));
                assertThat(run(collection, program, 0, packet, "73:2:" + OUTER_V6))
                        .isZero();
                assertThat(HEX.formatHex(packet.data())).isEqualTo(MACS + "86dd" + OUTER_V6 + V4);
                assertThat(run(collection, program, 0, packet, "73:2:" + OUTER_V4))
                        .isZero();
                assertThat(HEX.formatHex(packet.data())).isEqualTo(MACS + "0800" + OUTER_V4 + OUTER_V6 + V4);
            }
            String inner =
                    "6000000000083b40fc0000f0000000000000000000000003fc000006000000000000000000000005" + "00".repeat(8);
            String outer = "6000000000582b40fc0000f0000000000000000000000002fc000005000000000000000000000005";
            Packet packet = new Packet(HEX.parseHex(MACS + "86dd" + outer + ENDPOINT_SRH + inner));
            assertThat(run(collection, "routed_seg6", REDIRECT, packet, "75:80:304;76:7:fe000000"))
                    .isEqualTo(REDIRECT);
            assertThat(HEX.formatHex(packet.data())).isEqualTo(MACS + "86dd" + inner);
            assertThat(redirected(packet)).startsWith("tun2 6000000000083b3f");
        }
    }

    /** Room for items that nobody fills costs a run more the more it is. */
    @ParameterizedTest
    @EnumSource
    void roomSpendsTheBudgetOfTheRun(EngineKind engine) {
        String outer = "6000000000282b40fc0000f0000000000000000000000002fc000005000000000000000000000005";
        byte[] frame = HEX.parseHex(MACS + "86dd" + outer + ENDPOINT_SRH);
        try (Runtime runtime = Runtime.builder().engine(engine).fuel(20_000).build();
                Collection collection = runtime.load(OBJECT)) {
            Line line = new Line("", "", "route", 0, new byte[0], "75:80:8;75:80:3000000", "", "", "", "");
            collection.map("io").update(new byte[4], request(line));
            RunResult result = collection.program("routed_seg6").run(new Packet(frame));
            assertThat(result.fault())
                    .hasValueSatisfying(fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.OUT_OF_FUEL));
        }
    }

    /** What the world does not hold gives the errno that Linux gives; a host that says nothing of the world has no route at all. */
    @ParameterizedTest
    @EnumSource
    void nothingLeadsAnywhereWhereNothingWasSaid(EngineKind engine) {
        String outer = "6000000000282b40fc0000f0000000000000000000000002fc000005000000000000000000000005";
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                Collection collection = runtime.load(OBJECT)) {
            for (String action : List.of(
                    "76:2:fc000005000000000000000000000005",
                    "76:3:fe000000",
                    "76:9:" + ENDPOINT_SRH,
                    "76:10:" + ENDPOINT_SRH)) {
                Packet packet = new Packet(HEX.parseHex(MACS + "86dd" + outer + ENDPOINT_SRH));
                run(collection, "routed_seg6", REDIRECT, packet, action);
                ByteBuffer io = ByteBuffer.wrap(
                                collection.map("io").lookup(new byte[4]).orElseThrow())
                        .order(ByteOrder.LITTLE_ENDIAN);
                assertThat(io.getLong(ANSWERS_AT)).as(action).isEqualTo(Errno.ENETUNREACH.result());
                assertThat(packet.redirect()).isEmpty();
            }
        }
    }

    /** Endpoints whose packets have no segment routing header, which Linux never lets run, are told so. */
    @ParameterizedTest
    @EnumSource
    void packetsWithoutSegmentsHaveNoneToChange(EngineKind engine) {
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                Collection collection = runtime.load(OBJECT)) {
            for (String frame :
                    List.of("0800" + V4, "86dd" + OUTER_V6 + V4, "86dd" + OUTER_V6.substring(0, 30), "86dd")) {
                Packet packet = new Packet(HEX.parseHex(MACS + frame));
                run(
                        collection,
                        "routed_seg6",
                        0,
                        packet,
                        "74:45:aa;75:80:8;76:2:" + "fc".repeat(16) + ";76:7:fe000000");
                ByteBuffer io = ByteBuffer.wrap(
                                collection.map("io").lookup(new byte[4]).orElseThrow())
                        .order(ByteOrder.LITTLE_ENDIAN);
                assertThat(io.getLong(ANSWERS_AT)).isEqualTo(Errno.EINVAL.result());
                assertThat(io.getLong(ANSWERS_AT + Long.BYTES)).isEqualTo(Errno.EINVAL.result());
                assertThat(io.getLong(ANSWERS_AT + 2 * Long.BYTES)).isEqualTo(Errno.EBADMSG.result());
                assertThat(io.getLong(ANSWERS_AT + 3 * Long.BYTES)).isEqualTo(Errno.EBADMSG.result());
                assertThat(HEX.formatHex(packet.data())).isEqualTo(MACS + frame);
            }
        }
    }

    @Test
    void everyProgramEveryHelperAndEveryActionWasAsked() {
        TreeSet<String> programs = new TreeSet<>();
        TreeSet<String> calls = new TreeSet<>();
        for (Line line : lines()) {
            programs.add(line.program());
            String[] answers = line.answers().split(",");
            String[] ops = line.ops().split(";");
            for (int i = 0; i < ops.length; i++) {
                if (ops[i].matches("7[36]:.*") && answers[i].equals("0")) {
                    calls.add(ops[i].replaceAll("^(7.:\\d+).*", "$1"));
                }
            }
        }
        assertThat(lines()).hasSizeGreaterThan(2_200);
        assertThat(programs)
                .containsExactly(
                        "gre_tunnel", "routed_in", "routed_seg6", "routed_xmit", "service_chain", "sign", "spread");
        assertThat(calls).containsExactly("73:0", "73:1", "73:2", "76:10", "76:2", "76:3", "76:7", "76:9");
    }
}
