package io.github.bpf4j.net;

/**
 * A packet of a capture file.
 *
 * @param timestampNs nanoseconds since 1970-01-01T00:00:00Z
 * @param linkType what the bytes begin with, see {@link LinkType}
 * @param interfaceIndex the file's number of the interface, 0 in pcap files
 * @param data the captured bytes
 * @param originalLength bytes that the packet had on the wire
 */
@SuppressWarnings("ArrayRecordComponent") // handed over to whoever reads, compared by nobody
public record CapturedPacket(long timestampNs, int linkType, int interfaceIndex, byte[] data, int originalLength) {}
