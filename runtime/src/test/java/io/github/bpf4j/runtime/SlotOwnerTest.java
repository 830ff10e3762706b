package io.github.bpf4j.runtime;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.abi.AttachType;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.object.ProgramSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlotOwnerTest {
    private static final int INT = 1 << 24;
    private static final int FUNC = 12 << 24;
    private static final int FUNC_PROTO = 13 << 24;
    private static final int HEADER_BYTES = 24;

    /** Hooks of one type, as a kernel's types have them: each type once. */
    private static Btf types(List<String> hooks) {
        StringBuilder strings = new StringBuilder("\0");
        ByteBuffer records = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);
        add(records, name(strings, "int"), INT, Integer.BYTES, Integer.SIZE);
        add(records, 0, FUNC_PROTO | 1, 1, name(strings, "name"), 1);
        for (String hook : hooks) {
            add(records, name(strings, "bpf_lsm_" + hook), FUNC, 2);
        }
        int typeBytes = records.position();
        byte[] names = strings.toString().getBytes(US_ASCII);
        ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + typeBytes + names.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) 0xeb9f)
                .put((byte) 1)
                .put((byte) 0);
        add(out, HEADER_BYTES, 0, typeBytes, typeBytes, names.length);
        return Btf.parse(out.put(records.array(), 0, typeBytes).put(names).array());
    }

    private static int name(StringBuilder strings, String name) {
        int at = strings.length();
        strings.append(name).append('\0');
        return at;
    }

    private static void add(ByteBuffer to, int... words) {
        for (int word : words) {
            to.putInt(word);
        }
    }

    private static SlotOwner atHook(Btf types, String hook) {
        ProgramSpec program =
                new ProgramSpec("p", "section", ProgramType.LSM, AttachType.LSM_MAC, hook, false, false, true, 0, 2);
        return SlotOwner.ofJumps(ProgramType.LSM, program, types, null);
    }

    /** One of the hooks returns yes or no, the others 0 or an errno, and so do programs find the result so far. */
    @Test
    void hooksOfOneTypeAreTheSameOnlyWithTheSameResults() {
        Btf types = types(List.of("inode_xattr_skipcap", "ismaclabel", "another"));
        assertThat(atHook(types, "ismaclabel"))
                .isEqualTo(atHook(types, "another"))
                .isNotEqualTo(atHook(types, "inode_xattr_skipcap"));
    }
}
