package com.genesyslab.platform.commons.threading;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** One thread that runs what it is given, in order. */
public class SingleThreadInvoker implements AsyncInvoker, InvokerInfo {
    private static final AtomicInteger LIVE = new AtomicInteger();
    private final String name;
    private final int queueSize;
    private final ThreadPoolExecutor executor;

    public SingleThreadInvoker() {
        this("invoker");
    }

    public SingleThreadInvoker(String name) {
        this(name, Integer.MAX_VALUE);
    }

    public SingleThreadInvoker(String name, int queueSize) {
        this.name = name;
        this.queueSize = queueSize;
        this.executor =
                new ThreadPoolExecutor(
                        1,
                        1,
                        0,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(queueSize),
                        work -> {
                            Thread thread = new Thread(work, name);
                            thread.setDaemon(true);
                            return thread;
                        });
        LIVE.incrementAndGet();
    }

    public String getName() {
        return name;
    }

    public void invoke(Runnable target) {
        executor.execute(target);
    }

    public void release() {
        dispose();
    }

    public void dispose() {
        if (!executor.isShutdown()) {
            executor.shutdown();
            LIVE.decrementAndGet();
        }
    }

    public void used() {}

    public void unused() {}

    public int getQueueMaxSize() {
        return queueSize;
    }

    public int getQueueSize() {
        return executor.getQueue().size();
    }

    public long getInvokesCount() {
        return executor.getTaskCount();
    }

    public long getInvokesRejected() {
        return 0;
    }

    public static int getLiveInvokerCount() {
        return LIVE.get();
    }

    @Deprecated
    public static void awaitTermination(Runnable completionHandler) {
        completionHandler.run();
    }

    @Deprecated
    public static String getStateInfo() {
        return LIVE.get() + " live";
    }
}
