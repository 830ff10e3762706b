package io.github.bpf4j.abi;

import io.github.bpf4j.abi.SpecialField.Kind;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfKind;
import io.github.bpf4j.btf.BtfType;
import io.github.bpf4j.btf.BtfType.Member;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Tells what the nodes of a list or tree are, from the declaration tag {@code contains:TYPE:FIELD} on its root (verifier
 * spec O4). Not thread-safe.
 */
final class GraphRootTarget {
    sealed interface Answer {
        /** {@code TYPE:FIELD@offset}: the struct that holds the node, and where in it. */
        record Found(String target) implements Answer {}

        record Refused(Errno errno) implements Answer {}
    }

    private record Place(int ownerId, int component) {}

    private static final String TAG_PREFIX = "contains:";
    private static final Answer MALFORMED = new Answer.Refused(Errno.EINVAL);

    private final Btf btf;
    private @Nullable Map<Place, String> tags;

    GraphRootTarget(Btf btf) {
        this.btf = btf;
    }

    Answer find(Kind kind, int ownerId, int component) {
        String tag = tags().get(new Place(ownerId, component));
        int colon = tag == null ? -1 : tag.indexOf(':');
        if (tag == null || colon < 0) {
            return MALFORMED;
        }
        String typeName = tag.substring(0, colon);
        String fieldName = tag.substring(colon + 1);
        OptionalInt typeId = btf.find(BtfKind.STRUCT, typeName);
        if (typeId.isEmpty()) {
            return new Answer.Refused(Errno.ENOENT);
        }
        String nodeName = kind == Kind.LIST_HEAD ? "bpf_list_node" : "bpf_rb_node";
        BtfType.Struct struct = (BtfType.Struct) btf.type(typeId.getAsInt());
        for (Member member : struct.members()) {
            if (member.name().equals(fieldName)) {
                boolean fits = btf.type(member.typeId()) instanceof BtfType.Struct node
                        && node.name().equals(nodeName)
                        && member.bitOffset() % Long.SIZE == 0;
                return fits ? new Answer.Found(typeName + ":" + fieldName + "@" + member.byteOffset()) : MALFORMED;
            }
        }
        return MALFORMED;
    }

    private Map<Place, String> tags() {
        Map<Place, String> known = tags;
        if (known == null) {
            known = new HashMap<>();
            for (int id = 1; id <= btf.typeCount(); id++) {
                if (btf.type(id) instanceof BtfType.DeclTag tag && tag.name().startsWith(TAG_PREFIX)) {
                    known.put(
                            new Place(tag.typeId(), tag.componentIndex()),
                            tag.name().substring(TAG_PREFIX.length()));
                }
            }
            tags = known;
        }
        return known;
    }
}
