package io.github.bpf4j.runtime.memory;

import org.jspecify.annotations.Nullable;

/** Ends a guest's run because of something the guest did. Caught where the run began; carries no host stack trace. */
public final class GuestFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final FaultKind kind;
    private final long address;
    private int insnOffset = -1;
    private transient Object image = "";
    private @Nullable Throwable hostCause;

    /**
     * A fault that concerns an address.
     *
     * @param address the guest address, or 0 where none is concerned
     */
    public GuestFault(FaultKind kind, long address, String message) {
        super(message, null, false, false);
        this.kind = kind;
        this.address = address;
    }

    /** A fault that concerns no address. */
    public GuestFault(FaultKind kind, String message) {
        this(kind, 0, message);
    }

    /** The same, with what went wrong in the host. */
    public GuestFault causedBy(Throwable cause) {
        hostCause = cause;
        return this;
    }

    /** What went wrong in the host, or null. */
    @Override
    public synchronized @Nullable Throwable getCause() {
        return hostCause;
    }

    public FaultKind kind() {
        return kind;
    }

    public long address() {
        return address;
    }

    /** Says where it happened, unless an inner frame already did. */
    public GuestFault at(Object image, int insnOffset) {
        if (this.insnOffset < 0) {
            this.image = image;
            this.insnOffset = insnOffset;
        }
        return this;
    }

    /** The instruction, or -1 if unknown. */
    public int insnOffset() {
        return insnOffset;
    }

    /** The program image it happened in, if known. */
    public Object image() {
        return image;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
