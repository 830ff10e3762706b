package io.github.bpf4j.runtime.engine;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One thread that does what it is given, in order. It begins with the first task, ends when it has had nothing to do for a while, and keeps
 * no JVM alive. Safe for use by any thread.
 */
final class CompilerThread implements Executor {
    private static final int MOST_WAITING = 10_000;
    private static final long IDLE_SECONDS = 5;

    private @Nullable ThreadPoolExecutor pool;
    private boolean closed;

    @Override
    public void execute(Runnable task) {
        pool().execute(task);
    }

    private synchronized ThreadPoolExecutor pool() {
        if (closed) {
            throw new RejectedExecutionException("the runtime is closed");
        }
        ThreadPoolExecutor there = pool;
        if (there == null) {
            there = new ThreadPoolExecutor(
                    1,
                    1,
                    IDLE_SECONDS,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(MOST_WAITING),
                    CompilerThread::start);
            there.allowCoreThreadTimeOut(true);
            pool = there;
        }
        return there;
    }

    private static Thread start(Runnable tasks) {
        return Thread.ofPlatform()
                .daemon()
                .name("bpf4j-compiler")
                .inheritInheritableThreadLocals(false) // it is nothing of whoever runs the program that is hot first
                .unstarted(tasks);
    }

    /** Drops what waits: how many tasks. Does not wait for the task that goes on. */
    synchronized int close() {
        closed = true;
        return pool == null ? 0 : pool.shutdownNow().size();
    }
}
