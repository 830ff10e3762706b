package io.github.bpf4j.net;

/**
 * A packet of a capture file.
 *
 * <p>The array is handed over, not copied; otherwise immutable.
 *
 * @param timestampNs nanoseconds since 1970-01-01T00:00:00Z. A packet without time stamp (pcapng's simple packets) has the one
 *     before it, or 0
 * @param linkType what the bytes begin with, see {@link LinkType}
 * @param interfaceIndex the number of the interface within the section of the file, 0 in pcap files
 * @param data the captured bytes
 * @param originalLength bytes that the packet had on the wire, at least as many as were captured
 */
@SuppressWarnings("ArrayRecordComponent") // handed over to whoever reads, compared by nobody
public record CapturedPacket(long timestampNs, int linkType, int interfaceIndex, byte[] data, int originalLength) {}
