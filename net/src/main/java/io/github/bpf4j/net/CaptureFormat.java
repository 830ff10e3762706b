package io.github.bpf4j.net;

import java.util.Optional;

/** A capture file's format: takes packet after packet from the input. */
sealed interface CaptureFormat permits PcapFormat, PcapNgFormat {
    Optional<CapturedPacket> next();
}
