package io.github.bpf4j.runtime.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.abi.KernelBtf;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfField;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.memory.MemoryOptions;
import io.github.bpf4j.runtime.world.KernelStruct;
import io.github.bpf4j.runtime.world.Socket;
import java.nio.ByteOrder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A file is a socket's if the host wrote a {@code struct socket} where it leads to, whatever guests wrote since. */
class SocketFilesTest {
    private static final Btf TYPES = KernelBtf.builtIn();
    private static final Socket SOCKET = Socket.tcp(7, "127.0.0.1", 80);
    private static final long SOCK = 0x77;

    private final GuestMemory memory = GuestMemory.open(MemoryOptions.DEFAULT);
    private final KernelStructs structs = new KernelStructs(memory, TYPES);
    private final SocketFiles files = new SocketFiles(structs);
    private final long privateData = offset("file", "private_data");

    @AfterEach
    void close() {
        memory.close();
    }

    private long offset(String struct, String path) {
        return BtfField.of(TYPES, structs.find(struct).orElseThrow(), path).byteOffset();
    }

    private PlacedStruct place(KernelStruct struct) {
        return structs.place(struct, pointer -> SOCK);
    }

    private long socket(PlacedStruct file) {
        return files.socket(memory, file.address());
    }

    @Test
    void fileLeadsToItsSocket() {
        PlacedStruct file = place(KernelStruct.socketFile(SOCKET));
        long socket = socket(file);
        assertThat(socket).isNotZero().isEqualTo(memory.getLong(file.address() + privateData));
        assertThat(memory.getLong(socket + offset("socket", "sk"))).isEqualTo(SOCK);
        assertThat(memory.getU8(socket + offset("socket", "type"))).isEqualTo(Socket.STREAM);
        structs.replace(file, KernelStruct.of("file").with("private_data", 1), pointer -> 0);
        assertThat(socket(file)).as("of a file that is no socket's any more").isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "STREAM, LISTEN, 1",
        "STREAM, CLOSE, 1",
        "STREAM, SYN_SENT, 2",
        "STREAM, ESTABLISHED, 3",
        "STREAM, CLOSE_WAIT, 3",
        "SEQPACKET, ESTABLISHED, 3",
        "DGRAM, ESTABLISHED, 1",
        "DGRAM, CLOSE, 1"
    })
    void stateFollowsFromTheConnection(String type, Socket.State state, int expected) {
        int number = type.equals("STREAM") ? Socket.STREAM : type.equals("DGRAM") ? Socket.DGRAM : Socket.SEQPACKET;
        Socket socket = Socket.of(1, Socket.Family.UNIX, number, 0).in(state);
        assertThat(memory.getInt(socket(place(KernelStruct.socketFile(socket))) + offset("socket", "state")))
                .isEqualTo(expected);
    }

    @Test
    void structsThatOthersLeadToKeepTheirTypes() {
        KernelStruct holder = KernelStruct.of("linux_binprm").with("file", KernelStruct.socketFile(SOCKET));
        long file = memory.getLong(place(holder).address() + offset("linux_binprm", "file"));
        assertThat(files.socket(memory, file)).isEqualTo(memory.getLong(file + privateData));
    }

    @Test
    void whatGuestsWriteIsNotBelieved() {
        PlacedStruct file = place(KernelStruct.socketFile(SOCKET));
        PlacedStruct inode = place(KernelStruct.of("inode"));
        PlacedStruct guests = PlacedStruct.writable(memory, "what a program may write", 512);
        long socket = socket(file);
        long plain = memory.allocate(512, GuestMemory.Zone.HIGH);
        long[] wild = {
            0,
            1,
            -1,
            Long.MIN_VALUE,
            socket - 1,
            socket + 1,
            socket + 16,
            socket & memory.mask(),
            socket ^ 1L << 40,
            file.address(),
            inode.address(),
            guests.address(),
            plain
        };
        for (long pointer : wild) {
            memory.setLong(file.address() + privateData, pointer);
            assertThat(socket(file)).as("leading to 0x%x", pointer).isZero();
        }
        memory.setLong(file.address() + privateData, socket);
        assertThat(socket(file)).isEqualTo(socket);
        for (long pointer : wild) {
            if (pointer != file.address()) {
                assertThat(files.socket(memory, pointer))
                        .as("file at 0x%x", pointer)
                        .isZero();
            }
        }
        memory.setLong(plain + privateData, socket);
        assertThat(files.socket(memory, plain)).as("in no object").isZero();
        assertThat(files.socket(memory, file.address() + file.sizeBytes() - privateData - 4))
                .as("across an object's end")
                .isZero();
        file.close();
        assertThat(files.socket(memory, file.address())).as("that is gone").isZero();
    }

    @Test
    void typesWithoutSocketsHaveNone() {
        PlacedStruct file = place(KernelStruct.socketFile(SOCKET));
        SocketFiles none = new SocketFiles(new KernelStructs(memory, Btf.empty(ByteOrder.LITTLE_ENDIAN)));
        assertThat(none.socket(memory, file.address())).isZero();
    }
}
