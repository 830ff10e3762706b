package io.github.bpf4j.verifier.transfer;

import io.github.bpf4j.abi.KernelFeature;
import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfType;
import java.util.HashSet;
import java.util.Set;

/** What declaration tags say of the arguments of global functions (verifier spec G3). */
final class ArgumentTags {
    private static final String TAG = "arg:";

    private ArgumentTags() {}

    /** The tags of an argument, without their prefix; none in kernels that do not know them. */
    static Set<String> of(Btf btf, int functionTypeId, int position, KernelProfile profile) {
        Set<String> tags = new HashSet<>();
        if (!profile.has(KernelFeature.ARGUMENT_TAGS)) {
            return tags;
        }
        for (int id = 1; id <= btf.typeCount(); id++) {
            if (btf.type(id) instanceof BtfType.DeclTag tag
                    && tag.typeId() == functionTypeId
                    && tag.componentIndex() == position
                    && tag.name().startsWith(TAG)) {
                tags.add(tag.name().substring(TAG.length()));
            }
        }
        return tags;
    }
}
