package io.github.bpf4j.runtime.world;

/**
 * An inode: a file, by its number.
 *
 * @param number its number, positive; those of different file systems are different here, too
 * @param members what its {@code struct inode} holds beside the number; these values win
 */
public record Inode(long number, KernelStruct members) {
    private static final String STRUCT = "inode";

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if one is not as said above
     */
    public Inode {
        if (number <= 0) {
            throw new IllegalArgumentException("an inode cannot have the number " + number);
        }
        if (!members.type().equals(STRUCT)) {
            throw new IllegalArgumentException("an inode is no struct " + members.type());
        }
    }

    /** An inode of which only the number is known. */
    public static Inode of(long number) {
        return new Inode(number, KernelStruct.of(STRUCT));
    }

    /** The same with a member of its {@code struct inode} set. */
    public Inode with(String path, KernelValue value) {
        return new Inode(number, members.with(path, value));
    }
}
