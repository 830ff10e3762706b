package io.github.bpf4j.net;

import java.util.Optional;

/** The link types of capture files (the tcpdump group's LINKTYPE numbers), and how to get Ethernet frames from them. */
public final class LinkType {
    public static final int NULL = 0;
    public static final int ETHERNET = 1;
    public static final int RAW = 101;
    public static final int LINUX_SLL = 113;
    public static final int IPV4 = 228;
    public static final int IPV6 = 229;
    public static final int LINUX_SLL2 = 276;

    private static final int ETHERNET_HEADER = 14;
    private static final int ADDRESS_BYTES = 6;
    private static final int NULL_HEADER = 4;
    private static final int SLL_HEADER = 16;
    private static final int SLL2_HEADER = 20;
    private static final int ETHERTYPE_IPV4 = 0x0800;
    private static final int ETHERTYPE_IPV6 = 0x86dd;

    private LinkType() {}

    /**
     * The Ethernet frame of a packet: the packet itself, or its network layer behind a header with zero addresses, or with the
     * sender's where the link header has one of 6 bytes. Empty for link types and address families that are not known here, and
     * for packets too short for their link header.
     */
    public static Optional<byte[]> toEthernet(int linkType, byte[] data) {
        return switch (linkType) {
            case ETHERNET -> Optional.of(data);
            case RAW, IPV4, IPV6 ->
                data.length == 0 ? Optional.empty() : Optional.of(frame(ipEtherType(data, 0), data, 0));
            case NULL -> data.length <= NULL_HEADER ? Optional.empty() : loopback(data);
            case LINUX_SLL ->
                data.length < SLL_HEADER
                        ? Optional.empty()
                        : Optional.of(cooked(bigEndian16(data, 14), data, SLL_HEADER, bigEndian16(data, 4), 6));
            case LINUX_SLL2 ->
                data.length < SLL2_HEADER
                        ? Optional.empty()
                        : Optional.of(cooked(bigEndian16(data, 0), data, SLL2_HEADER, data[11] & 0xff, 12));
            default -> Optional.empty();
        };
    }

    /** Behind four bytes of address family in the byte order of the machine that captured. */
    private static Optional<byte[]> loopback(byte[] data) {
        int family = bigEndian16(data, 0) << 16 | bigEndian16(data, 2);
        return switch (family >>> 24 == 0 ? family : Integer.reverseBytes(family)) {
            case 2 -> Optional.of(frame(ETHERTYPE_IPV4, data, NULL_HEADER));
            case 10, 24, 28, 30 -> Optional.of(frame(ETHERTYPE_IPV6, data, NULL_HEADER)); // Linux, BSDs, FreeBSD, macOS
            default -> Optional.empty();
        };
    }

    private static byte[] cooked(int etherType, byte[] data, int header, int addressLength, int addressAt) {
        byte[] frame = frame(etherType, data, header);
        if (addressLength == ADDRESS_BYTES) {
            System.arraycopy(data, addressAt, frame, ADDRESS_BYTES, ADDRESS_BYTES);
        }
        return frame;
    }

    private static int ipEtherType(byte[] data, int at) {
        return (data[at] & 0xf0) == 0x60 ? ETHERTYPE_IPV6 : ETHERTYPE_IPV4;
    }

    private static int bigEndian16(byte[] data, int at) {
        return (data[at] & 0xff) << 8 | data[at + 1] & 0xff;
    }

    private static byte[] frame(int etherType, byte[] data, int from) {
        byte[] frame = new byte[ETHERNET_HEADER + data.length - from];
        frame[12] = (byte) (etherType >> 8);
        frame[13] = (byte) etherType;
        System.arraycopy(data, from, frame, ETHERNET_HEADER, data.length - from);
        return frame;
    }

    /** The name that tools print, or the number. */
    public static String name(int linkType) {
        return switch (linkType) {
            case NULL -> "NULL";
            case ETHERNET -> "ETHERNET";
            case RAW -> "RAW";
            case LINUX_SLL -> "LINUX_SLL";
            case IPV4 -> "IPV4";
            case IPV6 -> "IPV6";
            case LINUX_SLL2 -> "LINUX_SLL2";
            default -> Integer.toString(linkType);
        };
    }
}
