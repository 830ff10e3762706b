package io.github.bpf4j.net;

/** A capture file's format: takes packet after packet from the input. */
sealed interface CaptureFormat permits PcapFormat, PcapNgFormat {
    /** Reads the next packet; false at the end of the file. */
    boolean next(PacketSlot into);
}
