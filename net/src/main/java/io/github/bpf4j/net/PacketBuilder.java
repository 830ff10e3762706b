package io.github.bpf4j.net;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Builds Ethernet frames from the inside out: payload, transport, network, link, each wrapping what is there. Lengths and
 * checksums are right unless asked otherwise.
 *
 * <p>For one thread at a time.
 */
public final class PacketBuilder {
    public static final int TCP_FIN = 1;
    public static final int TCP_SYN = 2;
    public static final int TCP_RST = 4;
    public static final int TCP_PSH = 8;
    public static final int TCP_ACK = 16;

    private static final int ICMP = 1;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int ETHERTYPE_IPV4 = 0x0800;
    private static final int ETHERTYPE_ARP = 0x0806;
    private static final int ETHERTYPE_VLAN = 0x8100;
    private static final int ETHERTYPE_IPV6 = 0x86dd;
    private static final int DEFAULT_TTL = 64;
    private static final int LEAST_FRAME = 60;

    private final Deque<byte[]> layers = new ArrayDeque<>();
    private int protocol;
    private int etherType;
    private boolean badChecksum;

    private PacketBuilder(byte[] payload) {
        layers.push(payload);
    }

    /** Begins with the innermost bytes. */
    public static PacketBuilder payload(byte[] payload) {
        return new PacketBuilder(payload.clone());
    }

    /** Begins with that many bytes of payload. */
    public static PacketBuilder payload(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) i;
        }
        return new PacketBuilder(bytes);
    }

    /** Makes the transport checksum wrong. */
    public PacketBuilder badChecksum() {
        badChecksum = true;
        return this;
    }

    public PacketBuilder udp(int sourcePort, int destinationPort) {
        protocol = UDP;
        return wrap(ByteBuffer.allocate(8)
                .putShort((short) sourcePort)
                .putShort((short) destinationPort)
                .putShort((short) (8 + length())));
    }

    public PacketBuilder tcp(int sourcePort, int destinationPort, int sequence, int flags) {
        protocol = TCP;
        return wrap(ByteBuffer.allocate(20)
                .putShort((short) sourcePort)
                .putShort((short) destinationPort)
                .putInt(sequence)
                .putInt(0)
                .put((byte) 0x50)
                .put((byte) flags)
                .putShort((short) 65535));
    }

    public PacketBuilder icmpEcho(int identifier, int sequence) {
        protocol = ICMP;
        byte[] header = bytes(ByteBuffer.allocate(8)
                .putInt(0x0800_0000)
                .putShort((short) identifier)
                .putShort((short) sequence));
        layers.push(header);
        put16(header, 2, checksum(0));
        return this;
    }

    /** An IPv4 header; the transport's checksum is completed. */
    public PacketBuilder ipv4(int source, int destination) {
        return ipv4(source, destination, 0);
    }

    /**
     * An IPv4 header of a fragment.
     *
     * @param flagsAndOffset the field of that name
     */
    public PacketBuilder ipv4(int source, int destination, int flagsAndOffset) {
        byte[] addresses = bytes(ByteBuffer.allocate(8).putInt(source).putInt(destination));
        completeTransport(addresses);
        etherType = ETHERTYPE_IPV4;
        byte[] header = bytes(ByteBuffer.allocate(20)
                .putShort((short) 0x4500)
                .putShort((short) (20 + length()))
                .putShort((short) 0)
                .putShort((short) flagsAndOffset)
                .put((byte) DEFAULT_TTL)
                .put((byte) protocol)
                .putShort((short) 0)
                .put(addresses));
        put16(header, 10, ~fold(sum(header, 0)) & 0xffff);
        layers.push(header);
        return this;
    }

    /**
     * An IPv6 header; the transport's checksum is completed.
     *
     * @param source 16 bytes
     * @param destination 16 bytes
     */
    public PacketBuilder ipv6(byte[] source, byte[] destination) {
        byte[] addresses = bytes(ByteBuffer.allocate(32).put(source).put(destination));
        completeTransport(addresses);
        etherType = ETHERTYPE_IPV6;
        layers.push(bytes(ByteBuffer.allocate(40)
                .putInt(0x6000_0000)
                .putShort((short) length())
                .put((byte) protocol)
                .put((byte) DEFAULT_TTL)
                .put(addresses)));
        return this;
    }

    /** An ARP request for an address. */
    public PacketBuilder arp(int senderAddress, int targetAddress) {
        etherType = ETHERTYPE_ARP;
        return wrap(ByteBuffer.allocate(28)
                .putInt(0x0001_0800)
                .putInt(0x0604_0001)
                .putShort((short) 0x0200)
                .putInt(senderAddress)
                .putInt(senderAddress)
                .putShort((short) 0)
                .putInt(0)
                .putInt(targetAddress));
    }

    /** A VLAN tag, inside the Ethernet header. */
    public PacketBuilder vlan(int id) {
        int inner = etherType;
        etherType = ETHERTYPE_VLAN;
        return wrap(ByteBuffer.allocate(4).putShort((short) id).putShort((short) inner));
    }

    /** The frame: an Ethernet header with locally administered addresses made of two numbers, padded to 60 bytes. */
    public byte[] ethernet(int sourceStation, int destinationStation) {
        byte[] header = bytes(ByteBuffer.allocate(14)
                .putShort((short) 0x0200)
                .putInt(destinationStation)
                .putShort((short) 0x0200)
                .putInt(sourceStation)
                .putShort((short) etherType));
        layers.push(header);
        byte[] frame = new byte[Math.max(LEAST_FRAME, length())];
        int at = 0;
        for (byte[] layer : layers) {
            System.arraycopy(layer, 0, frame, at, layer.length);
            at += layer.length;
        }
        return frame;
    }

    private PacketBuilder wrap(ByteBuffer header) {
        layers.push(bytes(header));
        return this;
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.capacity()];
        buffer.get(0, bytes);
        return bytes;
    }

    private int length() {
        return layers.stream().mapToInt(layer -> layer.length).sum();
    }

    private void completeTransport(byte[] addresses) {
        if (protocol != UDP && protocol != TCP) {
            return;
        }
        long pseudo = sum(addresses, 0) + protocol + length();
        int check = checksum(pseudo);
        put16(layers.getFirst(), protocol == UDP ? 6 : 16, badChecksum ? check ^ 0x5a5a : check);
    }

    /** The Internet checksum (RFC 1071) of all layers. */
    private int checksum(long start) {
        byte[] all = new byte[length()];
        int at = 0;
        for (byte[] layer : layers) {
            System.arraycopy(layer, 0, all, at, layer.length);
            at += layer.length;
        }
        int check = ~fold(sum(all, start)) & 0xffff;
        return check == 0 && protocol == UDP ? 0xffff : check;
    }

    private static long sum(byte[] bytes, long start) {
        long sum = start;
        for (int i = 0; i < bytes.length; i += 2) {
            sum += (bytes[i] & 0xff) << 8 | (i + 1 < bytes.length ? bytes[i + 1] & 0xff : 0);
        }
        return sum;
    }

    private static int fold(long sum) {
        long folded = sum;
        while (folded >>> 16 != 0) {
            folded = (folded & 0xffff) + (folded >>> 16);
        }
        return (int) folded;
    }

    private static void put16(byte[] bytes, int at, int value) {
        bytes[at] = (byte) (value >> 8);
        bytes[at + 1] = (byte) value;
    }
}
