package io.github.bpf4j.runtime.engine;

/** Runs of a function that follow each other in one place among the runs of a CPU. */
public final class Repeats {
    private final Cpu cpu;
    private final Image image;
    private final int entry;
    private final Repetition repetition;
    private final int notedBit;
    private final long lockBefore;
    private final long budget;
    private final long paidBudget;
    private boolean isDue;
    private boolean isOver;

    Repeats(Cpu cpu, Image image, int entry, Repetition repetition, long lockBefore, long budget) {
        this.cpu = cpu;
        this.image = image;
        this.entry = entry;
        this.repetition = repetition;
        notedBit = cpu.notedBit();
        this.lockBefore = lockBefore;
        this.budget = budget;
        paidBudget = budget - image.price(entry);
    }

    /** Runs all of them; the result of the last. */
    long run(Engine engine, long r1, long r2, long r3) {
        long result;
        do {
            result = engine.runRepeatedly(image, entry, cpu, r1, r2, r3, this);
        } while (goOn());
        return result;
    }

    private boolean goOn() {
        if (isDue) {
            isDue = false;
        } else if (isOver || !ask(cpu)) {
            return false;
        }
        cpu.renew(budget);
        return true;
    }

    /**
     * A run has ended: whether another follows in the frame that is open, which is then paid for. Its function has nothing in its place or
     * around it.
     *
     * @param same the CPU, which the caller has in a register
     */
    boolean goOnInFrame(Cpu same) {
        if (!ask(same)) {
            isOver = true;
            return false;
        }
        if (image.detour(entry) != null) {
            isDue = true;
            return false;
        }
        same.renew(paidBudget);
        same.spend(0); // ends the run if it cannot pay
        return true;
    }

    private boolean ask(Cpu same) {
        same.unlockLeft(lockBefore);
        return repetition.goesOn(same.endsNoted(notedBit));
    }
}
