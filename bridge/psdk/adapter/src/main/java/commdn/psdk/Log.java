package commdn.psdk;

import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lines of key=value on standard error. Values of user data, phone numbers and passwords are never
 * given to it.
 *
 * <p>A thread of its own writes: a log that nobody reads holds up nothing, lines without room are
 * counted.
 */
final class Log {
    /** From what on. */
    enum Level {
        ERROR,
        WARN,
        INFO,
        DEBUG
    }

    private static final int MAX_LINES = 2_000;
    private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(MAX_LINES);
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong waiting = new AtomicLong();
    private final Level level;
    private final PrintStream to;

    Log(Level level, PrintStream to) {
        this.level = level;
        this.to = to;
        Thread writer = new Thread(this::write, "commdn-log");
        writer.setDaemon(true);
        writer.start();
    }

    void error(String event, Object... pairs) {
        log(Level.ERROR, event, pairs);
    }

    void warn(String event, Object... pairs) {
        log(Level.WARN, event, pairs);
    }

    void info(String event, Object... pairs) {
        log(Level.INFO, event, pairs);
    }

    void debug(String event, Object... pairs) {
        log(Level.DEBUG, event, pairs);
    }

    /** Waits a moment until what was logged is written. */
    void flush(long withinMs) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(withinMs);
        while (waiting.get() > 0 && System.nanoTime() < end) {
            try {
                Thread.sleep(2);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void log(Level of, String event, Object... pairs) {
        if (of.compareTo(level) > 0) {
            return;
        }
        StringBuilder line =
                new StringBuilder("time=")
                        .append(Instant.now().truncatedTo(ChronoUnit.MILLIS))
                        .append(" level=")
                        .append(of.name().toLowerCase(java.util.Locale.ROOT))
                        .append(" event=")
                        .append(event);
        for (int i = 0; i + 1 < pairs.length; i += 2) {
            line.append(' ')
                    .append(pairs[i])
                    .append('=')
                    .append(quoted(String.valueOf(pairs[i + 1])));
        }
        waiting.incrementAndGet();
        if (!lines.offer(line.toString())) {
            waiting.decrementAndGet();
            lost.incrementAndGet();
        }
    }

    private static String quoted(String value) {
        if (!value.isEmpty()
                && value.chars()
                        .allMatch(c -> c > ' ' && c != '"' && c != '=' && c != '\\' && c != 127)) {
            return value;
        }
        StringBuilder text = new StringBuilder("\"");
        for (char c : value.toCharArray()) {
            switch (c) {
                case '"':
                    text.append("\\\"");
                    break;
                case '\\':
                    text.append("\\\\");
                    break;
                case '\n':
                    text.append("\\n");
                    break;
                default:
                    text.append(c < ' ' ? ' ' : c);
            }
        }
        return text.append('"').toString();
    }

    private void write() {
        try {
            while (true) {
                String line = lines.take();
                long missing = lost.getAndSet(0);
                to.println(missing == 0 ? line : line + " lost_lines=" + missing);
                waiting.decrementAndGet();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
