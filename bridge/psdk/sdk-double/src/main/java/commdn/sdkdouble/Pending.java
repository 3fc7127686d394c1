package commdn.sdkdouble;

import com.genesyslab.platform.commons.protocol.Message;
import com.genesyslab.platform.commons.protocol.RequestFuture;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A request that waits: null after the time-out and when the channel is closed, as the SDK's. */
final class Pending implements RequestFuture {
    private final Message request;
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile Message response;

    Pending(Message request) {
        this.request = request;
    }

    void answer(Message message) {
        response = message;
        done.countDown();
    }

    void closed() {
        done.countDown();
    }

    @Override
    public Message getRequest() {
        return request;
    }

    @Override
    public boolean isDone() {
        return done.getCount() == 0;
    }

    @Override
    public boolean isCancelled() {
        return false;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return false;
    }

    @Override
    public Message get() throws InterruptedException {
        done.await();
        return response;
    }

    @Override
    public Message get(long timeout) throws InterruptedException {
        return get(timeout, TimeUnit.MILLISECONDS);
    }

    @Override
    public Message get(long timeout, TimeUnit unit) throws InterruptedException {
        done.await(timeout, unit);
        return response;
    }

    @Override
    public boolean isCanceled() {
        return false;
    }

    @Override
    public Message getResponse() throws InterruptedException {
        return get();
    }

    @Override
    public Message getResponse(long timeout) throws InterruptedException {
        return get(timeout);
    }
}
