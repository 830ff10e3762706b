package io.github.bpf4j.object;

import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfType;
import java.util.ArrayList;
import java.util.List;

/** Which functions a program names as those that run when it throws, by declaration tags (verifier spec G7). */
final class ExceptionCallbacks {
    private static final String TAG = "exception_callback:";
    private static final int WHOLE_FUNCTION = -1;

    private ExceptionCallbacks() {}

    /** The names in the tags of a function, in the order of the tags. */
    static List<String> of(Btf btf, int functionTypeId) {
        List<String> names = new ArrayList<>();
        for (int id = 1; functionTypeId != 0 && id <= btf.typeCount(); id++) {
            if (btf.type(id) instanceof BtfType.DeclTag tag
                    && tag.typeId() == functionTypeId
                    && tag.componentIndex() == WHOLE_FUNCTION
                    && tag.name().startsWith(TAG)) {
                names.add(tag.name().substring(TAG.length()));
            }
        }
        return names;
    }
}
