package commdn.psdk;

import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A session's clock: polls a client that asked to be polled, and runs what is due later. */
final class Clock {
    /** An SDK that takes longer for one request hangs. */
    private static final long LONGEST_WORK = TimeUnit.SECONDS.toNanos(60);

    private final Session session;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    work -> {
                        Thread thread = new Thread(work, "commdn-clock");
                        thread.setDaemon(true);
                        return thread;
                    });
    private volatile long lastReceived = System.nanoTime();
    private volatile long workingSince;
    private long polledAt;
    private boolean polled;

    Clock(Session session) {
        this.session = session;
    }

    /** Polls after so long without a byte; 0 and null are never. */
    void start(Integer intervalMs) {
        long expiry = Math.max(1, session.settings.requestMs / 4);
        clock.scheduleWithFixedDelay(
                () -> {
                    int gone =
                            session.requests.expire(
                                    TimeUnit.MILLISECONDS.toNanos(session.settings.requestMs));
                    if (gone > 0) {
                        session.log.warn("unanswered", "requests", gone);
                    }
                },
                expiry,
                expiry,
                TimeUnit.MILLISECONDS);
        if (intervalMs != null && intervalMs > 0) {
            long step = Math.max(1, intervalMs / 4);
            long interval = TimeUnit.MILLISECONDS.toNanos(intervalMs);
            clock.scheduleWithFixedDelay(() -> poll(interval), step, step, TimeUnit.MILLISECONDS);
        }
    }

    /**
     * A request of the client is with the SDK (or no longer): what else it sent is not read
     * meanwhile.
     */
    void working(boolean now) {
        workingSince = now ? System.nanoTime() : 0;
        received();
    }

    void received() {
        lastReceived = System.nanoTime();
    }

    /** Runs something later; null once the session ends. */
    ScheduledFuture<?> later(long afterMs, Runnable work) {
        try {
            return clock.schedule(work, afterMs, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException ended) {
            return null;
        }
    }

    void stop() {
        clock.shutdownNow();
    }

    private void poll(long interval) {
        long now = System.nanoTime();
        long since = workingSince;
        if (since != 0 && now - since < LONGEST_WORK) {
            // It is not silent; the SDK is slow.
            return;
        }
        if (now - lastReceived < interval) {
            polled = false;
        } else if (!polled) {
            polled = true;
            polledAt = now;
            session.tell(new Frame(Ids.KEEP_ALIVE_POLL));
        } else if (now - polledAt >= interval) {
            session.log.error(
                    "client-silent", "for_ms", TimeUnit.NANOSECONDS.toMillis(now - lastReceived));
            session.end(Exit.CLIENT);
        }
    }
}
