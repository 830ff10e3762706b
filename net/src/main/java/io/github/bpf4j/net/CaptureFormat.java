package io.github.bpf4j.net;

/** A capture file's format: takes packet after packet from the input. */
sealed interface CaptureFormat permits PcapFormat, PcapNgFormat {
    /** Whether there is one more packet, which is in the record then. */
    boolean next(CaptureRecord record);
}
