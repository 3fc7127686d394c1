package commdn.psdk;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * What waits to be written to the client. Offering never waits: a client that does not read is told
 * of by {@link Listener#slow}, once, and gets nothing more.
 */
final class ClientQueue {
    /** Called from the thread that offers, or that writes. */
    interface Listener {
        void slow(int waitingBytes);

        void failed(IOException cause);
    }

    private final Queue<byte[]> frames = new ArrayDeque<>();
    private final OutputStream out;
    private final int maxBytes;
    private final Listener listener;
    private int bytes;
    private boolean closed;
    private boolean writing;

    ClientQueue(OutputStream out, int maxBytes, Listener listener) {
        this.out = out;
        this.maxBytes = maxBytes;
        this.listener = listener;
        Thread writer = new Thread(this::write, "commdn-client-writer");
        writer.setDaemon(true);
        writer.start();
    }

    /** Queues a frame, unless the client is too slow or gone. */
    void offer(byte[] frame) {
        int waiting;
        synchronized (this) {
            if (closed) {
                return;
            }
            waiting = bytes + frame.length;
            if (waiting <= maxBytes) {
                bytes = waiting;
                frames.add(frame);
                notifyAll();
                return;
            }
            closed = true;
            frames.clear();
            notifyAll();
        }
        listener.slow(waiting);
    }

    /** Waits until at most so many bytes wait, or nothing more is taken. */
    synchronized void awaitRoom(int mostBytes) throws InterruptedException {
        while (!closed && bytes > mostBytes) {
            wait();
        }
    }

    /** Nothing more is taken; what waits is written within a time. */
    synchronized void drain(long withinMs) {
        closed = true;
        notifyAll();
        long end = System.currentTimeMillis() + withinMs;
        try {
            for (long left = withinMs;
                    left > 0 && (writing || !frames.isEmpty());
                    left = end - System.currentTimeMillis()) {
                wait(left);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        try {
            while (true) {
                byte[] batch = next();
                if (batch == null) {
                    return;
                }
                out.write(batch);
                out.flush();
                synchronized (this) {
                    writing = false;
                    bytes -= batch.length;
                    notifyAll();
                }
            }
        } catch (IOException gone) {
            synchronized (this) {
                closed = true;
                writing = false;
                frames.clear();
                notifyAll();
            }
            listener.failed(gone);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** What waits, up to 64 KiB of it in one write; null when it is closed and empty. */
    private synchronized byte[] next() throws InterruptedException {
        while (frames.isEmpty()) {
            if (closed) {
                return null;
            }
            wait();
        }
        writing = true;
        int size = 0;
        ArrayDeque<byte[]> taken = new ArrayDeque<>();
        while (!frames.isEmpty() && (taken.isEmpty() || size + frames.peek().length <= 65_536)) {
            size += frames.peek().length;
            taken.add(frames.remove());
        }
        if (taken.size() == 1) {
            return taken.remove();
        }
        byte[] batch = new byte[size];
        int at = 0;
        for (byte[] frame : taken) {
            System.arraycopy(frame, 0, batch, at, frame.length);
            at += frame.length;
        }
        return batch;
    }
}
