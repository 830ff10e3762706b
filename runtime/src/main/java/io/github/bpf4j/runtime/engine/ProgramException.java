package io.github.bpf4j.runtime.engine;

/** Ends a run from anywhere in it: {@code bpf_throw}. */
public final class ProgramException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Image image;
    private final long cookie;

    /** An exception of the program whose code calls {@code bpf_throw} on a CPU. */
    public ProgramException(Cpu cpu, long cookie) {
        super("bpf_throw(" + cookie + ")", null, false, false);
        this.image = cpu.currentImage();
        this.cookie = cookie;
    }

    /** The program that threw. */
    public Image image() {
        return image;
    }

    /** What it threw. */
    public long cookie() {
        return cookie;
    }
}
