package io.github.bpf4j.runtime.world;

/**
 * A control group (cgroup2).
 *
 * @param id its number, which programs see
 * @param path from the root on, such as {@code "/system/web"}; the root's is {@code "/"}
 * @param classid of its packets, an unsigned int; 0 if they have none. In Linux it is that of a group of net_cls, which a task is in besides
 */
public record Cgroup(long id, String path, int classid) {
    /** More characters no path in Linux has (PATH_MAX, less the NUL). */
    private static final int LONGEST_PATH = 4095;

    /** A group whose packets have no class. */
    public Cgroup(long id, String path) {
        this(id, path, 0);
    }

    /** The same with a class of its packets. */
    public Cgroup withClassid(int number) {
        return new Cgroup(id, path, number);
    }

    /**
     * Checks the path.
     *
     * @throws IllegalArgumentException if it is no absolute path without empty parts, or too long
     */
    public Cgroup {
        boolean absolute = path.startsWith("/") && !path.contains("//") && (path.length() == 1 || !path.endsWith("/"));
        if (!absolute || path.length() > LONGEST_PATH) {
            throw new IllegalArgumentException("\"" + path + "\" is no path of a control group");
        }
    }

    /** Whether this group is the other, or somewhere below it. */
    public boolean isUnder(Cgroup ancestor) {
        return ancestor.path.equals("/") || path.equals(ancestor.path) || path.startsWith(ancestor.path + "/");
    }

    /** How many groups it is in, one in the other; the root's is 0. */
    public int level() {
        return path.equals("/") ? 0 : (int) path.chars().filter(c -> c == '/').count();
    }

    /** The path of the group that this one is in; the root's is the root's. */
    public String parent() {
        return path.substring(0, Math.max(1, path.lastIndexOf('/')));
    }
}
